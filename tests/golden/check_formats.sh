#!/bin/sh
# The formats of the report against each other, in the hands of others: a JSON Schema validator, a
# parser of HTML, a reader of CSV.
set -eu
"$TT" run -o out "$ROOT/samples/tour" > summary 2> /dev/null
for format in html ndjson csv md inputs; do
    "$TT" report out/case.db --format $format -o report.$format
done
cmp report.html out/report.html
exec /usr/bin/python3 "$ROOT/tests/golden/formats.py" out/report.json . "$ROOT/schemas/report.schema.json"
