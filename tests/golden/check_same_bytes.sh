#!/bin/sh
# The tour in another order of files, cut in two, in another folder, time zone and locale, with one
# and two threads: the same reports and the same networks, byte for byte.
set -eu
same() { # same FOLDER: equal to the first run
    for file in report.json report.html network.graphml network.gexf; do
        cmp "first/$file" "$1/$file"
    done
}
"$TT" run -o first "$ROOT/samples/tour" > first.out 2> /dev/null
"$TT" run -o again "$ROOT/samples/tour" > again.out 2> /dev/null
same again
sed "s/again/first/g" again.out | cmp first.out -

TZ=Asia/Tokyo LC_ALL=tr_TR.UTF-8 "$TT" run --threads 1 -o one "$ROOT/samples/tour" > /dev/null 2>&1
same one
"$TT" run --threads 2 -o two "$ROOT/samples/tour" > /dev/null 2>&1
same two

# One by one, last file first.
mkdir "a folder"
cp -r "$ROOT/samples/tour/." "a folder"
find "a folder" -type f -name "*.[cjn]*" | sort -r > files
tr '\n' '\0' < files | xargs -0 "$TT" run -o backwards > /dev/null 2>&1
same backwards

# Into a case by hand, then the stages.
while read -r file; do
    "$TT" ingest by-hand.db "$file" > /dev/null 2>&1
done < files
"$TT" analyze by-hand.db > /dev/null 2>&1
"$TT" report by-hand.db -o by-hand.json > /dev/null 2>&1
cmp first/report.json by-hand.json
"$TT" export by-hand.db --format graphml -o by-hand.graphml > /dev/null 2>&1
cmp first/network.graphml by-hand.graphml

# The same files again change nothing.
"$TT" ingest by-hand.db "$ROOT/samples/tour" > /dev/null 2>&1
"$TT" analyze by-hand.db > /dev/null 2>&1
"$TT" report by-hand.db -o twice.json > /dev/null 2>&1
cmp first/report.json twice.json
