# common.sh - what each lint starts with: `. tests/lint/common.sh`.
#
# A lint prints one line for each violation, "file:line: what is wrong", and ends with status 1 when
# there was one.  It runs from the root of the project or of a copy of it.  An exception to a rule
# carries "lint: allow <rule>: <why>" in a comment on its line.
set -u
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.." || exit 1
lint=$(mktemp -d)
trap 'rm -rf "$lint"' EXIT
: > "$lint/found"

found() { # found "file:line: text"
    echo "$1" >> "$lint/found"
}

finish() { # print what was found; the status of the lint
    cat "$lint/found"
    [ ! -s "$lint/found" ]
}

# ONLY="FILE ..." looks at these files instead of at all.
sources() { # .c and .h below the given folders
    if [ -n "${ONLY:-}" ]; then
        printf '%s\n' $ONLY
        return
    fi
    for folder in "$@"; do
        [ ! -d "$folder" ] || find "$folder" -type f -name '*.[ch]'
    done | sort
}

texts() { # every text file of the project that people write
    if [ -n "${ONLY:-}" ]; then
        printf '%s\n' $ONLY
        return
    fi
    find . -name .git -prune -o -path ./build -prune -o -path ./samples -prune -o \
        -path ./tests/fuzz/corpus -prune -o -path ./src/refdata/data -prune -o -type f \
        \( -name '*.[ch]' -o -name '*.md' -o -name '*.sh' -o -name '*.awk' -o -name '*.py' -o -name '*.sql' \
        -o -name '*.def' -o -name '*.json' -o -name '*.js' -o -name '*.html' -o -name '*.css' -o -name '*.scd' \
        -o -name '*.txt' -o -name 'cmd' -o -name Makefile -o -name run \) -print | sed 's|^\./||' | sort
}

# code FILE: its lines without comments, strings replaced by "", numbered by themselves.
# code_and_text FILE: without comments only.
code() { awk -v strings=0 -f tests/lint/strip.awk "$1"; }
code_and_text() { awk -v strings=1 -f tests/lint/strip.awk "$1"; }
