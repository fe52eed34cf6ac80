"""seizures.py PROGRAM SAMPLES - the loads of samples/make_seizures.py, ranked by the weight of the
findings that cite them: at least LEAST of the seized ones are in the top 5 % of all consignments, and no
honest load is in a wildlife finding of weight 1 or more unless its two parties also sent a seized one."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

LEAST = 12
program, samples = sys.argv[1:]
sys.path.insert(0, samples)
sys.dont_write_bytecode = True
import make_seizures  # noqa: E402

with tempfile.TemporaryDirectory() as work:
    seized = make_seizures.make(Path(work) / "documents")
    done = subprocess.run([program, "run", "--quiet", "-o", f"{work}/out", f"{work}/documents"],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"status {done.returncode}: {done.stderr[-500:]}")
    report = json.loads((Path(work) / "out/report.json").read_text())

weight, wrong = {}, []
for f in report["findings"]:
    loads = {d["number"] for d in f["documents"] if d["kind"] == "shipment"}
    for load in loads:
        weight[load] = weight.get(load, 0) + f["weight"]
    if f["detector"].startswith("iwt.") and f["weight"] >= 1 and not loads & set(seized):
        wrong.append(f"{f['detector']} of honest loads {sorted(loads)}: {f['explanation']}")
ranked = sorted(weight, key=lambda load: (-weight[load], load))
top = ranked[:report["summary"]["documents"]["shipment"] // 20]
missed = [f"{where} {day}" for load, (where, day) in seized.items() if load not in top]
print(f"{len(seized) - len(missed)} of {len(seized)} in the first {len(top)}; not: {', '.join(missed) or 'none'}")
if len(seized) - len(missed) < LEAST:
    wrong.append(f"fewer than {LEAST} of the seized loads are in the top 5 %")
print("\n".join(wrong))
sys.exit(bool(wrong))
