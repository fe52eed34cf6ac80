"""The statements of a public collection, as tradetrace reads them and as two others do.

camt_oracle.py TRADETRACE FOLDER: each XML file of the folder goes into a case of its own.  Its
payments are compared with a plain reading of the XML in this file, and with the JSON beside it,
which another program wrote: number, amounts, currencies, days, references, parties, accounts, texts.
"""
import glob
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from decimal import Decimal

NONE = {"NOTPROVIDED"}
MINOR = {"JPY": 0}


def payments(tt, path, work):
    case = os.path.join(work, "case.db")
    if os.path.exists(case):
        os.remove(case)
    run = subprocess.run([tt, "ingest", case, path], capture_output=True, text=True)
    assert run.returncode == 0, (path, run)
    db = sqlite3.connect(case)
    db.row_factory = sqlite3.Row
    rows = [dict(r) for r in db.execute("SELECT * FROM payment ORDER BY row_id")]
    lost = db.execute("SELECT count(*) FROM flaw WHERE lost = 'record'").fetchone()[0]
    db.close()
    assert lost == 0, path
    return rows


# --- XML, without the program's tables ---

def strip(e):
    for x in e.iter():
        x.tag = x.tag.rsplit("}", 1)[-1]
    return e


def text(e, *paths):
    for p in paths:
        for found in e.findall(p) if e is not None else []:
            s = (found.text or "").strip()
            if s and s.upper() not in NONE:
                return s
    return None


def number(e):
    return text(e, "Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id")


def name(tx, role):
    p = tx.find("RltdPties/" + role) if tx is not None else None
    return text(p, "Nm", "Pty/Nm", "Agt/FinInstnId/Nm", "Agt/FinInstnId/BICFI")


def amount(e):
    return (Decimal(e.text.strip()), e.get("Ccy")) if e is not None else None


def of_xml(path):
    out = []
    for part in strip(ET.parse(path).getroot()).findall("*/*"):
        own, owner = number(part.find("Acct")), text(part, "Acct/Ownr/Nm")
        for k, entry in enumerate(part.findall("Ntry"), 1):
            txs = entry.findall("NtryDtls/TxDtls") + entry.findall("TxDtls")
            booked = amount(entry.find("Amt"))
            sums = []
            for tx in txs:
                found = [amount(tx.find(p)) for p in ("Amt", "AmtDtls/TxAmt/Amt") if tx.find(p) is not None]
                sums.append(found[0] if found else None)
            if len(txs) > 1 and not any(sums):
                txs, sums = [None], [None]
            seen = set()
            for n, tx in enumerate(txs or [None], 1):
                money = sums[n - 1] if txs else None
                if (money is None or money[0] == 0) and len(txs) <= 1:
                    money = booked
                ref = text(tx, "Refs/UETR", "Refs/EndToEndId", "Refs/TxId", "Refs/InstrId", "Refs/AcctSvcrRef")
                if not ref:
                    ref = text(entry, "AcctSvcrRef", "NtryRef") or f"{text(part, 'Id')}/{k}"
                    ref += f"/{n}" if len(txs) > 1 else ""
                elif ref in seen and len(txs) > 1:
                    ref += f"/{n}"
                seen.add(ref)
                debtor, creditor = name(tx, "Dbtr") or name(tx, "UltmtDbtr"), name(tx, "Cdtr") or name(tx, "UltmtCdtr")
                accounts = [number(tx.find(f"RltdPties/{r}Acct")) if tx is not None and
                            tx.find(f"RltdPties/{r}Acct") is not None else None for r in ("Dbtr", "Cdtr")]
                credit = (text(tx, "CdtDbtInd") or text(entry, "CdtDbtInd")) == "CRDT"
                if (accounts[0] == own) != (accounts[1] == own):
                    credit = accounts[1] == own
                side = 1 if credit else 0
                names = [debtor, creditor]
                names[side] = names[side] or owner
                accounts[side] = accounts[side] or own
                days = [text(entry, f"{d}/Dt") or (text(entry, f"{d}/DtTm") or "")[:10] for d in ("ValDt", "BookgDt")]
                out.append({
                    "payment_id": ref, "amount": money[0], "currency": money[1],
                    "day": next((d for d in days if d), None),
                    "payer_name": names[0], "payee_name": names[1],
                    "payer_account": accounts[0], "payee_account": accounts[1],
                    "texts": [u.text.strip() for u in tx.findall("RmtInf/Ustrd")] if tx is not None else [],
                })
    return out


