"""What the oracles share: looking into a document by local names, and comparing with a case file.

An oracle reads documents with another library, from what the standard says of its elements, and gives
the rows that must come of them.  `Oracle.run` ingests each file into a case of its own and compares
row by row, field by field; it prints files, documents, rows, values and differences.
"""
import re
import sqlite3
import subprocess
import sys
import tempfile
from decimal import Decimal, ROUND_HALF_EVEN
from pathlib import Path

KINDS = ("invoice", "shipment", "declaration")
UNREAD = "document type that is not read"


# ---- looking into a document --------------------------------------------------------------------

def local(e):
    return e.tag.rsplit("}", 1)[-1] if isinstance(e.tag, str) else ""


def kids(e, path):
    """All elements on a path of local names."""
    found = [e] if e is not None else []
    for step in path.split("/"):
        found = [c for f in found for c in f if local(c) == step]
    return found


def first(e, *paths):
    return next((k for p in paths for k in kids(e, p)), None)


def clean(text):
    return re.sub(r"[ \n\r\t]*[\n\r\t][ \n\r\t]*", " ", (text or "").strip()) or None


def text(e, *paths):
    """The first text that is not blank."""
    return next((t for p in paths for t in map(lambda k: clean(k.text), kids(e, p)) if t), None)


def told(*texts):
    """All texts, but none that another one holds."""
    out = None
    for t in texts:
        if t and (not out or out.lower() in t.lower()):
            out = t if not out or len(t) > len(out) else out
        elif t and t.lower() not in out.lower():
            out = f"{out}, {t}"
    return out


def described(e, *paths):
    return told(*(text(e, p) for p in paths))


def joined(*parts):
    """An address: street, more of it, "postcode city", region."""
    return ", ".join(p for p in parts if p) or None


def number(value):
    try:
        return Decimal(value)
    except Exception:  # absent, or no number
        return None


def per_one(price, base):
    """A price for one unit, from a price for `base` units."""
    if price is None or not base or base <= 0:
        return price
    return (price / base).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def squeezed(value):
    return (value or "").replace(" ", "") or None


def line_numbers(ids):
    """The numbers of lines: what is written where it grows, else the one after the last."""
    last, out = 0, []
    for i in ids:
        n = int(i) if i and i.isascii() and i.isdigit() else 0
        last = n if n > last else last + 1
        out.append(last)
    return out


# ---- comparing with a case file -----------------------------------------------------------------

def same(want, have):
    if isinstance(want, (Decimal, int)):
        return have is not None and Decimal(str(want)) == Decimal(str(have))
    return want == have


class Oracle:
    """of_file(path) gives {kind: [row]}, the reasons of the rejects, and how many documents there are.

    The reasons are a list, or a set where it is not said how many rows a document has that is not read.
    """

    def __init__(self, tt, form, of_file):
        self.tt, self.form, self.of_file = tt, form, of_file
        self.counts = dict.fromkeys(["files", "documents", *KINDS, "rejects", "values", "differences"], 0)

    def differs(self, path, what):
        self.counts["differences"] += 1
        print(f"{path.name}: {what}")

    def compare(self, path, kind, want, have):
        if len(want) != len(have):
            self.differs(path, f"{len(have)} rows of {kind}, not {len(want)}")
            return
        self.counts[kind] += len(want)
        for i, (a, b) in enumerate(zip(want, have), 1):
            for field, value in a.items():
                self.counts["values"] += 1
                if not same(value, b[field]):
                    self.differs(path, f"{kind} {i}: {field} is {b[field]!r}, not {value!r}")

    def check(self, path, case):
        want, reasons, documents = self.of_file(path)
        self.counts["files"] += 1
        self.counts["documents"] += documents
        case.unlink(missing_ok=True)
        subprocess.run([self.tt, "ingest", "--quiet", "--format", self.form, str(case), str(path)],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        db = sqlite3.connect(case)
        db.row_factory = sqlite3.Row
        rejects = [r for (r,) in map(tuple, db.execute("SELECT reason FROM flaw WHERE lost = 'record'"))]
        self.counts["rejects"] += len(rejects)
        if (set(rejects) != reasons) if isinstance(reasons, set) else sorted(rejects) != sorted(reasons):
            self.differs(path, f"rejected: {rejects}, not {reasons}")
        for kind in KINDS:
            self.compare(path, kind, want.get(kind, []), db.execute(f"SELECT * FROM {kind} ORDER BY row_id").fetchall())
        db.close()

    def run(self, folders, *suffixes):
        """@return the exit status: 1 when something differs or there was nothing to compare."""
        with tempfile.TemporaryDirectory() as name:
            for path in sorted(p for f in folders for p in Path(f).rglob("*") if p.suffix.lower() in suffixes):
                self.check(path, Path(name) / "case.db")
        print(", ".join(f"{v} {k}" for k, v in self.counts.items()))
        return 1 if self.counts["differences"] or not self.counts["values"] else 0


def main(form, of_file, *suffixes):
    sys.exit(Oracle(sys.argv[1], form, of_file).run(sys.argv[2:], *suffixes))
