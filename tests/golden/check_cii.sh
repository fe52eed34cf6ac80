#!/bin/sh
# Cross Industry Invoices as an independent reading finds them: our own samples, and the examples of EN 16931,
# which are not ours to ship and are used where TT_SHARED_DATA (else ../shared/data) has them.
set -eu
oracle=$ROOT/tests/golden/cii_oracle.py
/usr/bin/python3 "$oracle" "$TT" "$ROOT/samples/read/cii"
data=${TT_SHARED_DATA:-$ROOT/../shared/data}/invoices/en16931/cii
[ -d "$data" ] || {
    echo "check_cii: no examples in TT_SHARED_DATA: skipped"
    exit 0
}
/usr/bin/python3 "$oracle" "$TT" "$data"
