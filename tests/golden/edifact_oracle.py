"""UN/EDIFACT read a second time, from ISO 9735 and the message descriptions: what must be in the case file.

usage: edifact_oracle.py TRADETRACE FILE...

Plain and slow on purpose: an interchange is split with regular expressions, and each value is looked up where the
directory has it.  Only files whose separators are those of the standard or of one UNA at their start.
"""
import datetime
import os
import re
import sqlite3
import subprocess
import sys
from decimal import Decimal


def segments(data):
    """[[tag, [component...], ...], ...]; one list for each segment."""
    comp, elem, rel, term = ":", "+", "?", "'"
    if data.startswith("UNA"):
        comp, elem, rel, term = data[3], data[4], data[6], data[8]
        data = data[9:]
    data = data.replace("\r", "").replace("\n", "")

    def split(text, sep):
        return re.findall(rf"((?:{re.escape(rel)}.|[^{re.escape(sep + rel)}])*)(?:{re.escape(sep)}|$)", text)

    out = []
    for raw in split(data, term):
        if raw.strip():
            parts = [[re.sub(rf"{re.escape(rel)}(.)", r"\1", c).strip() for c in strip(split(e, comp))]
                     for e in strip(split(raw.strip(), elem))]
            out.append([parts[0][0]] + parts[1:])
    return out


def strip(found):
    """findall gives one empty match more, at the end."""
    return found[:-1] if len(found) > 1 and found[-1] == "" else found


def messages(segs):
    now = None
    for s in segs:
        if s[0] == "UNH":
            now = []
        if now is not None:
            now.append(s)
        if s[0] == "UNT":
            yield now
            now = None


def get(s, e, c=1):
    return s[e][c - 1] if len(s) > e and len(s[e]) >= c else ""


def number(text):
    return Decimal(text.replace(",", ".")) if text else None


def first(segs, tag, qual, e=1, c=2):
    return next((get(s, e, c) for s in segs if s[0] == tag and get(s, 1) == qual), "")


def day(text):
    return ((datetime.date(int(text[:4]), int(text[4:6]), int(text[6:8])) - datetime.date(1970, 1, 1)).days
            if len(text) >= 8 else None)


def invoic(m):
    """(number, day, currency, line, net amount, quantity) of each line."""
    head = m[:next(i for i, s in enumerate(m) if s[0] == "LIN")]
    issued = first(head, "DTM", "137") or "20" + first(head, "DTM", "3")
    ccy = first(head, "CUX", "2")
    line = None
    rows = []
    for s in m:
        if s[0] == "LIN":
            line = [get(m[1], 2), day(issued), ccy, get(s, 1), None, None]
            rows.append(line)
        elif s[0] == "UNS":
            line = None
        elif line and s[0] == "MOA" and get(s, 1) == "203":
            line[4] = number(get(s, 1, 2))
        elif line and s[0] == "QTY" and get(s, 1) == "47":
            line[5] = number(get(s, 1, 2))
    return sorted(tuple(r) for r in rows)


KG = {"KGM": 1, "TNE": 1000}


def weight(s):
    return number(get(s, 3, 2)) * KG[get(s, 3)]


def is_gross(s):
    return s[0] == "MEA" and (get(s, 2) in ("G", "VGM") or (get(s, 2) == "" and get(s, 1) in ("WT", "VGM")))


def baplie(m):
    """(document, container, loading, discharge, gross) of each container."""
    voyage = next(get(s, 2) for s in m if s[0] == "TDT")
    rows, cell = [], []
    for s in m + [["LOC", ["147"]]]:
        if s[0] == "LOC" and get(s, 1) == "147":
            for e in (x for x in cell if x[0] == "EQD"):
                box = get(e, 2).replace(" ", "")
                bill = first(cell, "RFF", "BM")
                gross = next((weight(x) for x in cell if is_gross(x)), None)
                rows.append((bill if len(bill) > 1 else f"{box}/{voyage}", box, first(cell, "LOC", "9", 2, 1),
                             first(cell, "LOC", "11", 2, 1), gross))
            cell = []
        cell.append(s)
    return sorted(rows)


