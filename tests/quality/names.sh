#!/bin/sh
# names.sh - the tables of src/resolve/README.md, each between its two marks, made again.
#     names.sh PROGRAM NAME_PAIRS DATA
set -eu
readme=src/resolve/README.md
"$2" "$3" > build/quality.names
tests/quality/records.py "$1" "$2" "$3" build/quality
awk '
    /^<!-- make quality-names: [a-z]* -->$/ {
        print
        while ((getline line < ("build/quality." $4)) > 0)
            print line
        skip = 1
    }
    /^<!-- end -->$/ { skip = 0 }
    !skip
' "$readme" | awk '!/^<!-- make quality-names/ || !seen[$0]++' > build/quality.readme
cp build/quality.readme "$readme"
cat build/quality.names build/quality.records build/quality.worlds
