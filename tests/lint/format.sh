#!/bin/sh
# .clang-format decides.
. "$(dirname "$0")/common.sh"
if ! command -v clang-format > /dev/null; then
    echo "skipped: clang-format is not installed (make deps-dev)"
    exit 0
fi
export lint
# shellcheck disable=SC2016
sources src include tests |
    xargs -P "$(nproc)" -n 64 sh -c 'clang-format --dry-run -Werror "$@" 2> "$lint/said.$$"' sh || true
cat "$lint"/said.* | sed -n 's/: error: .*/: clang-format -i is needed/p' | sort -t: -k1,1 -u >> "$lint/found"
finish
