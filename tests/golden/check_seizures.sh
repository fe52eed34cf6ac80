#!/bin/sh
# Sixteen seizures among honest loads of the same goods and lanes: twelve or more in the top 5 %.
exec /usr/bin/python3 "$ROOT/tests/golden/seizures.py" "$TT" "$ROOT/samples"
