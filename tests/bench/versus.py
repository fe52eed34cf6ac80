#!/usr/bin/python3
"""Ingest against what else there is, in the same run, turn by turn; JSON lines and a verdict each.

    csv_ingest       2 million invoice lines of 20 columns, against `sqlite3 .import` of the same file
    csv_parties      2.5 million lines in which each party is a new one (5 million), against the same
    ubl_ingest       UBL invoices of about 5 KB, against Expat alone, which makes nothing of them

TT is the program; T picks a bench by a part of its name; ROWS, INVOICES and ROUNDS make a smaller
run.  Turns are interleaved, so that a busy machine is as busy for both; what is compared is the
best turn of each.  Inputs are made here from a fixed seed.  Nothing here decides about a change.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import timed  # noqa: E402

HERE = Path(__file__).resolve().parent
TT = os.environ.get("TT") or str(HERE.parents[1] / "build/tradetrace")
ROUNDS = int(os.environ.get("ROUNDS") or 3)
GOODS = ["frozen shrimp headless 20kg cartons", "cotton T-shirts assorted", "plastic scrap HDPE regrind",
         "cashew nuts W320 vacuum packed", "mobile phone parts LCD", "ceramic tiles 60x60",
         "used clothing bales", "steel billets 130mm"]
COUNTRIES = ["NL", "DE", "CN", "VN", "US", "AE", "NG", "BR"]


# ---- inputs -------------------------------------------------------------------------------------

def invoice_rows(path, rows, parties):
    """rows invoice lines, four to an invoice, of parties drawn at random; parties 0: each a new one."""
    rng = random.Random(7)
    with open(path, "w", encoding="utf-8") as f:
        f.write("invoice_number,issue_date,document_type,due_date,seller_name,seller_country,seller_id,"
                "seller_account,buyer_name,buyer_country,buyer_id,currency,line_number,description,hs_code,"
                "quantity,unit,unit_price,line_amount,transport_document\n")
        for i in range(rows):
            s, b = (rng.randrange(parties), rng.randrange(parties)) if parties else (2 * i, 2 * i + 1)
            g, q, p = rng.randrange(8), rng.randint(1, 900), rng.randint(100, 999999)
            n = i // 4 if parties else i
            f.write(f"INV-2024-{n:07d},2024-{i % 12 + 1:02d}-{i % 28 + 1:02d},invoice,"
                    f"2025-{i % 12 + 1:02d}-{i % 28 + 1:02d},Seller Trading Company {s} Ltd,{COUNTRIES[s % 8]},"
                    f"TAX{s:09d},NL91ABNA{s:010d},Buyer Import Export {b} GmbH,{COUNTRIES[b % 8]},VAT{b:09d},"
                    f"USD,{i % 4 + 1},{GOODS[g]} lot {g * 7},{300000 + g * 10011},{q},KGM,"
                    f"{p // 100}.{p % 100:02d},{q * p // 100}.{q * p % 100:02d},MAEU{n:09d}\n")


def ubl_party(role, i, country):
    """One side of an invoice."""
    name = f"{role} Trading and Shipping Company {i} Limited"
    return f"""  <cac:Accounting{role}Party><cac:Party>
    <cac:PartyIdentification><cbc:ID schemeID="0088">{5790000000000 + i}</cbc:ID></cac:PartyIdentification>
    <cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cbc:StreetName>Harbour Road {i % 90 + 1}</cbc:StreetName><cbc:CityName>Port {i % 40}</cbc:CityName>
      <cbc:PostalZone>{10000 + i % 80000}</cbc:PostalZone>
      <cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyTaxScheme><cbc:CompanyID>{country}{i:09d}</cbc:CompanyID>
      <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:Accounting{role}Party>
"""


def ubl_line(rng, k):
    """One line, and its amount in cents."""
    g, q, p = rng.randrange(8), rng.randint(1, 90), rng.randint(100, 99999)
    cents = q * p
    return cents, f"""  <cac:InvoiceLine><cbc:ID>{k}</cbc:ID><cbc:InvoicedQuantity unitCode="KGM">{q}</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">{cents // 100}.{cents % 100:02d}</cbc:LineExtensionAmount>
    <cac:Item><cbc:Description>{GOODS[g]}, as ordered</cbc:Description><cbc:Name>{GOODS[g]}</cbc:Name>
      <cac:OriginCountry><cbc:IdentificationCode>{COUNTRIES[g]}</cbc:IdentificationCode></cac:OriginCountry>
      <cac:CommodityClassification><cbc:ItemClassificationCode listID="HS">{300000 + g * 10011}</cbc:ItemClassificationCode></cac:CommodityClassification>
      <cac:ClassifiedTaxCategory><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">{p // 100}.{p % 100:02d}</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>
