#!/bin/sh
# Made-up trade in another order of rows, in two ingests with a match between them, with one thread
# and with three: the same pairings, deals and reasons, byte for byte.
set -eu
"$TT" simulate -q -o world --scenario match20 --documents 3000 --seed 11 > /dev/null
told() { # told CASE
    sqlite3 -readonly "$1" 'SELECT * FROM pairing' 'SELECT * FROM alone' \
        'SELECT hex(id), status, invoiced, shipped, declared, paid, lag_days, centibits FROM d_deal'
}
"$TT" ingest -q whole.case world/records > /dev/null
"$TT" match -q --threads 1 whole.case
told whole.case > whole
[ "$(wc -l < whole)" -gt 3000 ]

mkdir one two
for file in world/records/*.csv; do
    name=${file##*/}
    head -n 1 "$file" | tee "one/$name" > "two/$name"
    tail -n +2 "$file" | shuf --random-source=world/records/invoices.csv > rows
    awk -v name="$name" 'NR % 100 { print >> ("one/" name); next } { print >> ("two/" name) }' rows
done
"$TT" ingest -q split.case one > /dev/null
"$TT" match -q split.case
"$TT" ingest -q split.case two > /dev/null
"$TT" match -q --threads 3 split.case
told split.case | cmp whole -
