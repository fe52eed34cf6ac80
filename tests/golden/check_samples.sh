#!/bin/sh
# Every sample of a detector gives the findings that its expect.json names, and no others.
set -- "$ROOT"/samples/detect/*/
[ -d "$1" ] || exit 0
exec /usr/bin/python3 "$ROOT/tests/golden/samples.py" "$TT" "$@"