"""


def ubl_invoices(folder, n):
    """n invoices of three lines, a file each; the bytes of all."""
    rng = random.Random(11)
    total = 0
    for i in range(n):
        lines = [ubl_line(rng, k + 1) for k in range(3)]
        cents = sum(c for c, _ in lines)
        amount = f'currencyID="EUR">{cents // 100}.{cents % 100:02d}'
        text = f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
  <cbc:ID>U-{i:07d}</cbc:ID><cbc:IssueDate>2024-{i % 12 + 1:02d}-{i % 28 + 1:02d}</cbc:IssueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
{ubl_party("Supplier", rng.randrange(5000), "NL")}{ubl_party("Customer", rng.randrange(5000), "DE")}  <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
    <cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount {amount}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount {amount}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount {amount}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount {amount}</cbc:PayableAmount></cac:LegalMonetaryTotal>
{"".join(text for _, text in lines)}</Invoice>
"""
        total += (folder / f"u{i:07d}.xml").write_text(text, encoding="utf-8")
    return total


# ---- turns --------------------------------------------------------------------------------------

def turns(bench, size, ours, theirs, folder):
    """Interleaved turns of two commands, and how their best ones compare.  Each is a function of no
    arguments that removes what the last turn wrote and gives the arguments of the command."""
    best = {}
    for _ in range(ROUNDS):
        for who, command in (("tradetrace", ours), ("other", theirs)):
            got = timed.run(f"{bench}: {who}", command(), folder)
            print(json.dumps({"bench": bench, "who": who, **size, **got}), flush=True)
            kept = best.setdefault(who, got)
            for key in ("seconds", "cpu_seconds"):
                kept[key] = min(kept[key], got[key])
            kept["peak_kib"] = max(kept["peak_kib"], got["peak_kib"])
    us, them = best["tradetrace"], best["other"]
    print(json.dumps({"bench": bench, **size, "wall_ratio": round(us["seconds"] / them["seconds"], 3),
                      "cpu_ratio": round(us["cpu_seconds"] / them["cpu_seconds"], 3),
                      "peak_mib": us["peak_kib"] // 1024}), flush=True)


def csv_bench(bench, rows, parties, folder):
    """A CSV file into a case, and into a table of sqlite3."""
    csv, case, db = folder / "in.csv", folder / "case.db", folder / "import.db"
    invoice_rows(csv, rows, parties)

    def ours():
        case.unlink(missing_ok=True)
        return [TT, "ingest", "--quiet", str(case), str(csv)]

    def theirs():
        db.unlink(missing_ok=True)
        return ["sqlite3", str(db), ".mode csv", f".import {csv} t"]

    turns(bench, {"rows": rows, "bytes": csv.stat().st_size}, ours, theirs, folder)
    for f in (csv, case, db):
        f.unlink(missing_ok=True)


def rows_of(case):
    """Rows that a case holds of its inputs."""
    got = subprocess.run(["sqlite3", str(case), "SELECT coalesce(sum(n_loaded), 0) FROM source"],
                         capture_output=True, text=True, check=False)
    return int(got.stdout.strip() or 0)


def ubl_bench(n, folder):
    """Invoices into a case, and through Expat alone."""
    case, expat, docs = folder / "case.db", folder / "expat_alone", folder / "ubl"
    cc = os.environ.get("CC") or "cc"
    if subprocess.run([*cc.split(), "-O2", "-o", str(expat), str(HERE / "expat_alone.c"), "-lexpat"],
                      check=False).returncode:
        print(json.dumps({"bench": "ubl_ingest", "skipped": "no libexpat to compare with"}))
        return
    docs.mkdir()
    total = ubl_invoices(docs, n)

    def ours():
        case.unlink(missing_ok=True)
        return [TT, "ingest", "--quiet", str(case), str(docs)]

    timed.run("ubl_ingest", ours(), folder)
    if not rows_of(case):
        print(json.dumps({"bench": "ubl_ingest", "skipped": "this program reads no UBL"}))
    else:
        turns("ubl_ingest", {"invoices": n, "bytes": total}, ours, lambda: [str(expat), str(docs)], folder)
    shutil.rmtree(docs)


def main():
    wanted = os.environ.get("T", "")
    if not os.access(TT, os.X_OK):
        sys.exit(f"no program at '{TT}'")
    rows = int(os.environ.get("ROWS") or 2_000_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if wanted in "csv_ingest":
            csv_bench("csv_ingest", rows, 60_000, folder)
        if wanted in "csv_parties":
            csv_bench("csv_parties", rows * 5 // 4, 0, folder)
        if wanted in "ubl_ingest":
            ubl_bench(int(os.environ.get("INVOICES") or 20_000), folder)


main()
