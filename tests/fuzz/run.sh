#!/bin/sh
# run.sh SECONDS PROGRAM... - each fuzz target for so long, from the seeds of its format.
# What it learns stays in build/fuzzer/corpus; a crash is written beside it.  Make a crash a file in
# tests/fuzz/corpus/<id> and a named unit test, in the same change as the repair.
set -u
secs=$1
shift
[ $# -gt 0 ] || { echo "no such fuzz target" >&2; exit 1; }
passed=0
failed=0
for prog in "$@"; do
    id=${prog##*/fuzz_}
    format=${id#read_}
    learned=build/fuzzer/corpus/$id
    mkdir -p "$learned"
    set --
    for seeds in "tests/fuzz/corpus/$format" "samples/read/$format" "samples/bad/$format"; do
        [ -d "$seeds" ] && set -- "$@" "$seeds"
    done
    [ -f "tests/fuzz/$format.dict" ] && set -- "-dict=tests/fuzz/$format.dict" "$@"
    echo "== $id, $secs s"
    if "$prog" -max_total_time="$secs" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -verbosity=1 -artifact_prefix="build/fuzzer/$id-" "$learned" "$@" \
        > "build/fuzzer/$id.log" 2>&1; then
        grep -E '^stat::(number_of_executed|average_exec|new_units|peak_rss)' "build/fuzzer/$id.log"
        passed=$((passed + 1))
    else
        tail -60 "build/fuzzer/$id.log"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
