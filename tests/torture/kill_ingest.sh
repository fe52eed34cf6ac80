#!/bin/sh
# kill_ingest.sh - kill -9 during ingest, at random moments: the case file must stay sound, hold the
# file wholly or not at all, and come out the same when ingest is run again.
#
# TT names the program (build/tradetrace), KILLS how often each format is killed (10), ROWS how long
# the files are (300000), SEED the moments.  Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
tt=${TT:-build/tradetrace}
kills=${KILLS:-10}
rows=${ROWS:-300000}
seed=${SEED:-1}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

# Invoices: each document has three lines, every 1000th row is no good, every 2000th comes again.
make_rows() { # make_rows csv|ndjson
    awk -v n="$rows" -v json="$([ "$1" = ndjson ] && echo 1)" '
    BEGIN {
        cols = "invoice_number,issue_date,seller_name,seller_country,buyer_name,currency,line_number,unit,quantity,line_amount"
        k = split(cols, col, ",")
        if (!json) print cols
        for (i = 0; i < n; i++) {
            r = i % 2000 == 1999 ? i - 1 : i
            date = i % 1000 == 500 ? "soon" : sprintf("2024-%02d-%02d", 1 + r % 12, 1 + r % 28)
            split(sprintf("INV-%07d,%s,Seller %d Ltd,VN,Buyer %d GmbH,USD,%d,KGM,%d,%d.%02d", r / 3, date,
                r * 7919 % 5000, r * 104729 % 3000, r % 3 + 1, r % 900 + 1, r % 99991, r % 100), v, ",")
            line = ""
            for (c = 1; c <= k; c++)
                line = line (c > 1 ? "," : "") (json ? "\"" col[c] "\":\"" v[c] "\"" : v[c])
            print json ? "{" line "}" : line
        }
    }'
}

# What a report says of its inputs, and every row, in an order that loading does not decide.
contents() {
    sqlite3 -batch "$1" "
        SELECT name, hex(sha256), kind, format, bytes, n_read, n_loaded, n_rejected, n_duplicate FROM source ORDER BY 1;
        SELECT hex(row_hash) FROM invoice_row ORDER BY 1;
        SELECT line, reason, field, raw FROM flaw ORDER BY 1, 2, 3, 4;" | sha256sum
}

now() { date +%s%N; }

outcome() { # outcome WHAT STATUS
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED  $1"
    fi
}

# Kill ingest of FILE after so many milliseconds, then look and finish.
one_kill() { # one_kill FILE BEFORE WHOLE MILLISECONDS
    cp "$dir/before.db" "$dir/case.db"
    rm -f "$dir/case.db-journal" "$dir/case.db-wal" "$dir/case.db-shm"
    "$tt" ingest --quiet "$dir/case.db" "$1" > /dev/null 2>&1 &
    pid=$!
    sleep "$(printf '%d.%03d' $(($4 / 1000)) $(($4 % 1000)))"
    if kill -9 "$pid" 2> /dev/null; then how=killed; else how=done; fi
    wait "$pid" 2> /dev/null
    [ -e "$dir/case.db-journal" ] && how="$how, journal left"
    "$tt" verify "$dir/case.db" > "$dir/verify" 2>&1 || { cat "$dir/verify"; return 1; }
    state=$(contents "$dir/case.db")
    case $state in
    "$2") what=nothing ;;
    "$3") what=everything ;;
    *) echo "a part of the file is in the case"; return 1 ;;
    esac
    "$tt" ingest --quiet "$dir/case.db" "$1" > /dev/null 2>&1 || return 1
    [ "$(contents "$dir/case.db")" = "$3" ] || { echo "the case is another after the rerun"; return 1; }
    "$tt" verify "$dir/case.db" > /dev/null 2>&1 || { echo "verify refuses the rerun"; return 1; }
    echo "ok      $(basename "$1"), $4 ms: $how, $what was in the case"
}

[ -x "$tt" ] || { echo "no program '$tt': run make" >&2; exit 1; }
for format in csv ndjson; do
    big=$dir/big.$format
    make_rows $format > "$big"
    rm -f "$dir/before.db" "$dir/whole.db"
    "$tt" ingest --quiet "$dir/before.db" samples/read/csv/invoice.csv > /dev/null || exit 1
    cp "$dir/before.db" "$dir/whole.db"
    start=$(now)
    "$tt" ingest --quiet "$dir/whole.db" "$big" > /dev/null || exit 1
    took=$((($(now) - start) / 1000000))
    before=$(contents "$dir/before.db")
    whole=$(contents "$dir/whole.db")
    sqlite3 "$dir/whole.db" "SELECT name, n_read, n_loaded, n_rejected, n_duplicate FROM source" | tail -1
    echo "undisturbed: $took ms"
    [ "$before" != "$whole" ] || exit 1
    i=0
    while [ "$i" -lt "$kills" ]; do
        i=$((i + 1))
        # One in each of as many parts of the time that it took, and a little beyond.
        at=$(awk -v s="$seed$i" -v i="$i" -v k="$kills" -v t="$took" \
            'BEGIN { srand(s); print int((i - 1 + rand()) / k * t * 1.1) }')
        one_kill "$big" "$before" "$whole" "$at"
        outcome "$format, kill $i after $at ms" $?
    done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
