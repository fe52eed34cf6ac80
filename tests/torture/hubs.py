#!/usr/bin/python3
"""hubs.py - what must not run away: one seller and one buyer with very many documents, equal amounts of
one day, one number on everything.  Each ends in time, whatever the number of threads says the same,
and what was not tried is told.

TT names the program, DOCUMENTS how many documents a world has (100000), SECONDS how long matching may
take (600).  A smaller one runs as tests/golden/check_hubs.sh.  Ends with "N passed, N failed".
"""
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TT = os.environ.get("TT") or str(ROOT / "build/tradetrace")
DOCUMENTS = int(os.environ.get("DOCUMENTS") or 100_000)
SECONDS = float(os.environ.get("SECONDS") or 600)
LIMIT = 5  # d_break.type
INVOICE = ("invoice_number,issue_date,seller_name,seller_country,buyer_name,buyer_country,currency,"
           "line_number,description,hs_code,quantity,unit,line_amount,invoice_total\n")
PAYMENT = ("payment_id,value_date,payer_name,payer_country,payee_name,payee_country,amount,currency,"
           "remittance_information\n")
SHIPMENT = ("transport_document,document_type,on_board_date,shipper_name,shipper_country,"
            "consignee_name,consignee_country,port_of_loading,port_of_discharge,container_number,"
            "description,hs_code,quantity,unit,invoice_number\n")
SELLER, BUYER = "Zephyr Nuts GmbH,DE", "Borealis Foods LLC,AE"


def money(rng, equal):
    cents = 1_000_000 if equal else rng.randint(100_000, 90_000_000)
    return f"{cents // 100}.{cents % 100:02d}"


def write(folder, sort, n):
    """n documents of one seller and one buyer: hub, equal, one_number."""
    rng = random.Random(5)
    equal, number = sort == "equal", "4711-2023" if sort == "one_number" else ""
    rows = [INVOICE], [PAYMENT], [SHIPMENT]
    for i in range(n // 3):
        day = date(2024, 1, 5) if equal else date(2023, 1, 1) + timedelta(rng.randrange(700))
        due, kilos = money(rng, equal), 1000 if equal else rng.randint(100, 99_999)
        rows[0].append(f"INV-{100_000 + i * 7},{day},{SELLER},{BUYER},USD,1,cashew kernels,080132,"
                       f"{kilos},KGM,{due},{due}\n")
        paid = due if rng.random() < 0.7 else money(rng, equal)
        rows[1].append(f"P{i},{day + timedelta(35)},{BUYER},{SELLER},{paid},USD,CONTRACT {number}\n")
        rows[2].append(f"BL{900_000 + i},house_bl,{day + timedelta(8)},{SELLER},{BUYER},DEHAM,AEJEA,"
                       f"{'MSCU1234566' if number else ''},cashew kernels,080132,"
                       f"{1000 if equal else rng.randint(100, 99_999)},KGM,{number}\n")
    if number:
        rows[0].append(f"{number},2023-01-02,{SELLER},{BUYER},USD,1,cashews,080132,9,KGM,90.00,90.00\n")
    for name, lines in zip(("invoices", "payments", "shipments"), rows):
        (folder / f"{name}.csv").write_text("".join(lines), encoding="utf-8")


def told(report):
    """What the report says of matching that was not tried."""
    notes = json.loads(report.read_text(encoding="utf-8"))["completeness"]
    return {c["what"] for c in notes if c["what"].startswith("match: ")}


def results(case):
    db = sqlite3.connect(case)
    return [db.execute(f"SELECT * FROM {t}").fetchall() for t in ("d_pairing", "d_break")]


def check(sort, folder):
    """None, or what is wrong."""
    records, got = folder / "records", []
    records.mkdir(parents=True)
    write(records, sort, DOCUMENTS)
    for threads in "1", "3":
        case = folder / f"{threads}.case"
        subprocess.run([TT, "ingest", "-q", case, records], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([TT, "match", "-q", "--threads", threads, case], check=True, timeout=SECONDS,
                       stdout=subprocess.DEVNULL)
        got.append(results(case))
    if got[0] != got[1]:
        return "threads say something else"
    if not any(b[5] == LIMIT for b in got[0][1]):
        return "no document is told to have reached a limit"
    if sort != "equal" and len(got[0][0]) < DOCUMENTS // 10:
        return f"{len(got[0][0])} pairings"
    report = folder / "report.json"
    subprocess.run([TT, "analyze", "-q", case], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([TT, "report", case, "-o", report, "--format", "json"], check=True,
                   stdout=subprocess.DEVNULL)
    want = {"match: ways tried"}
    if sort == "one_number":
        want |= {"match: invoice number", "match: remittance text"}
    return None if want <= told(report) else f"completeness says {told(report)}"


def main():
    failed = 0
    sorts = "hub", "equal", "one_number"
    with tempfile.TemporaryDirectory() as name:
        for sort in sorts:
            try:
                wrong = check(sort, Path(name) / sort)
            except (subprocess.SubprocessError, OSError) as e:
                wrong = str(e)
            failed += wrong is not None
            print(f"{'ok     ' if wrong is None else 'FAILED '} {sort}, {DOCUMENTS} documents"
                  + (f": {wrong}" if wrong else ""))
    print(f"{len(sorts) - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
