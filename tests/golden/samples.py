"""samples.py PROGRAM FOLDER... - each folder of samples/detect against its expect.json.

    {"detector": "price.over_invoicing",
     "config":    {...},                                  optional, given as --config
     "found":     [{"documents": ["INV-1"], "entities": ["Acme Ltd"]}],
     "not_found": {"INV-7": "why it looks alike and is honest"}}

Tables in its folder `reference` are given as --reference.

The detector gives as many findings as are listed; each listed one has a finding of its own that names
all its documents and exactly its entities; no finding of the detector names a document of not_found.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import copy2


def findings(program, folder, expect, work):
    """The findings of the detector as (set of document numbers, set of entity names)."""
    documents = work / "documents"
    documents.mkdir()
    for file in folder.iterdir():
        if file.name not in ("expect.json", "README.md", "reference"):
            copy2(file, documents)
    command = [program, "run", "-o", str(work / "out"), str(documents)]
    if (folder / "reference").is_dir():
        command += ["--reference", str(folder / "reference")]
    if "config" in expect:
        (work / "config.json").write_text(json.dumps(expect["config"]))
        command += ["--config", str(work / "config.json")]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise ValueError(f"status {done.returncode}: {done.stderr[-500:]}")
    report = json.loads((work / "out/report.json").read_text())
    names = {e["id"]: e["name"] for e in report["entities"]}
    return [({d["number"] for d in f["documents"]}, {names[e["id"]] for e in f["entities"]})
            for f in report["findings"] if f["detector"] == expect["detector"]]


def judge(program, folder):
    """What is wrong with the sample, as lines."""
    expect = json.loads((folder / "expect.json").read_text())
    unknown = set(expect) - {"detector", "config", "found", "not_found"}
    if unknown:
        return [f"unknown keys {sorted(unknown)}"]
    if len(expect["not_found"]) < 1:
        return ["no near miss"]
    with tempfile.TemporaryDirectory() as work:
        got = findings(program, folder, expect, Path(work))
    wrong = []
    if len(got) != len(expect["found"]):
        wrong.append(f"{len(got)} findings, not {len(expect['found'])}: {got}")
    left = list(got)
    for want in expect["found"]:
        hit = next((g for g in left if set(want["documents"]) <= g[0] and
                    set(want.get("entities", g[1])) == g[1]), None)
        if hit:
            left.remove(hit)
        else:
            wrong.append(f"not found: {want}")
    for number, why in expect["not_found"].items():
        if any(number in documents for documents, _ in got):
            wrong.append(f"found '{number}', which is honest: {why}")
    return wrong


def main(program, folders):
    bad = 0
    for folder in sorted(Path(f) for f in folders):
        try:
            wrong = judge(program, folder)
        except (OSError, ValueError, KeyError) as e:
            wrong = [f"{type(e).__name__}: {e}"]
        for line in wrong:
            print(f"{folder.name}: {line}")
        bad += bool(wrong)
    return 1 if bad else 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
