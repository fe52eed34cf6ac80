#!/bin/sh
# kill -9 during ingest: what was committed is whole, the case verifies, a rerun completes it.
exec /usr/bin/python3 "$ROOT/tests/golden/kill.py" "$TT"
