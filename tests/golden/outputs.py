"""outputs.py FOLDER SCHEMA - the report against its schema and itself, the network against the report."""
import csv
import json
import sys
from pathlib import Path

import jsonschema
import networkx


def closed(schema, where="#"):
    """Every object of a schema says which keys it has and refuses others."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and schema.get("additionalProperties", True) is True \
                and schema.get("unevaluatedProperties", True) is True:
            yield where
        for key, value in schema.items():
            yield from closed(value, f"{where}/{key}")
    elif isinstance(schema, list):
        for i, value in enumerate(schema):
            yield from closed(value, f"{where}/{i}")


def main(folder, schema_path):
    folder = Path(folder)
    schema = json.loads(Path(schema_path).read_text())
    text = (folder / "report.json").read_text(encoding="utf-8")
    report = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(report)
    assert not list(closed(schema)), f"open objects: {list(closed(schema))}"
    # The schema can refuse.
    for broken in ({**report, "extra": 1}, {k: v for k, v in report.items() if k != "findings"}):
        assert not jsonschema.Draft202012Validator(schema).is_valid(broken)

    findings = {f["id"] for f in report["findings"]}
    entities = {e["id"] for e in report["entities"]}
    syndicates = {s["id"] for s in report["syndicates"]}
    files = {i["file"] for i in report["run"]["inputs"]}
    for i in report["run"]["inputs"]:
        assert i["read"] == i["loaded"] + i["rejected"] + i["duplicate"], i
    for f in report["findings"]:
        assert f["documents"], f["id"]
        assert f["counter_evidence"], f["id"]
        assert {e["id"] for e in f["entities"]} <= entities, f["id"]
        assert f["syndicate"] is None or f["syndicate"] in syndicates, f["id"]
        assert {d["source"]["file"] for d in f["documents"]} <= files, f["id"]
    for s in report["syndicates"]:
        assert set(s["findings"]) <= findings, s["id"]
        assert {e["id"] for e in s["entities"]} <= entities, s["id"]
    assert [s["rank"] for s in report["syndicates"]] == list(range(1, len(syndicates) + 1))
    assert report["summary"]["findings"] == len(findings)
    assert sum(report["summary"]["findings_by_detector"].values()) == len(findings)
    assert str(Path.cwd()) not in text and "/" not in "".join(files)

    with open(folder / "rejects.csv", newline="", encoding="utf-8") as f:
        rejects = list(csv.DictReader(f))
    assert len(rejects) == sum(i["rejected"] for i in report["run"]["inputs"])

    network = networkx.read_graphml(folder / "network.graphml")
    assert network.number_of_nodes() > 0 and network.number_of_edges() > 0
    assert {n for n in network.nodes if n[:1] == "e"} <= entities | set(network.nodes)
    print(f"{len(findings)} findings, {len(syndicates)} syndicates, {network.number_of_nodes()} nodes")


main(sys.argv[1], sys.argv[2])
