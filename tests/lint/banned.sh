#!/bin/sh
# Names that do not occur (banned.txt), and number formats of the C library.
. "$(dirname "$0")/common.sh"
for f in $(sources src include); do
    case $f in src/tools/*) continue ;; esac
    code "$f" | awk -v file="$f" '
    FNR == NR {
        if ($0 ~ /^[ \t]*(#|$)/) next
        n++
        split($0, part, /   +/)
        words[n] = "(^|[^A-Za-z0-9_.>#])(" part[1] ")([^A-Za-z0-9_]|$)"
        why[n] = part[3]
        k = split(part[2], where, " ")
        for (i = 1; i <= k; i++)
            if (file == where[i] || (where[i] ~ /\/$/ && index(file, where[i]) == 1)) free_here[n] = 1
        next
    }
    /^\/\*allow (banned|memory)/ || /^[ \t]*#[ \t]*(include|pragma)/ { next }
    {
        gsub(/format\(printf/, "")
        for (i = 1; i <= n; i++)
            if (!(i in free_here) && match($0, words[i])) {
                name = substr($0, RSTART, RLENGTH)
                gsub(/[^A-Za-z0-9_]/, "", name)
                print file ":" FNR ": \x27" name "\x27: " why[i]
            }
    }' tests/lint/banned.txt - | grep -v '^src/base/banned.h:' >> "$lint/found"
    code_and_text "$f" | awk -v file="$f" '
    /^\/\*allow banned/ { next }
    /%[-+ #0]*[0-9*]*(\.[0-9*]+)?[lL]?[aAeEfFgG]/ && /"/ && file !~ /^src\/base\/num/ {
        s = $0
        gsub(/%%/, "", s)
        while (match(s, /"[^"]*"/)) {
            text = substr(s, RSTART, RLENGTH)
            s = substr(s, RSTART + RLENGTH)
            if (text ~ /%[-+#0]*[0-9*]*(\.[0-9*]+)?[lL]?[aAeEfFgG]/)
                print file ":" FNR ": numbers become text by base/num.h, not by a format"
        }
    }' >> "$lint/found"
done
finish
