"""seizures.py PROGRAM SAMPLES - the loads of samples/make_seizures.py, ranked by the weight of the
findings that cite them: at least LEAST of the seized ones are in the top 5 % of all consignments, and no
honest load is in a wildlife finding of weight 1 or more unless its two parties also sent a seized one.
The table of samples/seizures.md, which explains the worst four, must be what comes out; with --write it
is written there."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

LEAST = 12
SIGNS = {"low_value": "low value", "high_weight": "high weight", "new_relation": "new relation", "shell": "thin firm"}
program, samples = sys.argv[1:3]
page = Path(samples) / "seizures.md"
sys.path.insert(0, samples)
sys.dont_write_bytecode = True
import make_seizures  # noqa: E402


def run(*args):
    done = subprocess.run([program, *args], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{args}: status {done.returncode}: {done.stderr[-500:]}")


def report_of(case, work):
    run("report", "--quiet", case, "--format", "json", "-o", f"{work}/report.json")
    return json.loads((Path(work) / "report.json").read_text())


def cited(finding):
    return {d["number"] for d in finding["documents"] if d["kind"] == "shipment"}


def weights(report):
    weight = {}
    for finding in report["findings"]:
        for load in cited(finding):
            weight[load] = weight.get(load, 0) + finding["weight"]
    return weight


def first(weight, report):
    """The top 5 % of all consignments, of those that findings cite."""
    ranked = sorted(weight, key=lambda load: (-weight[load], load))
    return ranked[:report["summary"]["documents"]["shipment"] // 20]


def table(seized, report, weight, top):
    """One row for each seizure, the best first."""
    seen = {load: set() for load in seized}
    for finding in report["findings"]:
        for load in cited(finding) & set(seized):
            seen[load] |= {SIGNS[m["name"]] for m in finding["measures"] if m["name"] in SIGNS}
            seen[load] |= {"earlier seizure"} if finding["detector"] == "iwt.seizure_link" else set()
    rows = ["| seized | goods, way | rank | weight | told by |", "| --- | --- | --- | --- | --- |"]
    for load in sorted(seized, key=lambda load: (-weight.get(load, 0), load)):
        where, day = seized[load]
        _, _, ports, goods, *_ = next(s for s in make_seizures.SEIZURES if s[:2] == (where, day))
        rank = top.index(load) + 1 if load in top else "-"
        rows.append(f"| {where}, {day} | {goods}, {' '.join(p[:2] for p in ports.split())} | {rank} | "
                    f"{weight.get(load, 0):.1f} | {', '.join(sorted(seen[load])) or 'nothing'} |")
    return "\n".join(rows)


with tempfile.TemporaryDirectory() as work:
    seized = make_seizures.make(Path(work) / "documents")
    case = f"{work}/out/case.db"
    run("run", "--quiet", "-o", f"{work}/out", f"{work}/documents")
    report = report_of(case, work)
    run("analyze", "--quiet", "--set", "iwt.cover_load.odd=0", case)
    wider = report_of(case, work)

weight, wrong = weights(report), []
top = first(weight, report)
for finding in report["findings"]:
    if finding["detector"].startswith("iwt.") and finding["weight"] >= 1 and not cited(finding) & set(seized):
        wrong.append(f"{finding['detector']} of honest loads {sorted(cited(finding))}: {finding['explanation']}")
missed = [f"{where} {day}" for load, (where, day) in seized.items() if load not in top]
found = len(seized) - len(missed)
more = sum(load in first(weights(wider), wider) for load in seized)
text = (f"{found} of {len(seized)} are among the {len(top)} consignments that findings cite, of {report['summary']['documents']['shipment']}; "
        f"{more} with `iwt.cover_load.odd` 0.\n\n{table(seized, report, weight, top)}")
print(text)
if found < LEAST:
    wrong.append(f"fewer than {LEAST} of the seized loads are in the top 5 %")
old = page.read_text()
begin, end = "<!-- written by tests/golden/seizures.py -->\n", "\n<!-- end -->"
new = old[:old.index(begin) + len(begin)] + text + old[old.index(end):]
if "--write" in sys.argv:
    page.write_text(new)
elif new != old:
    wrong.append("samples/seizures.md is not what comes out: python3 tests/golden/seizures.py PROGRAM samples --write")
print("\n".join(wrong))
sys.exit(bool(wrong))
