#!/bin/sh
# WCO declarations as an independent reading finds them: our own samples, and examples of a customs service,
# which are not ours to ship and are used where TT_SHARED_DATA (else ../shared/data) has them.
set -eu
oracle=$ROOT/tests/golden/wco_oracle.py
/usr/bin/python3 "$oracle" "$TT" "$ROOT/samples/read/wco"
data=${TT_SHARED_DATA:-$ROOT/../shared/data}/shipping/hmrc-cds-wco
[ -d "$data" ] || {
    echo "check_wco: no examples in TT_SHARED_DATA: skipped"
    exit 0
}
/usr/bin/python3 "$oracle" "$TT" "$data"
