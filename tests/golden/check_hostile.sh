#!/bin/sh
# What people and programs do to files and folders: each ends well, or in a clear message.
set -eu
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
chmod 755 "$dir"
cd "$dir"
failed=0

expect() { # expect WHAT GOT WANTED
    [ "$2" = "$3" ] && return
    echo "FAILED  $1: '$2' instead of '$3'"
    failed=1
}

told() { # told CASE FILE: the last line of what ingest says
    "$TT" ingest "$1" "$2" 2> errors | tail -n 1
}

head='invoice_number,issue_date,seller_name,buyer_name,currency,line_amount'
good='1 files, 0 known already, 0 not recognised; 1 read = 1 loaded + 0 rejected + 0 duplicate'
none='1 files, 0 known already, 0 not recognised; 1 read = 0 loaded + 1 rejected + 0 duplicate'

# The mark of UTF-8 twice, as programs leave it that open a file and write it again.
{ printf '\357\273\277\357\273\277%s\n' "$head"; echo 'A-1,2024-01-05,S,B,EUR,1.00'; } > twice.csv
{ printf '\357\273\277\357\273\277'; cat "$ROOT"/samples/read/ubl/attached_cdata.xml; } > twice.xml
expect 'two marks, CSV' "$(told csv.db twice.csv)" "$good"
expect 'two marks, XML' "$(told xml.db twice.xml)" "$good"

# A document type is refused, not read.
expect 'a DOCTYPE' "$(told dtd.db "$ROOT/samples/bad/ubl/doctype.xml")" "$none"
expect 'its reason' "$(sqlite3 dtd.db 'SELECT reason FROM flaw')" 'document type declaration'

# A line of 128 MB takes no memory, neither from a file nor from a pipe.
{ echo "$head"; yes 'abcdefgh, "x' | tr -d '\n' | head -c 134217728; } > line.csv
for how in line.csv -; do
    /usr/bin/python3 - "$TT" "line$how.db" "$how" << 'EOF' || failed=1
import resource, subprocess, sys
program, case, how = sys.argv[1:]
with open("line.csv", "rb") as f:
    got = subprocess.run([program, "ingest", "--quiet", case, how], stdin=f, capture_output=True, check=False)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
if got.returncode != 3 or peak > 96:
    sys.exit(f"FAILED  a long line from '{how}': status {got.returncode}, {peak} MiB, {got.stderr}")
EOF
done

# A folder that cannot be written; root can write anywhere, so it becomes somebody else.
as=
if [ "$(id -u)" -eq 0 ]; then
    as='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi
if [ -z "$as" ] || $as true 2> errors; then
    mkdir closed
    cp csv.db closed/old.db
    chmod 444 closed/old.db
    chmod 555 closed
    status=0
    $as "$TT" ingest closed/new.db twice.csv > out 2> errors || status=$?
    expect 'a case in a closed folder' "$status $(cat errors)" "5 tradetrace: cannot create 'closed/new.db'"
    status=0
    $as "$TT" ingest closed/old.db twice.xml > out 2> errors || status=$?
    expect 'a case that cannot be written' "$status $(cat errors)" \
        "4 tradetrace: 'twice.xml': case file: it cannot be written"
    status=0
    $as "$TT" verify closed/old.db > out 2> errors || status=$?
    expect 'a case that can only be read' "$status" 0
    cmp csv.db closed/old.db || failed=1
    expect 'nothing was left behind' "$(ls closed)" old.db
fi
exit $failed
