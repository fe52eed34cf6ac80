#!/bin/sh
# run_one.sh PROGRAM [NAME] - run one test program, keep its output in PROGRAM.log, never fail.
# The line "[exit] STATUS" ends the log; summary.sh reads it.
set -u
prog=$1
shift
log=$prog.log
timeout "${TEST_TIMEOUT:-900}" "$prog" "$@" > "$log" 2>&1
status=$?
printf '\n[exit] %d %s\n' "$status" "$prog" >> "$log"
short=${prog#build/}
if [ "$status" -eq 0 ]; then
    echo "ok      $short ($(grep -c '^\[       OK \]' "$log"))"
else
    echo "FAILED  $short, status $status"
fi
