"""formats.py REPORT_JSON FOLDER SCHEMA - report.html, .ndjson, .csv, .md, .inputs in FOLDER say what report.json says."""
import base64
import csv
import hashlib
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import jsonschema

VOID = {"br", "link", "meta", "input"}
# Everything that the page is made of: a tag or attribute that is not here came from somewhere else.
TAGS = set("""a article bdi body br button circle code dd details div dl dt figcaption figure footer g h1 h2 h3 h4 h5
head header html input label li link main meta nav ol option output p path rect script section select span style
summary svg table tbody td text th thead title tr tspan ul""".split())
ATTRIBUTES = set("""aria-hidden aria-keyshortcuts aria-label autocomplete charset class content cx cy d data-detector
data-edge data-from data-node data-syndicate data-to data-weight height hidden href http-equiv id inputmode lang max
min name open r rel role rx scope spellcheck step stroke-width type value viewbox width x y""".split())


class Page(HTMLParser):
    """Tags that open and close, ids, links, and the text of each element that has an id."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.raw, self.policy = [], {}, [], {}, None
        self.words, self.level = [], 0

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        assert {a for a, _ in attrs} <= ATTRIBUTES, attrs
        attrs = dict(attrs)
        if re.fullmatch("h[1-6]", tag):  # a reader that jumps by heading misses no level
            assert int(tag[1]) <= self.level + 1, (tag, self.level)
            self.level = int(tag[1])
        if "id" in attrs:
            assert attrs["id"] not in self.ids, attrs["id"]
            self.ids[attrs["id"]] = len(self.words)
        if "href" in attrs:
            self.links.append(attrs["href"])
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        if tag not in VOID:
            self.open.append((tag, attrs.get("id")))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, (tag, self.open[-3:])
        self.open.pop()

    def handle_data(self, data):
        tag, name = self.open[-1] if self.open else (None, None)
        if tag in ("style", "script"):
            self.raw[name or tag] = self.raw.get(name or tag, "") + data
        else:
            self.words.append(data)


def digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def check_html(text, report):
    page = Page()
    page.feed(text)
    page.close()
    assert not page.open, page.open
    for link in page.links:
        assert link == "data:," or link[:1] == "#" and link[1:] in page.ids, link
    assert page.policy == ("default-src 'none'; style-src " + digest(page.raw["style"]) + "; script-src "
                           + digest(page.raw["script"]) + "; img-src data:; base-uri 'none'; form-action 'none'")
    for part in ("syndicates", "findings"):
        for thing in report[part]:
            assert thing["id"] in page.ids, thing["id"]
    named = {e["id"] for part in ("syndicates", "findings") for t in report[part] for e in t["entities"]}
    assert named == {i for i in page.ids if re.fullmatch("e[0-9a-f]{32}", i)}
    words = re.sub(r"\s+", " ", " ".join(page.words))
    squeezed = re.sub(r"\s", "", words)
    for f in report["findings"]:
        for says in (f["title"], f["explanation"], *f["next_steps"], *(t["detail"] for t in f["counter_evidence"])):
            assert re.sub(r"\s", "", says) in squeezed, says
        for d in f["documents"]:
            assert re.sub(r"\s", "", f"{d['source']['file']} line {d['source']['line']}") in squeezed, d
    for i in report["run"]["inputs"]:
        assert i["file"] in words and i["sha256"] in words
    assert report["run"]["parameters_sha256"] in words
    # The flows of the data block: each edge has as many as it says, in time order.
    data = json.loads(page.raw["data"])
    assert len(data) == len(report["syndicates"])
    for net, syndicate in zip(data, report["syndicates"]):
        assert len(net["nodes"]) == len({e["id"] for e in syndicate["entities"]})
        for edge in net["edges"]:
            assert edge["n"] == len(edge["flows"]) > 0
            assert [f[0] for f in edge["flows"]] == sorted(f[0] for f in edge["flows"])


def check_ndjson(text, report, schema):
    defs = {"$defs": schema["$defs"]}
    kinds = {name: {**defs, **schema["properties"][name]} for name in ("run", "summary", "deals", "data_quality", "wildlife")}
    kinds.update({name: {**defs, **schema["$defs"][name]} for name in ("syndicate", "finding", "entity")})
    kinds["completeness"] = {**defs, **schema["properties"]["completeness"]["items"]}
    got = {"report": [], **{name: [] for name in kinds}}
    for line in text.splitlines():
        thing = json.loads(line)
        assert next(iter(thing)) == "object"
        got[thing.pop("object")].append(thing)
    for name, validator in kinds.items():
        for thing in got[name]:
            jsonschema.Draft202012Validator(validator).validate(thing)
    assert got["report"] == [{"schema_version": report["schema_version"], "tool": report["tool"]}]
    for name in ("run", "summary", "deals", "data_quality", "wildlife"):
        assert got[name] == [report[name]], name
    for name, part in (("syndicate", "syndicates"), ("finding", "findings"), ("entity", "entities"),
                       ("completeness", "completeness")):
        assert got[name] == report[part], name


def check_csv(path, report):
    with open(path, newline="", encoding="utf-8-sig") as f:
        rows = list(csv.DictReader(f))
    assert [r["id"] for r in rows] == [f["id"] for f in report["findings"]]
    for row, f in zip(rows, report["findings"]):
        assert row["explanation"] == f["explanation"] and row["syndicate"] == (f["syndicate"] or "")
        assert float(row["weight"]) == f["weight"]
        assert row["entity_ids"] == "; ".join(e["id"] for e in f["entities"])
        assert row["value_shift"] == (f["value_shift"] or {}).get("amount", "")


def check_inputs(path, text, report):
    """Each sum of an input is in the table and in the Markdown."""
    with open(path, newline="", encoding="utf-8-sig") as f:
        rows = list(csv.DictReader(f))
    want = []
    for i in report["run"]["inputs"]:
        sums = i.get("sums") or [None]
        want += [(i["sha256"], str(i["read"]), s["currency"] if s else "", s["amount"] if s else "") for s in sums]
        line = next(l for l in text.splitlines() if f"`{i['sha256']}` |" in l)
        assert all(f"{s['currency']} {s['amount']}" in line for s in sums if s), line
    assert [(r["sha256"], r["read"], r["currency"], r["sum"]) for r in rows] == want


def main(report_path, folder, schema_path):
    report = json.loads(Path(report_path).read_text(encoding="utf-8"))
    schema = json.loads(Path(schema_path).read_text(encoding="utf-8"))
    folder = Path(folder)
    check_html((folder / "report.html").read_text(encoding="utf-8"), report)
    check_ndjson((folder / "report.ndjson").read_text(encoding="utf-8"), report, schema)
    check_csv(folder / "report.csv", report)
    text = (folder / "report.md").read_text(encoding="utf-8")
    check_inputs(folder / "report.inputs", text, report)
    assert [f"`{f['id']}`" in text for f in report["findings"]] == [True] * len(report["findings"])
    print(f"{len(report['findings'])} findings in six formats")


main(*sys.argv[1:])
