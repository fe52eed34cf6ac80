#!/bin/sh
# The page of a detector says what each of its revisions changed: who compares two reports reads it.
. "$(dirname "$0")/common.sh"
for f in $(sources src/detect | grep '\.c$'); do
    last=$(code "$f" | sed -n 's/^ *\.revision = \([0-9]*\),.*/\1/p')
    [ -n "$last" ] || continue
    page=${f%.c}.md
    told=$(awk '/^## / { on = $0 == "## Revisions" } on' "$page" 2> /dev/null |
        grep -oE '(^|[.] )[0-9]+: ' | tr -cd '0-9\n' | sort -n | tr '\n' ' ')
    [ "$told" = "$(seq "$last" | tr '\n' ' ')" ] ||
        found "$f: revision $last, and under Revisions $page has: $told"
done
finish
