#!/bin/sh
# A file includes only its own folder and lower floors: floors.txt.
. "$(dirname "$0")/common.sh"
for f in $(sources src include); do
    case $f in src/tools/*) continue ;; esac
    code_and_text "$f" | awk -v file="$f" '
    function row(path,    p) { # the longest prefix in the table
        for (p = path; ; ) {
            if (p in floor) return p
            if (!match(p, /\/[^\/]*$/)) return ""
            p = substr(p, 1, RSTART - 1)
        }
    }
    FNR == NR {
        if ($0 ~ /^[ \t]*(#|$)/) next
        floor[$1] = $2
        for (i = 3; i <= NF; i++) only[$1, $i] = 1
        next
    }
    FNR == 1 {
        own = file
        sub(/^(src|include)\//, "", own)
        sub(/\/.*/, "", own)
        mine = file
        sub(/^(src|include)\//, "", mine)
        mine = row(mine)
        if (mine == "") print file ":1: folder \x27" own "\x27 has no row in floors.txt"
    }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        path = $0
        sub(/^[^"]*"/, "", path)
        sub(/".*/, "", path)
        if (path !~ /\//) {
            print file ":" FNR ": write the include as \"folder/" path "\""
            next
        }
        folder = path
        sub(/\/.*/, "", folder)
        if (folder == own) next
        r = row(path)
        if (floor[r] == "0" && floor[mine] == "0") next
        if (r == "")
            print file ":" FNR ": \x27" path "\x27 is on no floor"
        else if (floor[r] == "-") {
            if (!((r, own) in only)) print file ":" FNR ": \x27" path "\x27 is not for " own
        } else if (floor[mine] != "-" && floor[r] + 0 >= floor[mine] + 0)
            print file ":" FNR ": " own " (floor " floor[mine] ") may not include " folder " (floor " floor[r] ")"
    }' tests/lint/floors.txt - >> "$lint/found"
done
finish
