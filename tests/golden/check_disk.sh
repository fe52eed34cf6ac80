#!/bin/sh
# A disk that is full (here: a limit on the size of files) ends with a clear message and status 5;
# what was there before stays, nothing of a file is there by halves, and a rerun completes the case.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/in"
i=0
while [ $i -lt 1200 ]; do
    {
        echo 'payment_id,value_date,payer_name,payee_name,amount,currency'
        echo "P$i,2024-01-02,Payer number $i of many,Payee number $i of many,$i.50,USD"
        echo "Q$i,2024-01-03,Payer number $i of many,Payee number $i of many,$i.25,EUR"
    } > "$dir/in/$i.csv"
    i=$((i + 1))
done
"$TT" ingest -q "$dir/whole.db" "$dir/in" > /dev/null
"$TT" ingest -q "$dir/case.db" "$dir/in/7.csv" > /dev/null
blocks=$(($(wc -c < "$dir/whole.db") / 512 / 2))
status=0
(ulimit -f $blocks && "$TT" ingest -q "$dir/case.db" "$dir/in") > /dev/null 2> "$dir/err" || status=$?
cat "$dir/err"
[ $status -eq 5 ] || { echo "status $status, not 5"; exit 1; }
grep -q 'case file' "$dir/err"
"$TT" verify "$dir/case.db" > "$dir/verify" || { cat "$dir/verify"; exit 1; }
"$TT" ingest -q "$dir/case.db" "$dir/in" > /dev/null
"$TT" verify "$dir/case.db" > "$dir/verify" || { cat "$dir/verify"; exit 1; }
rows=$(sqlite3 "$dir/case.db" 'SELECT count(*) FROM payment_row')
[ "$rows" -eq 2400 ] || { echo "$rows rows, not 2400"; exit 1; }
