#!/bin/sh
# The page in a browser: no error, no request, no overflow, and it works.  Only where there is one.
set -eu
if ! command -v chromium > /dev/null; then
    echo "skipped: no chromium"
    exit 0
fi
"$TT" run -o out "$ROOT/samples/tour" > summary 2> /dev/null
exec /usr/bin/python3 "$ROOT/tests/golden/browser.py" out/report.html out/report.json
