#!/bin/sh
# The case studies of FATF (2006) among honest trade: each is found, and nobody honest is named.
exec /usr/bin/python3 "$ROOT/tests/golden/fatf2006.py" "$TT" "$ROOT/samples"
