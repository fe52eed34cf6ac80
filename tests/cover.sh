#!/bin/sh
# cover.sh FOLDER - what the tests reached: a table on the terminal, HTML in FOLDER/html.
set -eu
command -v gcovr > /dev/null || { echo "gcovr is missing: run 'make deps-dev'" >&2; exit 1; }
mkdir -p "$1/html"
gcovr --root . --filter src/ --exclude src/tools/ --object-directory "$1/obj" \
    --exclude-unreachable-branches --html-details "$1/html/index.html" --txt -
gcovr --root . --filter src/ --exclude src/tools/ --object-directory "$1/obj" --branches \
    --exclude-unreachable-branches | tail -3
echo "details: $1/html/index.html"
