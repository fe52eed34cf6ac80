#!/bin/sh
# Very many documents of one seller and one buyer: matching ends, and says what it did not try.
DOCUMENTS=6000 SECONDS=120 exec /usr/bin/python3 "$ROOT/tests/torture/hubs.py"
