#!/bin/sh
# The maps of the samples fit schemas/map.schema.json, and the schema names the keys, kinds and
# formats that the program takes: a map that is wrong in one place is refused by both.
set -eu
/usr/bin/python3 - "$ROOT" "$TT" << 'PY'
import glob, json, subprocess, sys
import jsonschema

root, tt = sys.argv[1:]
schema = json.load(open(f"{root}/schemas/map.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
maps = glob.glob(f"{root}/samples/maps/*.json") + glob.glob(f"{root}/samples/bad/csv/*.map.json")
assert len(maps) >= 3, maps
for path in maps:
    validator.validate(json.load(open(path)))

open("rows.csv", "w").write("a\n1\n")


def taken(value):
    """The map is read: what it says of the rows is another matter."""
    json.dump(value, open("map.json", "w"))
    run = subprocess.run([tt, "ingest", "case.db", "rows.csv", "--map", "map.json"], capture_output=True, text=True)
    assert run.returncode in (0, 2, 3), (value, run)
    return run.returncode != 2


good = [{"kind": k} for k in schema["properties"]["kind"]["enum"]]
good += [{"kind": "fx", "format": f} for f in schema["properties"]["format"]["enum"]]
good += [{"kind": "fx", "decimal": d} for d in schema["properties"]["decimal"]["enum"]]
good += [{"kind": "fx", "decimal": "." if g == "," else ",", "grouping": g}
         for g in schema["properties"]["grouping"]["enum"]]
good += [{"kind": "fx", "encoding": "windows-1252", "delimiter": "\t", "date": "%d.%m.%Y",
          "dates": {"date": "days since 2000-01-01"}, "columns": {"date": "a"}, "constants": {"currency": "EUR"},
          "templates": {"usd_per_unit": "{a}"}, "fallbacks": {"date": "{row}"}, "unknown": ["-"], "ignore": ["b"],
          "notes": ["ask"]}, {"kind": "fx", "notes": "ask"}]
bad = [{}, [], {"kind": "x"}, {"kind": "fx", "colums": {}}, {"kind": "fx", "format": "xls"},
       {"kind": "fx", "encoding": ""}, {"kind": "fx", "delimiter": "ab"}, {"kind": "fx", "delimiter": "\""},
       {"kind": "fx", "decimal": ";"}, {"kind": "fx", "grouping": "x"}, {"kind": "fx", "date": ""},
       {"kind": "fx", "columns": []}, {"kind": "fx", "columns": {"date": 1}}, {"kind": "fx", "constants": {"date": " "}},
       {"kind": "fx", "unknown": "x"}, {"kind": "fx", "ignore": [1]}, {"kind": "fx", "notes": [1]}]
for value in good:
    validator.validate(value)
    assert taken(value), value
for value in bad:
    assert not validator.is_valid(value), value
    assert not taken(value), value
assert set(schema["properties"]) == set().union(*(v for v in good)), "a key of the schema is not tried"
PY
