#!/bin/sh
# Made-up trade on one, two and four threads: the same report, network and case, byte for byte.  The
# rows in another order, each file cut in two: the same entities, deals, findings and syndicates;
# only where a row was found is told in other words.
set -eu
"$TT" simulate -q -o world --documents 3000 --seed 17 --noise 1.5 > /dev/null

told() { # told CASE: what each stage decided, without row numbers
    sqlite3 -readonly "$1" \
        'SELECT hex(id), name, country, type FROM d_entity ORDER BY 1' \
        'SELECT * FROM pairing ORDER BY 1, 2, 3, 4, 5, 6' 'SELECT * FROM alone ORDER BY 1, 2, 3, 4' \
        'SELECT hex(id), status, invoiced, shipped, declared, paid FROM d_deal ORDER BY 1'
}
for n in 1 2 4; do
    "$TT" run -q --threads $n -o on$n world/records > /dev/null
    told on$n/case.db > told$n
    for file in report.json report.html network.graphml network.gexf; do
        cmp on1/$file on$n/$file
    done
    cmp told1 told$n
done
[ "$(wc -l < told1)" -gt 3000 ]

# Rows in another order, in two files of each kind, the second half read first.
mkdir mixed
for file in world/records/*.csv; do
    name=${file##*/}
    head -n 1 "$file" | tee "mixed/b-$name" > "mixed/a-$name"
    tail -n +2 "$file" | shuf --random-source=world/records/invoices.csv |
        awk -v name="$name" '{ print >> ("mixed/" (NR % 2 ? "a-" : "b-") name) }'
done
for n in 1 4; do
    "$TT" run -q --threads $n -o mixed$n mixed > /dev/null
    told mixed$n/case.db | cmp told1 -
done
cmp mixed1/report.json mixed4/report.json
python3 - on1/report.json mixed1/report.json <<'EOF'
import json, sys

def decided(path):
    """The report without the names and lines of files."""
    with open(path, encoding="utf-8") as f:
        report = json.load(f)
    del report["run"]["inputs"]
    # It compares papers of one file with each other: what it leaves out goes by how files are cut.
    report["completeness"] = [c for c in report["completeness"] if c["what"] != "doc.missing_fields"]
    for finding in report["findings"]:
        for document in finding["documents"]:
            del document["source"]
        finding["documents"].sort(key=lambda d: json.dumps(d, sort_keys=True))
    return report

one, other = map(decided, sys.argv[1:])
assert one["findings"] and one["syndicates"]
for part in one:
    assert one[part] == other[part], part
EOF
