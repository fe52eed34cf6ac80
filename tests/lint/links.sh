#!/bin/sh
# Links of Markdown pages to files of the project and to headings lead somewhere.
. "$(dirname "$0")/common.sh"
anchors() { # the anchors of a page, as forges make them
    awk '/^```/ { fence = !fence } !fence && /^#+ / {
        sub(/^#+ +/, ""); s = tolower($0); gsub(/[^a-z0-9 _-]/, "", s); gsub(/ /, "-", s); print s }' "$1"
}
for f in $(texts | grep '\.md$'); do
    awk '/^```/ { fence = !fence } fence { next } {
        s = $0
        gsub(/`[^`]*`/, "", s)
        while (match(s, /\]\([^)]*\)/)) {
            print FNR " " substr(s, RSTART + 2, RLENGTH - 3)
            s = substr(s, RSTART + RLENGTH)
        } }' "$f" | while read -r n target; do
        case $target in http://* | https://* | mailto:*) continue ;; esac
        path=${target%%#*}
        anchor=
        case $target in *'#'*) anchor=${target#*#} ;; esac
        if [ -n "$path" ]; then file=$(dirname "$f")/$path; else file=$f; fi
        if [ ! -e "$file" ]; then
            found "$f:$n: link to '$target' leads nowhere"
        elif [ -n "$anchor" ] && [ -f "$file" ] && ! anchors "$file" | grep -qx -- "$anchor"; then
            found "$f:$n: no heading '$anchor' in '$file'"
        fi
    done
done
finish
