#!/bin/sh
# A case that grew in pieces, in any order, with stages, decisions and killed runs between them, is the
# case that was made at once.
exec /usr/bin/python3 "$ROOT/tests/golden/more.py" "$TT"
