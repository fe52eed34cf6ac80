#!/bin/sh
# Outputs of the tour in the hands of others: JSON Schema, XML, networkx.  The schemas of GraphML, GEXF
# and FollowTheMoney are not ours to ship; they are used where TT_SHARED_DATA (else ../shared/data) has them.
set -eu
"$TT" run -o out "$ROOT/samples/tour" > summary
for schema in report show; do
    "$TT" schema $schema > $schema.schema.json
    cmp $schema.schema.json "$ROOT/schemas/$schema.schema.json"
done
for format in cyjs ftm csv; do
    "$TT" export out/case.db --format $format -o out/network.$format
done
"$TT" show out/case.db QIN-24-001 --format json > out/show.json

schemas=${TT_SHARED_DATA:-$ROOT/../shared/data}/schemas
valid() { # valid FILE XSD
    xmllint --noout "$1"
    if [ -f "$2" ]; then
        xmllint --nonet --noout --schema "$2" "$1"
    else
        echo "skipped: no $2"
    fi
}
valid out/network.graphml "$schemas/graphml/xmlns/1.0/graphml.xsd"
valid out/network.gexf "$schemas/gexf/1.3/gexf.xsd"
ftm=$schemas/ftm
{ [ -d "$ftm" ] && /usr/bin/python3 -c 'import yaml' 2> /dev/null; } || ftm=
exec /usr/bin/python3 "$ROOT/tests/golden/outputs.py" out report.schema.json show.schema.json $ftm
