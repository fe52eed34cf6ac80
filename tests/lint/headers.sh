#!/bin/sh
# Each header compiles alone, and its guard is TT_<FOLDER>_<FILE>_H (public: TRADETRACE_<FILE>_H).
. "$(dirname "$0")/common.sh"
[ -d build/gen ] || make --no-print-directory gen > /dev/null 2>&1
for f in $(sources src include tests/support | grep '\.h$'); do
    path=${f#src/}
    path=${path#include/}
    guard=$(echo "$path" | tr 'a-z/.' 'A-Z__')
    case $f in include/*) ;; *) guard=TT_$guard ;; esac
    first=$(code "$f" | awk 'NF { print; if (++n == 2) exit }')
    [ "$first" = "#ifndef $guard
#define $guard" ] || found "$f:1: the include guard must be $guard, first thing in the file"
    echo "#include \"${f#include/}\"" > "$lint/alone.c"
    # shellcheck disable=SC2086
    ${CC:-gcc} -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -fsyntax-only -I. -Isrc -Iinclude \
        -Ibuild ${CPPFLAGS:-} "$lint/alone.c" > "$lint/out" 2>&1 ||
        found "$f:1: does not compile alone: $(grep -m1 'error' "$lint/out")"
done
finish
