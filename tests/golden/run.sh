#!/bin/sh
# run.sh - whole commands against what they must print and write.
#
# tests/golden/cases/<name>/cmd is a shell script.  It runs in an empty folder, with $TT (the
# program) and $ROOT (the project).  expect/stdout, stderr and status are compared byte by byte, and
# so is every other file in expect/ with the file of that name which the command wrote.  The two
# folder names are written as $ROOT and $WORK in all of them.  UPDATE=1 rewrites expect/; to add a
# file to it, touch it there first.  A tests/golden/check_*.sh is a case too: it passes with status 0.
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
export ROOT TT
here=$ROOT/tests/golden
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
: "${TT:=$ROOT/build/tradetrace}" "${T:=}" "${UPDATE:=}"

clean() { # the two folders that differ between machines
    sed -e "s|$1|\$WORK|g" -e "s|$ROOT|\$ROOT|g"
}

run_case() { # run_case NAME: fills $out/NAME/got, says what differs
    name=$1
    work=$out/$name/work
    got=$out/$name/got
    mkdir -p "$work" "$got"
    (
        cd "$work" || exit 1
        env -i PATH="$PATH" HOME="$work" LC_ALL=C TZ=UTC TT="$TT" ROOT="$ROOT" \
            ASAN_OPTIONS="${ASAN_OPTIONS:-}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-}" \
            timeout 600 sh "$here/cases/$name/cmd" > "$out/$name/stdout" 2> "$out/$name/stderr" < /dev/null
        echo $? > "$got/status"
    )
    clean "$work" < "$out/$name/stdout" > "$got/stdout"
    clean "$work" < "$out/$name/stderr" > "$got/stderr"
    expect=$here/cases/$name/expect
    mkdir -p "$expect"
    bad=0
    for want in stdout stderr status $(cd "$expect" && find . -type f ! -path ./stdout ! -path ./stderr ! -path ./status |
        sed 's|^\./||' | sort); do
        case $want in
        stdout | stderr | status) ;;
        *)
            mkdir -p "$(dirname "$got/$want")"
            if [ -f "$work/$want" ]; then
                clean "$work" < "$work/$want" > "$got/$want"
            else
                echo "$name: the command did not write '$want'"
                bad=1
                continue
            fi
            ;;
        esac
        if [ -n "$UPDATE" ]; then
            cmp -s "$got/$want" "$expect/$want" || { cp "$got/$want" "$expect/$want" && echo "updated $name/$want"; }
        elif ! diff -u --label "expect/$want" --label "got/$want" "$expect/$want" "$got/$want" \
            > "$out/diff" 2>&1; then
            echo "---- $name"
            head -200 "$out/diff"
            bad=1
        fi
    done
    rm -rf "$work"
    return $bad
}

passed=0
failed=0
count() { # count STATUS NAME
    if [ "$1" -eq 0 ]; then
        echo "ok      golden/$2"
        passed=$((passed + 1))
    else
        echo "FAILED  golden/$2"
        failed=$((failed + 1))
    fi
}
for cmd in "$here"/cases/*/cmd; do
    [ -f "$cmd" ] || continue
    name=$(basename "$(dirname "$cmd")")
    # shellcheck disable=SC2254
    case $name in ${T:-*}) ;; *) continue ;; esac
    run_case "$name"
    count $? "$name"
done
for check in "$here"/check_*.sh; do
    [ -f "$check" ] || continue
    name=$(basename "$check" .sh)
    # shellcheck disable=SC2254
    case $name in ${T:-*}) ;; *) continue ;; esac
    mkdir -p "$out/$name"
    (cd "$out/$name" && timeout 600 sh "$check") > "$out/$name.log" 2>&1
    status=$?
    [ $status -eq 0 ] || { echo "---- $name"; tail -60 "$out/$name.log"; }
    count $status "$name"
done
if [ -n "$T" ] && [ $((passed + failed)) -eq 0 ]; then
    echo "no golden case matches T='$T'" >&2
    exit 1
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
