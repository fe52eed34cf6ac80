#!/bin/sh
# No single column, length, place or date tells planted documents from others; and the check sees a
# leak that is planted on purpose.
set -eu
"$TT" simulate -o world --documents 60000 --prevalence 0.05 --seed 11 --quiet
/usr/bin/python3 "$ROOT/tests/golden/leaks.py" world
for leak in number date missing country; do
    if /usr/bin/python3 "$ROOT/tests/golden/leaks.py" world "$leak" > found; then
        echo "a leak was not seen: $leak"
        exit 1
    fi
    sed "s/^/$leak: /" found | head -2
done
