#!/bin/sh
# names.sh - the table of src/resolve/README.md between its two marks, made again.
#     names.sh PROGRAM DATA
set -eu
readme=src/resolve/README.md
"$1" "$2" > build/names.table
awk '
    /^<!-- make quality-names -->$/ { print; while ((getline line < table) > 0) print line; skip = 1 }
    /^<!-- end -->$/ { skip = 0 }
    !skip && !/^<!-- make quality-names -->$/ { print }
' table=build/names.table "$readme" > build/names.readme
cp build/names.readme "$readme"
cat build/names.table
