#!/bin/sh
# Outputs of the tour in the hands of others: JSON Schema, XML, networkx.  The schema of GraphML is
# not ours to ship; it is used where TT_SHARED_DATA (else ../shared/data) has it.
set -eu
"$TT" run -o out "$ROOT/samples/tour" > summary
"$TT" schema report > report.schema.json
cmp report.schema.json "$ROOT/schemas/report.schema.json"
xmllint --noout out/network.graphml
xsd=${TT_SHARED_DATA:-$ROOT/../shared/data}/schemas/graphml/xmlns/1.0/graphml.xsd
if [ -f "$xsd" ]; then
    xmllint --nonet --noout --schema "$xsd" out/network.graphml
fi
exec /usr/bin/python3 "$ROOT/tests/golden/outputs.py" out report.schema.json
