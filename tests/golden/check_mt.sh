#!/bin/sh
# SWIFT MT of others, read by us and by two other readings: the values that the mt940 library for Python expects of
# its own test files, and plain regular expressions over the messages of Prowide's tests.  Neither is ours to ship:
# they are used where TT_SHARED_DATA (else ../shared/data) has them.
set -eu
data=${TT_SHARED_DATA:-$ROOT/../shared/data}/payments
[ -d "$data" ] || { echo "skipped: no $data"; exit 0; }
/usr/bin/python3 -c 'import yaml' 2> /dev/null || { echo "skipped: no module yaml for Python"; exit 0; }
exec /usr/bin/python3 "$ROOT/tests/golden/mt.py" "$TT" "$data"
