#!/bin/sh
# UBL as an independent reading finds it: our own samples, and the examples of OASIS and of EN 16931,
# which are not ours to ship and are used where TT_SHARED_DATA (else ../shared/data) has them.
set -eu
oracle=$ROOT/tests/golden/ubl_oracle.py
/usr/bin/python3 "$oracle" "$TT" "$ROOT/samples/read/ubl"
data=${TT_SHARED_DATA:-$ROOT/../shared/data}/invoices
[ -d "$data/ubl-2.5-examples" ] || {
    echo "check_ubl: no examples in TT_SHARED_DATA: skipped"
    exit 0
}
/usr/bin/python3 "$oracle" "$TT" "$data/en16931/ubl" "$data/ubl-2.5-examples"
