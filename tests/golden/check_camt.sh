#!/bin/sh
# Statements of a public collection, which is not ours to ship: the payments are those of an independent
# reading, and those that another program wrote down as JSON.
set -eu
data=${TT_SHARED_DATA:-$ROOT/../shared/data}/payments/genkgo-camt/test/data
[ -d "$data" ] || {
    echo "check_camt: no statements in TT_SHARED_DATA: skipped"
    exit 0
}
/usr/bin/python3 "$ROOT/tests/golden/camt_oracle.py" "$TT" "$data"
