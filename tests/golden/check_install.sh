#!/bin/sh
# An installed tradetrace: a program builds against the headers and the pkg-config file, links with
# the shared and with the static library, and finds exactly the functions that the headers declare.
set -eu
unset MAKEFLAGS MAKELEVEL
make -s -C "$ROOT" install DESTDIR="$PWD/root" PREFIX=/opt/tt > /dev/null
for file in bin/tradetrace lib/libtradetrace.a lib/libtradetrace.so lib/pkgconfig/tradetrace.pc \
    include/tradetrace/tradetrace.h share/man/man1/tradetrace.1 share/tradetrace/schemas/report.schema.json \
    share/doc/tradetrace/LICENSE; do
    [ -s "root/opt/tt/$file" ] || { echo "not installed: $file"; exit 1; }
done
./root/opt/tt/bin/tradetrace --version

export PKG_CONFIG_SYSROOT_DIR="$PWD/root" PKG_CONFIG_PATH="$PWD/root/opt/tt/lib/pkgconfig"
cat > user.c <<'C'
#include <stdio.h>
#include <string.h>
#include <tradetrace/tradetrace.h>
int main(void)
{
    tt_case *c = NULL;
    tt_err err = {0};
    if (tt_case_open("x.db", TT_CASE_CREATE, NULL, &c, &err) != TT_OK)
        puts(err.text);
    tt_case_close(c);
    return strcmp(tt_version(), TT_VERSION_TEXT) != 0 || !c;
}
C
# shellcheck disable=SC2046
gcc -Wall -Wextra -Werror -o shared user.c $(pkg-config --cflags --libs tradetrace)
LD_LIBRARY_PATH=$PWD/root/opt/tt/lib ./shared
rm -f x.db
# Our archive, their shared libraries.
# shellcheck disable=SC2046
gcc -o static user.c $(pkg-config --cflags tradetrace) "$PWD/root/opt/tt/lib/libtradetrace.a" \
    $(env -u PKG_CONFIG_SYSROOT_DIR pkg-config --libs $(pkg-config --print-requires-private tradetrace)) -lm -pthread
./static

# What the headers declare and what the library shows are one set.
cat root/opt/tt/include/tradetrace/*.h | gcc -E -P -Iroot/opt/tt/include -include stddef.h -include stdint.h \
    -include stdbool.h - 2> /dev/null | tr '\n' ' ' | tr ';{}' '\n\n\n' |
    grep -v typedef | grep -oE '\btt_[a-z0-9_]+ *\([^*]' | sed 's/ *(.*//' | sort -u > declared
nm -D --defined-only root/opt/tt/lib/libtradetrace.so | awk '{ print $3 }' | sort -u > shown
diff declared shown

make -s -C "$ROOT" uninstall DESTDIR="$PWD/root" PREFIX=/opt/tt > /dev/null
left=$(find root -type f -o -type l)
[ -z "$left" ] || { echo "uninstall left: $left"; exit 1; }
