#!/bin/sh
# Units come in sets (bundles.txt): no part is missing, rows are sorted, .id is the file name, and
# nothing lies beside the registry that is not in it.
. "$(dirname "$0")/common.sh"
table=tests/lint/bundles.txt
values() { # values FOLDER WHAT: the third column and what follows
    awk -v f="$1" -v w="$2" '!/^#/ && $1 == f && $2 == w { sub(/^[^ ]+ +[^ ]+ +/, ""); print }' $table
}
there() { # there PATTERN: a file, a folder (ending in /) with something in it, or a pattern
    case $1 in
    */) [ -n "$(ls -A "$1" 2> /dev/null)" ] ;;
    *)
        # shellcheck disable=SC2086
        ls $1 > /dev/null 2>&1
        ;;
    esac
}

for folder in $(awk '!/^#/ && NF && !seen[$1]++ { print $1 }' $table); do
    def=src/$folder/registry.def
    macro=$(values "$folder" macro)
    if [ ! -f "$def" ]; then
        ! ls src/"$folder"/*.c > /dev/null 2>&1 || found "src/$folder: there is code and no registry.def"
        continue
    fi
    code "$def" | grep -nE "[A-Za-z]" | grep -vE "^[0-9]+:$macro\([a-z][a-z0-9_]*\)$" |
        sed "s|^\([0-9]*\):.*|$def:\1: a row is $macro(name)|" >> "$lint/found"
    code "$def" | sed -n "s/^$macro(\([a-z0-9_]*\)).*/\1/p" > "$lint/rows"
    sort "$lint/rows" | uniq -d | sed "s|^|$def:1: there twice: |" >> "$lint/found"
    [ -n "$(values "$folder" order)" ] || sort "$lint/rows" | cmp -s - "$lint/rows" || found "$def:1: rows are not sorted"

    while read -r n; do
        for part in $(values "$folder" part); do
            path=$(echo "$part" | sed "s|<n>|$n|g")
            there "$path" || found "$def:1: $n: '$path' is missing"
        done
        values "$folder" heading | while read -r heading; do
            page=src/$folder/$n.md
            [ ! -f "$page" ] || grep -qx "## $heading" "$page" || found "$page:1: no heading '## $heading'"
        done
        case $(values "$folder" id) in
        dotted) id=$(echo "$n" | sed 's/_/./') ;;
        same) id=$n ;;
        *) id= ;;
        esac
        if [ -n "$id" ] && [ -f "src/$folder/$n.c" ]; then
            grep -qE "(^    \.id = |= \{)\"$(echo "$id" | sed 's/\./\\./')\"," "src/$folder/$n.c" ||
                found "src/$folder/$n.c:1: .id is not \"$id\""
        fi
    done < "$lint/rows"

    own=$(values "$folder" own)
    [ "$own" = '*' ] || for c in src/"$folder"/*.c; do
        [ -f "$c" ] || continue
        name=$(basename "$c" .c)
        grep -qx "$name" "$lint/rows" && continue
        case " $own " in *" $name.c "*) continue ;; esac
        found "$c:1: neither a row of $def nor a file of the runner (bundles.txt)"
    done
done
finish
