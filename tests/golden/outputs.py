"""outputs.py FOLDER SCHEMA SHOW_SCHEMA [FTM] - reports against their schemas and themselves, networks against the report.

FOLDER holds report.json, rejects.csv, network.graphml, .gexf, .cyjs, .ftm, .csv and show.json.  FTM is a folder with
the schemata of FollowTheMoney as YAML.
"""
import csv
import json
import sys
import tempfile
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


def main(folder, schema_path, show_path, ftm_path):
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

    refuses = jsonschema.Draft202012Validator(json.loads(Path(show_path).read_text()))
    refuses.check_schema(refuses.schema)
    show = json.loads((folder / "show.json").read_text(encoding="utf-8"))
    refuses.validate(show)
    assert not list(closed(refuses.schema)), f"open objects: {list(closed(refuses.schema))}"
    assert not refuses.is_valid({**show, "extra": 1})
    assert show["documents"] and all(d["source"]["file"] in files for d in show["documents"])

    counts = networks(folder, report)
    if ftm_path:
        check_ftm(folder / "network.ftm", Path(ftm_path))
    print(f"{len(findings)} findings, {len(syndicates)} syndicates, {counts[0]} nodes, {counts[1]} edges")


def networks(folder, report):
    """All formats hold the same nodes and edges, and those are the report's."""
    entities = {e["id"]: e for e in report["entities"]}
    graphml = networkx.read_graphml(folder / "network.graphml", force_multigraph=True)
    nodes, edges = set(graphml.nodes), sorted(k for _, _, k in graphml.edges(keys=True))
    assert len(nodes) == report["summary"]["entities"] and edges and len(set(edges)) == len(edges)
    assert set(entities) <= nodes
    for i, e in entities.items():
        node = graphml.nodes[i]
        assert node["name"] == e["name"] and node["type"] == e["type"], i
        assert node.get("country") == e["country"] and node["findings"] == len(e["findings"]), i
        assert abs(node["weight"] - e["weight"]) < 1e-6, i
    assert sum(d["flows"] for _, _, d in graphml.edges(data=True)) == report["summary"]["flows"]

    # networkx of Debian 12 knows GEXF 1.2 at most: what it reads of 1.3 is the same.
    text = (folder / "network.gexf").read_text(encoding="utf-8")
    text = text.replace('"http://gexf.net/1.3" version="1.3"', '"http://www.gexf.net/1.2draft" version="1.2"', 1)
    with tempfile.NamedTemporaryFile("w", suffix=".gexf", encoding="utf-8") as f:
        f.write(text)
        f.flush()
        gexf = networkx.read_gexf(f.name)
    assert set(gexf.nodes) == nodes and gexf.number_of_edges() == len(edges)
    assert sorted(d["id"] for _, _, d in gexf.edges(data=True)) == edges

    cyjs = json.loads((folder / "network.cyjs").read_text(encoding="utf-8"))["elements"]
    assert {n["data"]["id"] for n in cyjs["nodes"]} == nodes
    assert sorted(e["data"]["id"] for e in cyjs["edges"]) == edges
    assert all(e["data"]["source"] in nodes and e["data"]["target"] in nodes for e in cyjs["edges"])

    lines = (folder / "network.ftm").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["id"] for line in lines) == sorted([*nodes, *edges])
    with open(folder / "network.csv", newline="", encoding="utf-8") as f:
        assert sorted(row["id"] for row in csv.DictReader(f)) == edges
    return len(nodes), len(edges)


def check_ftm(path, folder):
    """Every property exists in its schema, and what the schema requires is there."""
    import yaml
    schemata = {}
    for file in folder.glob("*.y*ml"):
        schemata.update(yaml.safe_load(file.read_text(encoding="utf-8")))

    def line_of(name):
        yield name
        for parent in schemata[name].get("extends", []):
            yield from line_of(parent)

    for line in path.read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        kin = set(line_of(entity["schema"]))
        properties = {k: v for s in kin for k, v in schemata[s].get("properties", {}).items()}
        required = {r for s in kin for r in schemata[s].get("required", [])}
        assert set(entity["properties"]) <= set(properties), (entity, set(properties))
        assert required <= set(entity["properties"]), entity
        for name, values in entity["properties"].items():
            assert values and all(isinstance(v, str) and v for v in values), entity
            if properties[name].get("type") == "entity":
                assert all(v[:1] == "e" for v in values), entity


main(*sys.argv[1:4], sys.argv[4] if len(sys.argv) > 4 else None)