def consignments(m):
    """(document, loading, discharge, containers, gross, packages) of each consignment."""
    head = m[:next((i for i, s in enumerate(m) if s[0] == "CNI"), 0)]
    parts, now = [], []
    for s in m[len(head):]:
        if s[0] == "CNI" and now:
            parts.append(now)
            now = []
        now.append(s)
    parts.append(now)
    rows = []
    for p in parts:
        main, leg = [], ""
        for s in p:
            leg = get(s, 1) if s[0] == "TDT" else leg
            if leg in ("", "20"):
                main.append(s)
        goods = p[next(i for i, s in enumerate(p) if s[0] == "GID"):]
        document = get(p[1], 2) if get(p[1], 1) == "705" else first(p, "RFF", "BM")
        boxes = {get(s, 1) for s in goods if s[0] == "SGP"} or {get(s, 2) for s in goods if s[0] == "EQD"}
        gross, in_split = Decimal(0), False
        for s in goods:
            in_split = s[0] == "SGP" or (in_split and s[0] != "GID")
            gross += weight(s) if is_gross(s) and not in_split else 0
        packages = sum(int(get(s, 2)) for s in goods if s[0] == "GID")
        rows.append((document, first(main, "LOC", "9", 2, 1), first(main, "LOC", "11", 2, 1), tuple(sorted(boxes)), gross,
                     packages))
    return sorted(rows)


READ = {"INVOIC": invoic, "BAPLIE": baplie, "CUSCAR": consignments, "IFTMIN": consignments, "IFTMCS": consignments}


def expected(path):
    raw = open(path, "rb").read()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    want = {"invoic": [], "baplie": [], "consignments": []}
    unread = 0
    for m in messages(segments(text)):
        reader = READ.get(get(m[0], 2))
        if reader:
            want[reader.__name__] += reader(m)
        else:
            unread += 1
    return {k: sorted(v) for k, v in want.items()}, unread


def micro(v):
    return None if v is None else Decimal(v) / 1000000


def loaded(case, want):
    db = sqlite3.connect(case)
    have = {"invoic": [], "baplie": [], "consignments": []}
    scale = dict(db.execute("select code, scale from currency"))
    for n, d, ccy, line, amount, quantity in db.execute(
            "select invoice_number, issue_date, currency, line_number, line_amount, quantity from invoice_row"):
        have["invoic"].append((n, d, ccy, str(line), Decimal(amount) / scale[ccy], micro(quantity)))
    rows = db.execute("select transport_document, container_number, port_of_loading, port_of_discharge, gross_weight_kg,"
                      " package_count, line_number from shipment_row").fetchall()
    if want["baplie"]:
        have["baplie"] = [(d, b, p, q, micro(w)) for d, b, p, q, w, _, _ in rows]
    else:
        by = {}
        for d, b, p, q, w, n, _ in rows:
            c = by.setdefault(d, [p, q, set(), Decimal(0), 0])
            assert (p, q) == (c[0], c[1]), (d, p, q)
            c[2].add(b)
            c[3] += micro(w) or 0
            c[4] += n or 0
        have["consignments"] = [(d, c[0], c[1], tuple(sorted(c[2])), c[3], c[4]) for d, c in by.items()]
    unread = db.execute("select count(*) from flaw where reason = 'document type that is not read'").fetchone()[0]
    read, ok, rejected = db.execute("select n_read, n_loaded, n_rejected from source").fetchone()
    assert read == ok + rejected and rejected == unread, (read, ok, rejected, unread)
    return {k: sorted(v) for k, v in have.items()}, unread


def main(tt, paths):
    total = {}
    for n, path in enumerate(paths):
        case = f"case{n}.db"
        run = subprocess.run([tt, "ingest", "-q", case, path], capture_output=True, text=True)
        assert run.returncode in (0, 3), (path, run)  # 3: nothing but messages that are not read
        want = expected(path)
        have = loaded(case, want[0])
        assert have == want, f"{os.path.basename(path)}:\nread   {have}\nwanted {want}"
        for k, v in want[0].items():
            total[k] = total.get(k, 0) + len(v)
        total["unread"] = total.get("unread", 0) + want[1]
    print(f"{len(paths)} files: {total['invoic']} invoice lines, {total['baplie']} containers on board, "
          f"{total['consignments']} consignments, {total['unread']} messages that are not read")


main(sys.argv[1], sys.argv[2:])
