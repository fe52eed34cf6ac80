"""fatf2006.py PROGRAM SAMPLES - the case studies of samples/make_fatf2006.py: each detector of EXPECT names
its party, and no finding names a party of the honest trade around them."""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

program, samples = sys.argv[1:]
sys.path.insert(0, samples)
sys.dont_write_bytecode = True
import make_fatf2006  # noqa: E402

with tempfile.TemporaryDirectory() as work:
    make_fatf2006.make(Path(work) / "documents")
    done = subprocess.run([program, "run", "--quiet", "-o", f"{work}/out", f"{work}/documents"],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"status {done.returncode}: {done.stderr[-500:]}")
    report = json.loads((Path(work) / "out/report.json").read_text())
names = {e["id"]: e["name"] for e in report["entities"]}
found = [(f["detector"], {names[e["id"]] for e in f["entities"]}) for f in report["findings"]]
wrong = [f"case {case}: no {detector} that names {party}"
         for case, detector, party in make_fatf2006.EXPECT
         if not any(d == detector and party in who for d, who in found)]
honest = re.compile("(" + "|".join(g.title() for g in make_fatf2006.GOODS) + r") (Works|Trading) \d+")
wrong += [f"{d} names {p}" for d, who in found for p in sorted(who) if honest.fullmatch(p)]
print("\n".join(wrong) or f"{len(make_fatf2006.EXPECT)} expected, {len(found)} findings")
sys.exit(bool(wrong))
