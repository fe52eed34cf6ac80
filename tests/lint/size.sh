#!/bin/sh
# Files over 800 lines, functions over 100 lines and lines over 100 columns fail; files over 500
# and functions over 60 lines are listed, for talking about.
. "$(dirname "$0")/common.sh"
for f in $(sources src include tests); do
    awk -v file="$f" -v notes="$lint/notes" '
    {
        line = $0
        gsub(/[\200-\277]/, "", line) # one column for a character, not for a byte
        if (length(line) > 100 && line !~ /lint: allow size:/)
            print file ":" FNR ": " length(line) " columns"
    }
    /^[a-zA-Z].*[^;]$/ { head = $0 }
    /^\{/ { start = FNR; name = head; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
    /^\}/ && start {
        n = FNR - start + 1
        if (n > 100) print file ":" start ": " name " has " n " lines"
        else if (n > 60) print file ":" start ": " name " has " n " lines" > notes
        start = 0
    }
    END {
        if (FNR > 800) print file ":1: " FNR " lines"
        else if (FNR > 500) print file ":1: " FNR " lines" > notes
    }' "$f" >> "$lint/found"
done
[ ! -s "$lint/notes" ] || sed 's/^/to talk about: /' "$lint/notes"
finish
