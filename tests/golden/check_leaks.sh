#!/bin/sh
# Neither one feature of a record nor two together tell planted from clean, in worlds of several
# seeds; and the check sees leaks that are planted on purpose.
set -eu
tell() {
    /usr/bin/python3 "$ROOT/tests/golden/leaks.py" "$@"
}
for world in "trade 11 60000" "trade 12 60000" "wildlife 13 80000"; do
    set -- $world
    "$TT" simulate -o "$1-$2" --scenario "$1" --documents "$3" --prevalence 0.05 --seed "$2" --quiet
    tell "$1-$2"
done
for leak in number date missing country name precision place pair; do
    # In one world a leak of two features may be too weak to be seen.
    if tell trade-11 "$leak" > found && tell trade-12 "$leak" > found; then
        echo "a leak was not seen: $leak"
        exit 1
    fi
    sed "s/^/$leak: /" found | head -2
done
seed=1
while [ $seed -le 60 ]; do
    "$TT" simulate -o "lists-$seed" --scenario wildlife --documents 5000 --prevalence 0.3 --seed $seed --quiet
    seed=$((seed + 1))
done
tell --lists lists-*
for leak in papers identifier; do
    if tell --lists "$leak" lists-* > found; then
        echo "a leak in a list was not seen: $leak"
        exit 1
    fi
    sed "s/^/$leak: /" found | head -2
done
