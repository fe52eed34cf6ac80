#!/bin/sh
# summary.sh LOG... - add up what the test programs said; show the logs of those that failed.
# A program that ends badly without a failed test of its own counts as one failure; so does a
# program that ran no test at all.
awk '
function done_with() {
    if (prog == "") return
    if (status != 0 && failed == 0) failed = 1
    if (status == 0 && passed + failed + skipped == 0 && !empty_ok) {
        failed = 1
        text = text "no test ran\n"
    }
    if (failed) printf "---- %s\n%s", prog, text
    all_passed += passed; all_failed += failed; all_skipped += skipped
}
FNR == 1 { done_with(); prog = ""; text = ""; status = -1; passed = failed = skipped = 0; delete seen }
{ text = text $0 "\n" }
/^\[       OK \]/ { passed++ }
/^\[  FAILED  \] / && !/test\(s\)/ && !($0 in seen) { seen[$0] = 1; failed++ }
/^\[  SKIPPED \] / && !/test\(s\)/ && !($0 in seen) { seen[$0] = 1; skipped++; skips = skips "\n  " $4 }
/^\[exit\] / { status = $2; prog = $3 }
END {
    done_with()
    if (skips != "") print "skipped:" skips
    printf "%d passed, %d failed", all_passed, all_failed
    if (all_skipped) printf ", %d skipped", all_skipped
    print ""
    exit all_failed || all_passed == 0 && all_skipped == 0
}' empty_ok="${NAME:+1}" "$@" < /dev/null
