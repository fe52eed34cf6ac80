#!/bin/sh
# deps.sh build|test|dev - install from Debian what is missing; nothing when nothing is.
# sudo where not root; apt asks no question.  `apt-get update` only when a package is not known yet.
set -eu

need=
want() { # want PACKAGE CHECK...: add the package when the check fails
    package=$1
    shift
    "$@" > /dev/null 2>&1 || need="$need $package"
}
has_cmd() { command -v "$1"; }
has_lib() { pkg-config --exists "$1"; }
has_py() { /usr/bin/python3 -c "import $1"; }
has_fuzzer() {
    echo 'int LLVMFuzzerTestOneInput(const char *p, unsigned long n) { return !p && n > 1; }' |
        clang -fsanitize=fuzzer,address -x c -o /dev/null -
}
clang_major() { clang -dumpversion 2> /dev/null | cut -d. -f1 | grep . || echo 14; }
has_c() { echo 'int main(void) { return 0; }' | ${CC:-gcc} -x c -o /dev/null -; }

build() {
    want gcc has_cmd gcc
    want libc6-dev has_c
    want pkg-config has_cmd pkg-config
    want libigraph-dev has_lib igraph
    want libsqlite3-dev has_lib sqlite3
    want libcjson-dev has_lib libcjson
    want libicu-dev has_lib icu-i18n
    want libzstd-dev has_lib libzstd
    want libexpat1-dev has_lib expat
    want libssl-dev has_lib libcrypto
    want libxxhash-dev has_lib libxxhash
    want libarchive-dev has_lib libarchive
    want scdoc has_cmd scdoc
}
test_() {
    want libcmocka-dev has_lib cmocka
    want sqlite3 has_cmd sqlite3
    want libxml2-utils has_cmd xmllint
    want python3 has_cmd /usr/bin/python3
    want python3-jsonschema has_py jsonschema
    want python3-networkx has_py networkx
}
dev() {
    want clang has_cmd clang
    want clang-format has_cmd clang-format
    want "libclang-rt-$(clang_major)-dev" has_fuzzer
    want gcovr has_cmd gcovr
}

build
[ "$1" = build ] || test_
[ "$1" != dev ] || dev
[ -n "$need" ] || exit 0

echo "installing:$need"
root=
if [ "$(id -u)" -ne 0 ]; then
    # No question where nobody can answer one.
    if [ -t 0 ]; then root=sudo; else root='sudo -n'; fi
    if ! has_cmd sudo > /dev/null; then
        echo "not root, and no sudo: let somebody install these packages" >&2
        exit 1
    fi
fi
install() {
    # shellcheck disable=SC2086
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $need
}
# shellcheck disable=SC2086
if ! apt-cache show $need > /dev/null 2>&1; then
    $root env DEBIAN_FRONTEND=noninteractive apt-get update -q
    install
else
    # The lists may name versions that the mirror no longer has.
    install || { $root env DEBIAN_FRONTEND=noninteractive apt-get update -q && install; }
fi
