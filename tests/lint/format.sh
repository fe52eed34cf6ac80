#!/bin/sh
# .clang-format decides.
. "$(dirname "$0")/common.sh"
if ! command -v clang-format > /dev/null; then
    echo "skipped: clang-format is not installed (make deps-dev)"
    exit 0
fi
for f in $(sources src include tests); do
    clang-format --dry-run -Werror "$f" > "$lint/out" 2>&1 ||
        found "$(sed -n 's/: error: .*/: clang-format -i is needed/p' "$lint/out" | head -1)"
done
finish
