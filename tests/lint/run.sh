#!/bin/sh
# run.sh - all lints, or those named by T; then their self-test.  One line each, "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
passed=0
failed=0
for script in tests/lint/*.sh; do
    name=$(basename "$script" .sh)
    case $name in run | common) continue ;; esac
    # shellcheck disable=SC2254
    case $name in ${T:-*}) ;; *) continue ;; esac
    if text=$(sh "$script" 2>&1); then
        echo "ok      lint/$name"
        passed=$((passed + 1))
        [ -z "$text" ] || echo "$text" | sed 's/^/        /'
    else
        echo "FAILED  lint/$name"
        echo "$text" | sed 's/^/        /'
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
