#!/bin/sh
# run.sh - all lints, or those named by T, side by side; then one line each, "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
export said
passed=0
failed=0
chosen=
for script in tests/lint/*.sh; do
    name=$(basename "$script" .sh)
    case $name in run | common) continue ;; esac
    # shellcheck disable=SC2254
    case $name in ${T:-*}) chosen="$chosen $name" ;; esac
done
[ -d build/gen ] || make --no-print-directory gen > /dev/null 2>&1
# shellcheck disable=SC2016,SC2086
printf '%s\n' $chosen | xargs -P "$(nproc)" -n 1 sh -c \
    'sh "tests/lint/$1.sh" > "$said/$1" 2>&1 && : > "$said/$1.ok"' sh
for name in $chosen; do
    if [ -e "$said/$name.ok" ]; then
        echo "ok      lint/$name"
        passed=$((passed + 1))
    else
        echo "FAILED  lint/$name"
        failed=$((failed + 1))
    fi
    sed 's/^/        /' "$said/$name"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
