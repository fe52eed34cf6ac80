#!/bin/sh
# DCSA bills of lading as an independent reading finds them: our own samples, and messages of the
# standard's authors, which are not ours to ship and are used where TT_SHARED_DATA (else ../shared/data) has them.
set -eu
oracle=$ROOT/tests/golden/dcsa_oracle.py
/usr/bin/python3 "$oracle" "$TT" "$ROOT/samples/read/dcsa_bl"
data=${TT_SHARED_DATA:-$ROOT/../shared/data}/shipping/dcsa-messages
[ -d "$data" ] || {
    echo "check_dcsa: no messages in TT_SHARED_DATA: skipped"
    exit 0
}
/usr/bin/python3 "$oracle" "$TT" "$data"
