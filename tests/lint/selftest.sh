#!/bin/sh
# selftest.sh - each lint finds what it is for.  Violations are planted in a copy of the project, one
# at a time; beside each stands text that looks alike and is right, and must pass.
set -u
cd "$(dirname "$0")/../.." || exit 1
here=$(pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
tar -cf - --exclude=./build --exclude=./.git --exclude=./samples/tour . | tar -xf - -C "$copy"
[ ! -d build/gen ] || { mkdir -p "$copy/build" && cp -r build/gen "$copy/build/"; }
cd "$copy" || exit 1
n=0
bad=0

check() { # check LINT fails|passes FILE TEXT [WORD]: put TEXT into FILE, run LINT on it alone
    n=$((n + 1))
    mkdir -p "$(dirname "$3")"
    [ ! -f "$3" ] || cp "$3" "$copy/.saved"
    printf '%b' "$4" > "$3"
    text=$(ONLY=$3 sh "tests/lint/$1.sh" 2>&1)
    status=$?
    if [ "$2" = passes ] && [ $status -ne 0 ]; then
        echo "$1 finds fault with what is right: $4: $text"
        bad=$((bad + 1))
    elif [ "$2" = fails ] && { [ $status -eq 0 ] || ! echo "$text" | grep -q -- "${5:-$3}"; }; then
        echo "$1 does not find: $4 ($text)"
        bad=$((bad + 1))
    fi
    if [ -f "$copy/.saved" ]; then mv "$copy/.saved" "$3"; else rm -f "$3"; fi
}

if command -v clang-format > /dev/null; then
    check format fails src/base/zz.c 'int  x;\n'
    check format passes src/base/zz.c 'int x;\n'
fi

check floors fails src/base/zz.c '#include "model/data.h"\n' 'floor'
check floors fails src/read/zz.c '#include "store/store.h"\n' 'floor'
check floors fails src/detect/zz.c '#include "gen/queries.h"\n' 'not for detect'
check floors fails src/model/zz.c '#include "kind.h"\n' 'write the include as'
check floors fails src/attic/zz.c 'int x;\n' 'no row'
check floors fails src/score/zz.c '#include "tradetrace/case.h"\n' 'not for score'
check floors passes src/read/zz.c '#include "read/read.h"\n#include "base/csv.h"\n/* #include "store/store.h" */\n'
check floors passes src/app/zz.c '#include "tradetrace/case.h"\n#include "gen/embed.h"\n'

check revisions fails src/detect/flow_fan_in.c '    .revision = 99,\n' 'revision 99'
check revisions fails src/detect/zz.c '    .revision = 1,\n' 'revision 1'
check revisions passes src/detect/flow_cycle_goods.c '    .revision = 3, /* 4 */\n'

check seams fails src/detect/zz.c '#include <igraph.h>\n' 'door elsewhere'
check seams fails src/base/zz.c '#include <cjson/cJSON.h>\n' 'door elsewhere'
check seams fails src/base/zz.c '#include <curl/curl.h>\n' 'no door'
check seams passes src/store/zz.c '#include <sqlite3.h>\n#include <stdio.h>\n'

guard='#ifndef TT_BASE_ZZ_H\n#define TT_BASE_ZZ_H\n'
check headers fails src/base/zz.h "#ifndef ZZ_H\n#define ZZ_H\n#endif\n" 'include guard'
check headers fails src/base/zz.h "${guard}size_t zz(void);\n#endif\n" 'does not compile alone'
check headers passes src/base/zz.h "/* zz */\n${guard}#include <stddef.h>\nsize_t zz(void);\n#endif\n"

check banned fails src/model/zz.c 'void *p = malloc(3);\n' malloc
check banned fails src/model/zz.c 'printf("x");\n' printf
check banned fails src/detect/zz.c 'long t = time(NULL);\n' time
check banned fails src/model/zz.c 'x = strtod(s, NULL);\n' strtod
check banned fails src/base/zz.c 'char *s = getenv("X");\n' getenv
check banned fails src/base/zz.c 'qsort(v, n, 4, f); y = isalpha(c);\n' isalpha
check banned fails src/detect/zz.c 'say(a, "%.2f", x);\n' 'by a format'
check banned fails src/detect/zz.c 'say(a, "%zu of %5.1lf", n, x);\n' 'by a format'
check banned fails src/model/zz.c 'static __attribute__((unused)) int x;\n' __attribute__
check banned passes src/model/zz.c '/* malloc(3) */ say("printf(malloc 100 %% free)"); d->time = x.free; my_malloc(3);\n'
check banned passes src/model/zz.c 'abort(); /* lint: allow banned: the reason */\n'

long=$(printf '%0101d' 0)
check size fails src/base/zz.c "/* $long */\n" columns
check size fails src/base/zz.c "int zz(void)\n{\n$(printf '%099d' 0 | sed 's/0/    x();\\n/g')}\n" '101 lines'
check size fails src/base/zz.c "$(printf '%0801d' 0 | sed 's/0/x;\\n/g')" '801 lines'
check size passes src/base/zz.c "int zz(void)\n{\n$(printf '%098d' 0 | sed 's/0/    x();\\n/g')}\n"
check size passes src/base/zz.c '/* ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé */\n'

check sql fails src/app/zz.c 'x = "select a from b";\n' 'SQL belongs'
check sql fails src/store/zz.c 'x = "PRAGMA foreign_keys = on";\n' 'SQL belongs'
check sql passes src/app/zz.c 'x = "choose a detector from the list; insert the disk"; /* select a from b */\n'
if ls src/store/sql/*.sql > /dev/null 2>&1; then
    check sql fails src/store/sql/zz.sql '-- name: zz_broken\nSELECT no_such_column FROM no_such_table;\n' zz_broken
fi

check words fails src/detect/zz.md 'The party is guilty.\n' judge
check words fails src/base/zz.c '/* TO''DO later */\n' undone
check words fails README.md 'see /home/ann/x\n' 'one machine'
check words fails src/base/zz.c 'x = "/tmp/x";\n' 'one machine'
check words passes src/detect/zz.md 'consistent with laundering; todo el mundo; ../shared/data; network/home/x\n'

check links fails src/base/zz.md 'see [x](no_such_page.md)\n' 'leads nowhere'
check links fails src/base/zz.md '# A page\n\n[x](#no-such-heading)\n' 'no heading'
check links passes src/base/zz.md '# A page\n\n[x](#a-page) [y](../../LICENSE) [z](https://example.org/x)\n```\n[x](y)\n```\n'

# bundles looks at folders: a small tree of its own.
bundle() { # bundle fails|passes WORD: the state of $tree
    n=$((n + 1))
    text=$(cd "$tree" && sh tests/lint/bundles.sh 2>&1)
    status=$?
    if [ "$1" = passes ] && [ $status -ne 0 ]; then
        echo "bundles finds fault with what is right: $text"
        bad=$((bad + 1))
    elif [ "$1" = fails ] && { [ $status -eq 0 ] || ! echo "$text" | grep -q -- "$2"; }; then
        echo "bundles does not find: $2 ($text)"
        bad=$((bad + 1))
    fi
}
tree=$copy/tree
mkdir -p "$tree/tests/detect" "$tree/src/detect"
cp -r "$here/tests/lint" "$tree/tests/"
for name in a_one b_two_x; do
    id=$(echo $name | sed 's/_/./')
    mkdir -p "$tree/samples/detect/$name"
    echo '{}' > "$tree/samples/detect/$name/expect.json"
    printf '    .id = "%s",\n' "$id" > "$tree/src/detect/$name.c"
    awk '$1 == "detect" && $2 == "heading" { sub(/^[^ ]+ +[^ ]+ +/, ""); print "## " $0 }' \
        tests/lint/bundles.txt > "$tree/src/detect/$name.md"
    : > "$tree/tests/detect/test_$name.c"
done
printf 'TT_DETECTOR(a_one)\nTT_DETECTOR(b_two_x)\n' > "$tree/src/detect/registry.def"
bundle passes
printf 'TT_DETECTOR(b_two_x)\nTT_DETECTOR(a_one)\n' > "$tree/src/detect/registry.def"
bundle fails 'not sorted'
printf 'TT_DETECTOR(a_one)\n' > "$tree/src/detect/registry.def"
bundle fails 'neither a row'
printf 'TT_DETECTOR(a_one)\nTT_DETECTOR(b_two_x)\n' > "$tree/src/detect/registry.def"
for part in src/detect/a_one.md tests/detect/test_a_one.c samples/detect/a_one/expect.json; do
    mv "$tree/$part" "$tree/away"
    bundle fails "$part"
    mv "$tree/away" "$tree/$part"
done
sed -i 's/a\.one/a_one/' "$tree/src/detect/a_one.c"
bundle fails '.id is not'
sed -i 's/a_one/a.one/' "$tree/src/detect/a_one.c"
sed -i '/Not caught/d' "$tree/src/detect/a_one.md"
bundle fails 'Not caught'

[ $bad -gt 0 ] || echo "$n planted texts judged rightly"
[ $bad -eq 0 ]
