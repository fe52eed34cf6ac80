#!/bin/sh
# new_unit.sh detector family_name - make the set of a new detector from src/tools/unit, and its row.
set -eu
cd "$(dirname "$0")/../.."
kind=$1
name=$2
fail() {
    echo "new_unit: $1" >&2
    exit 2
}
[ "$kind" = detector ] || fail "only detectors have a template, not '$kind'"
echo "$name" | grep -Eq '^[a-z][a-z0-9]*(_[a-z0-9]+)+$' ||
    fail "NAME= is family_name in lower case, such as pay_round_amounts, not '$name'"
case ${name%%_*} in
price) family=PRICE ;;
doc | ship | mirror) family=DOCUMENT ;;
dup | phantom | gap) family=DUPLICATE ;;
pay) family=PAYMENT ;;
flow) family=FLOW ;;
entity) family=ENTITY ;;
route) family=ROUTE ;;
id) family=IDENTITY ;;
iwt) family=WILDLIFE ;;
community) family=NETWORK ;;
context | digits) family=CONTEXT ;;
*) fail "no family '${name%%_*}', see src/tools/new_unit.sh" ;;
esac
rest=${name#*_}
def=src/detect/registry.def
sample=samples/detect/$name
for file in "src/detect/$name.c" "src/detect/$name.md" "tests/detect/test_$name.c" "$sample"; do
    [ ! -e "$file" ] || fail "'$file' is there already"
done

fill() { # fill TEMPLATE FILE
    mkdir -p "$(dirname "$2")"
    sed -e "s/@NAME@/$name/g" -e "s/@ID@/${name%%_*}.$rest/g" -e "s/@REST@/$rest/g" \
        -e "s/@FAMILY@/$family/g" "src/tools/unit/$1" > "$2"
    echo "$2"
}
fill detector.c.in "src/detect/$name.c"
fill detector.md.in "src/detect/$name.md"
fill test.c.in "tests/detect/test_$name.c"
fill invoices.csv.in "$sample/invoices.csv"
fill expect.json.in "$sample/expect.json"
if command -v clang-format > /dev/null; then
    clang-format -i "src/detect/$name.c" "tests/detect/test_$name.c"
fi

# The row goes where the order of names puts it; comments stay where they are.
awk -v row="TT_DETECTOR($name)" '
    /^TT_DETECTOR\(/ && !done && $0 > row { print row; done = 1 }
    { print }
    END { if (!done) print row }' "$def" > "$def.new"
mv "$def.new" "$def"
echo "$def"