# --- JSON of the other program ---

def money(m):
    code = m["getCurrency"]["getCode"]
    return (Decimal(m["getAmount"]).scaleb(-MINOR.get(code, 2)), code)


def things(node, cls, out):
    if isinstance(node, dict):
        if node.get("__CLASS__", "").endswith("\\" + cls):
            out.append(node)
        for v in node.values():
            things(v, cls, out)
    elif isinstance(node, list):
        for v in node:
            things(v, cls, out)
    return out


def of_json(path):
    """Entries with their details; a detail is (amount or None, parties, references, remittance)."""
    out = []
    for entry in things(json.load(open(path)), "Entry", []):
        details = things([v for k, v in entry.items() if k != "getRecord"], "EntryTransactionDetail", [])
        day = (entry.get("getValueDate") or entry.get("getBookingDate") or {}).get("0", "")[:10]
        out.append((money(entry["getAmount"]), day, details))
    return out


def check_json(path, rows):
    """@return how many values were compared."""
    entries, left, n = of_json(path), list(rows), 0
    for (total, ccy), day, details in entries:
        sums = [money(d["getAmount"]) if d["getAmount"] else None for d in details]
        if len(details) > 1 and not any(sums):
            details, sums = [], []
        for i, d in enumerate(details or [None]):
            want = sums[i] if d and sums[i] and sums[i][0] != 0 else (total, ccy)
            # Its order of statements is another one.
            key = (abs(want[0]), want[1], day)
            same = [r for r in left if (Decimal(r["amount"]), r["currency"], (r["value_date"] or "")[:10]) == key]
            assert same, (path, key, left)
            row = same[0]
            left.remove(row)
            n += 3
            if d is None:
                continue
            for p in d["getRelatedParties"]:
                if not isinstance(p, dict):
                    continue
                kind = p["getRelatedPartyType"]
                side = {"Debtor": "payer", "Creditor": "payee", "UltimateDebtor": "payer",
                        "UltimateCreditor": "payee"}.get(kind["__CLASS__"].rsplit("\\", 1)[-1])
                if side and kind.get("getName"):
                    assert row[side + "_name"] == kind["getName"].strip(), (path, row, kind)
                    n += 1
                if side and p.get("getAccount"):
                    assert row[side + "_account"] == p["getAccount"]["getIdentification"].replace(" ", ""), (path, row, p)
                    n += 1
            ref = d.get("getReference")
            ref = ref if isinstance(ref, dict) else {}
            best = [ref.get(k) for k in ("getUuidEndToEndReference", "getEndToEndId", "getTransactionId", "getInstructionId")]
            best = next((b for b in best if b and b.upper() not in NONE), None)
            if best:
                assert row["payment_id"].rsplit("/", 1)[0] == best or row["payment_id"] == best, (path, row, best)
                n += 1
            remittance = d.get("getRemittanceInformation")
            if isinstance(remittance, dict):
                for block in remittance.get("getUnstructuredBlocks") or []:
                    if isinstance(block, dict):
                        assert block["getMessage"].strip() in row["remittance_information"], (path, row, block)
                        n += 1
    # Of several statements it writes down one.
    assert not left or len(json.load(open(path))["getRecords"]) > 1, (path, left)
    return n


def main(tt, folder):
    files = sorted(glob.glob(os.path.join(folder, "*.xml")))
    n_rows = n_values = n_json = with_json = 0
    with tempfile.TemporaryDirectory() as work:
        for path in files:
            rows, want = payments(tt, path, work), of_xml(path)
            assert len(rows) == len(want), (path, len(rows), len(want))
            for row, w in zip(rows, want):
                assert Decimal(row["amount"]) == round(w["amount"], MINOR.get(w["currency"], 2)), (path, row, w)
                assert (row["value_date"] or "")[:10] == (w["day"] or ""), (path, row, w)
                for field in ("payment_id", "currency", "payer_name", "payee_name", "payer_account", "payee_account"):
                    assert row[field] == w[field], (path, field, row, w)
                assert all(t in row["remittance_information"] for t in w["texts"]), (path, row, w)
                n_values += 8 + len(w["texts"])
            n_rows += len(rows)
            beside = path[:-4] + ".json"
            if os.path.exists(beside):
                with_json += 1
                n_json += check_json(beside, rows)
    assert files and n_rows
    print(f"{len(files)} files, {n_rows} payments: {n_values} values as in the XML; "
          f"{with_json} files with JSON, {n_json} values as in it")


main(sys.argv[1], sys.argv[2])
