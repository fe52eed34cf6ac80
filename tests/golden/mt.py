"""mt.py TRADETRACE PAYMENTS - statements and payments in SWIFT MT, against two other readings of them.

PAYMENTS/mt940 has test files of the mt940 library beside what it makes of them (YAML); PAYMENTS/prowide-core-mt has
messages, which are read here with regular expressions.  Each file goes into a case of its own: counts, amounts,
currencies, days, directions, references, names and accounts must agree, but for what is listed in GAPS.
"""
import re
import sqlite3
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import yaml

# Where the other reading is not ours, and why.
GAPS = {
    # ?60 goes on with the text of ?29; the library keeps it apart.  Here ?29 is not there.
    ("self-provided/details_60-63.sta", "reference"),
}


def construct(loader, suffix, node):
    if "Date" in suffix and isinstance(node, yaml.SequenceNode):
        raw = loader.construct_sequence(node, deep=True)[0]
        if isinstance(raw, bytes):
            return f"{raw[0] * 256 + raw[1]:04d}-{raw[2]:02d}-{raw[3]:02d}"
        return raw
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node, deep=True)
        return Decimal(values[0]) if "Decimal" in suffix else values
    return loader.construct_scalar(node)


class Loader(yaml.SafeLoader):
    pass


Loader.add_multi_constructor("tag:yaml.org,2002:python/", construct)


def packed(text):
    return re.sub(r"\s", "", text or "")


def rows_of(program, path):
    """Rows of a file in the order of the file, and how many were read, loaded and rejected."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.db"
        done = subprocess.run([program, "ingest", str(case), str(path)], capture_output=True)
        if done.returncode not in (0, 3):  # 3: all of it was rejected
            sys.exit(f"{path.name}: {done.stderr.decode()}")
        db = sqlite3.connect(case)
        db.row_factory = sqlite3.Row
        rows = [dict(r) for r in db.execute("SELECT * FROM payment ORDER BY source_offset, row_id")]
        counts = db.execute("SELECT sum(n_read), sum(n_loaded), sum(n_rejected) FROM source").fetchone()
        db.close()
        return rows, tuple(n or 0 for n in counts)


class Report:
    def __init__(self):
        self.checked, self.bad = {}, []

    def check(self, where, what, got, want):
        self.checked[what] = self.checked.get(what, 0) + 1
        if got != want:
            self.bad.append(f"{where}: {what} is {got!r}, not {want!r}")


def owner(account):
    account = packed(account).split("/")[-1]
    return re.sub(r"(?<=\d)(EUR|USD|PLN)$", "", account) if len(account) > 8 else account


def check_entry(report, where, name, row, want, own):
    data, amount = want["data"], want["data"]["amount"]
    if amount.get("currency"):
        report.check(where, "amount", Decimal(row["amount"] or 0), abs(amount["amount"]))
        report.check(where, "currency", row["currency"], amount["currency"])
    report.check(where, "day", row["value_date"], data["date"])
    pays = data["status"] in ("D", "RC")
    side, other = ("payer", "payee") if pays else ("payee", "payer")
    if own:
        report.check(where, "owner", row[side + "_account"], own)
    e2e, bank = packed(data.get("end_to_end_reference")), packed(data.get("bank_reference"))
    if e2e and e2e not in ("NONREF", "NOTPROVIDED"):
        # What is behind MTLG: is not of the reference.
        if (name, "reference") not in GAPS:
            report.check(where, "reference", packed(row["payment_id"]), e2e.split("MTLG:")[0])
    elif bank and not data.get("transaction_details", "").startswith("/EREF/"):
        report.check(where, "reference", packed(row["payment_id"]), bank)
    if data.get("applicant_name") and (name, "name") not in GAPS:
        told = packed(data["applicant_name"]) + packed(data.get("recipient_name"))
        report.check(where, "name", packed(row[other + "_name"]), told)
    if data.get("gvc_applicant_iban"):
        report.check(where, "account", row[other + "_account"], packed(data["gvc_applicant_iban"]))


def check_statements(report, program, folder):
    for path in sorted(folder.rglob("*.sta")):
        expected = path.with_suffix(".yml")
        if not expected.exists():
            continue
        name = str(path.relative_to(folder))
        # Each entry refers back to its list: a ring that no tree can hold.
        tree = re.sub(r"(?m)^ *transactions: \*id\d+$", "", expected.read_text(encoding="utf-8"))
        want = yaml.load(tree, Loader)
        rows, counts = rows_of(program, path)
        entries = want["transactions"]
        report.check(name, "rejected", counts[2], 0)
        report.check(name, "entries", len(rows), len(entries))
        accounts = {owner(a) for a in re.findall(r"(?m)^:25P?:(.*?)\r?$", path.read_text("latin-1"))}
        for i, (row, entry) in enumerate(zip(rows, entries)):
            own = accounts.copy().pop() if len(accounts) == 1 else None
            check_entry(report, f"{name} #{i + 1}", name, row, entry, own)


def field(body, tag):
    m = re.search(r"(?ms)^:" + tag + r":(.*?)(?=^:\d\d[A-Z]?:|^-\}|-\}|\Z)", body)
    return m.group(1).replace("\r", "").replace("\\\n", "\n").strip() if m else None


def party(text, letter):
    """Account and name of a party, as the standard has its lines."""
    if text is None:
        return None, None
    lines = text.split("\n")
    account = None
    if lines[0].startswith("/"):
        account = packed(lines.pop(0).lstrip("/"))
        account = re.sub(r"^[CD]/", "", account)
        account = None if account == "-" else account
    if lines and letter == "F":
        return account, packed("".join(x[2:] for x in lines if x.startswith("1/")))
    return account, packed(lines[0]) if lines else None


def messages(text):
    for m in re.finditer(r"\{2:[IO](\d{3})[^}]*\}(.*?)(?=\{1:|\Z)", text, re.S):
        yield m.group(1), m.group(2)


def check_payments(report, program, folder):
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".fin", ".rje", ".txt") or path.name == "LICENSE.txt":
            continue
        name, text = path.name, path.read_text("utf-8")
        found = [(t, b) for t, b in messages(text) if "{4:{1:" not in text]
        rows, counts = rows_of(program, path)
        if any(t in ("940", "942", "950") for t, _ in found):
            entries = len(re.findall(r"(?m)^:61:", text))
            report.check(name, "entries", len(rows), entries)
            continue
        read = [(t, b) for t, b in found if t in ("103", "202", "205") and re.search(r"(?m)^:\d\d", b)]
        report.check(name, "messages", len(rows), len(read))
        report.check(name, "sum", counts[0], counts[1] + counts[2])
        report.check(name, "rejected", counts[2], max(1, len(found)) - len(read))
        for i, (row, (kind, body)) in enumerate(zip(rows, read)):
            check_payment(report, f"{name} #{i + 1}", row, kind, body)


def check_payment(report, where, row, kind, body):
    uetr = re.search(r"\{121:([^}]*)\}", body)
    report.check(where, "reference", row["payment_id"], uetr.group(1) if uetr else field(body, "20"))
    money = re.match(r"(\d\d)(\d\d)(\d\d)([A-Z]{3})([\d,]+)", field(body, "32A") or "")
    if money:
        year = ("19" if money.group(1) >= "80" else "20") + money.group(1)
        report.check(where, "day", row["value_date"], f"{year}-{money.group(2)}-{money.group(3)}")
        report.check(where, "currency", row["currency"], money.group(4))
        report.check(where, "amount", Decimal(row["amount"]), Decimal(money.group(5).replace(",", ".").rstrip(".")))
    for side, tag in (("payer", "5[02]" if kind == "103" else "52"), ("payee", "59" if kind == "103" else "58")):
        tag = "50" if (side, kind) == ("payer", "103") else tag
        letter = re.search(r"(?m)^:" + tag + r"([A-Z]?):", body)
        if not letter:
            continue
        account, who = party(field(body, tag + letter.group(1)), letter.group(1))
        if not (account or "").startswith("/") and kind == "103":
            report.check(where, side + " account", row[side + "_account"], account)
        report.check(where, side, packed(row[side + "_name"]), who)


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    report = Report()
    for part, check in (("mt940/mt940_tests", check_statements), ("prowide-core-mt", check_payments)):
        if (folder / part).is_dir():
            check(report, program, folder / part)
        else:
            print(f"skipped: no {part}")
    for what, n in sorted(report.checked.items()):
        print(f"{n:5d} {what}")
    print("\n".join(report.bad))
    return 1 if report.bad else 0


sys.exit(main())
