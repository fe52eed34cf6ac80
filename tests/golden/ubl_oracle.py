#!/usr/bin/python3
"""What `tradetrace ingest` makes of UBL files, against an independent reading of them.

    ubl_oracle.py TT FOLDER...

Every file of the folders is ingested into a case of its own; documents, lines, amounts, currencies,
dates, parties, goods and containers must be those that ElementTree finds.  A document of a type that
is not read must be one reject that says so, and nothing else may be rejected.
"""
import re
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from decimal import Decimal, ROUND_HALF_EVEN
from pathlib import Path

FAMILY = "urn:oasis:names:specification:ubl:schema:xsd:"
INVOICES = {"Invoice": "Invoiced", "CreditNote": "Credited", "DebitNote": "Debited",
            "SelfBilledInvoice": "Invoiced", "SelfBilledCreditNote": "Credited", "FreightInvoice": "Invoiced"}
TRANSPORT = {"Waybill", "BillOfLading", "DespatchAdvice", "Manifest"}
DIRECTIONS = {"ImportCustomsDeclaration": "import", "ExportCustomsDeclaration": "export",
              "TransitCustomsDeclaration": "transit"}
CREDIT = "81 83 261 262 296 308 381 396 420 458 532".split()
DEBIT = "80 84 383".split()


# ---- looking into a document --------------------------------------------------------------------

def local(e):
    return e.tag.rsplit("}", 1)[-1]


def kids(e, path):
    """All elements on a path of local names."""
    found = [e] if e is not None else []
    for step in path.split("/"):
        found = [c for f in found for c in f if local(c) == step]
    return found


def clean(text):
    return re.sub(r"[ \n\r\t]*[\n\r\t][ \n\r\t]*", " ", (text or "").strip()) or None


def text(e, *paths):
    """The first text that is not blank."""
    return next((t for p in paths for t in map(lambda k: clean(k.text), kids(e, p)) if t), None)


def described(e, *paths):
    """All texts, but none that another one holds."""
    out = None
    for p in paths:
        t = text(e, p)
        if t and (not out or out.lower() in t.lower()):
            out = t if not out or len(t) > len(out) else out
        elif t and t.lower() not in out.lower():
            out = f"{out}, {t}"
    return out


def first(e, *paths):
    return next((k for p in paths for k in kids(e, p)), None)


def number(value):
    try:
        return Decimal(value)
    except Exception:  # absent, or no number
        return None


def day(value):
    return value[:10] if value else None


def documents(data):
    """(root, document) of all UBL documents in a text, also in envelopes and in texts of documents."""
    try:
        tops = [ET.fromstring(data.strip().encode())]
    except ET.ParseError:  # several, one after the other
        tops = [ET.fromstring(part.strip().encode()) for part in re.split(r"(?=<\?xml )", data) if part.strip()]
    for top in tops:
        stack, found = [top], False
        while stack:
            e = stack.pop()
            if isinstance(e.tag, str) and e.tag == "{%s%s-2}%s" % (FAMILY, local(e), local(e)):
                found = True
                if local(e) != "AttachedDocument":
                    yield local(e), e
                    continue
                inner = [t for t in (i.text for i in e.iter()) if t and t.strip().startswith("<")]
                for t in inner:
                    yield from documents(t.strip())
                if not inner:
                    yield local(e), e
                continue
            stack.extend(reversed(list(e)))
        if not found and FAMILY in data:
            yield local(top), top


# ---- what must come of it -----------------------------------------------------------------------

def name_of(p):
    person = " ".join(t for t in (text(p, "Person/FirstName"), text(p, "Person/FamilyName")) if t)
    return text(p, "PartyLegalEntity/RegistrationName", "PartyName/Name", "PartyTaxScheme/RegistrationName") or person or None


def id_of(p):
    def legal(scheme):
        return [e for e in kids(p, "PartyIdentification/ID") + kids(p, "PartyLegalEntity/CompanyID")
                if e.get("schemeID") in scheme]
    lei = legal(("0199", "LEI"))
    if lei:
        return clean(lei[0].text)
    for tax in kids(p, "PartyTaxScheme"):
        if text(tax, "TaxScheme/ID") == "VAT" and text(tax, "CompanyID"):
            return text(tax, "CompanyID")
    found = text(p, "PartyTaxScheme/CompanyID", "PartyLegalEntity/CompanyID")
    if found:
        return found
    others = [e for e in kids(p, "PartyIdentification/ID") if e.get("schemeID") != "SEPA"]
    others += [e for e in kids(p, "EndpointID") if e.get("schemeID") != "EM"]
    return clean(others[0].text) if others else None


def country_of(p):
    return text(p, "PostalAddress/Country/IdentificationCode",
                "PartyLegalEntity/RegistrationAddress/Country/IdentificationCode",
                "PhysicalLocation/Address/Country/IdentificationCode")


def invoice_type(root, doc):
    code = text(doc, "InvoiceTypeCode")
    if "CreditNote" in root:
        return "credit_note"
    if root == "DebitNote":
        return "debit_note"
    return ("credit_note" if code in CREDIT else "debit_note" if code in DEBIT else
            "proforma" if code == "325" else "invoice")


def price_of(line, unit):
    amount, base = first(line, "Price/PriceAmount"), first(line, "Price/BaseQuantity")
    price = number(clean(amount.text)) if amount is not None else None
    if price is None or base is None:
        return price
    if unit and base.get("unitCode") and base.get("unitCode") != unit:
        return None
    per = number(clean(base.text))
    return (price / per).quantize(Decimal("0.000001"), ROUND_HALF_EVEN) if per and per > 0 else price


def invoices(root, doc):
    total = first(doc, "LegalMonetaryTotal", "RequestedMonetaryTotal")
    seller = first(doc, "AccountingSupplierParty/Party", "SellerSupplierParty/Party")
    buyer = first(doc, "AccountingCustomerParty/Party", "BuyerCustomerParty/Party")
    gross = number(text(total, "TaxInclusiveAmount"))
    if gross is None and text(total, "PayableAmount"):
        gross = number(text(total, "PayableAmount")) + (number(text(total, "PrepaidAmount")) or 0)
    amounts = [a.get("currencyID") for a in (list(total) if total is not None else [])]
    head = {
        "invoice_number": text(doc, "ID"), "issue_date": day(text(doc, "IssueDate")),
        "document_type": invoice_type(root, doc),
        "due_date": day(text(doc, "DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate")),
        "currency": text(doc, "DocumentCurrencyCode") or next((a for a in amounts if a), None),
        "invoice_total": gross, "seller_name": name_of(seller), "seller_id": id_of(seller),
        "seller_country": country_of(seller), "buyer_name": name_of(buyer), "buyer_id": id_of(buyer),
        "buyer_country": country_of(buyer),
        "seller_account": (text(doc, "PaymentMeans/PayeeFinancialAccount/ID") or "").replace(" ", "") or None,
    }
    lines = [l for l in doc if local(l) in ("InvoiceLine", "CreditNoteLine", "DebitNoteLine")]
    for line in lines:
        quantity = first(line, INVOICES[root] + "Quantity")
        unit = quantity.get("unitCode") if quantity is not None else None
        yield {**head, "quantity": number(clean(quantity.text)) if quantity is not None else None, "unit": unit,
               "unit_price": price_of(line, unit), "line_amount": number(text(line, "LineExtensionAmount")),
               "description": described(line, "Item/Name", "Item/Description")}
    if not lines:
        yield {**head, "quantity": None, "unit": None, "unit_price": None, "line_amount": None, "description": None}


def outer(top, wanted):
    """Elements of some names below top, but none inside another."""
    for e in top:
        if local(e) in wanted:
            yield e
        else:
            yield from outer(e, wanted)


def equipment(top):
    return [(text(e, "ID"), ", ".join(clean(s.text) for s in kids(e, "TransportEquipmentSeal/ID")) or None)
            for e in top.iter() if local(e) == "TransportEquipment" and text(e, "ID")]


def shipments(root, doc):
    ship = first(doc, "Shipment")
    shipper = first(ship, "Consignment/ConsignorParty")
    shipper = shipper if shipper is not None else first(doc, "ConsignorParty", "DespatchSupplierParty/Party")
    consignee = first(ship, "Consignment/ConsigneeParty")
    consignee = consignee if consignee is not None else first(doc, "ConsigneeParty", "DeliveryCustomerParty/Party")
    head = {"shipper_name": name_of(shipper), "shipper_country": country_of(shipper),
            "consignee_name": name_of(consignee), "consignee_country": country_of(consignee)}
    if root == "Manifest" and ship is None:
        for ref in kids(doc, "DocumentReference"):
            yield {**head, "transport_document": text(ref, "ID"), "container_number": None, "seal_number": None,
                   "description": None, "gross_weight_kg": None}
        return
    head["transport_document"] = (text(ship, "Consignment/ID", "ID") if root == "Manifest" else
                                  text(doc, "ID", "CarrierAssignedID"))
    goods = list(kids(doc, "DespatchLine")) or list(kids(ship, "GoodsItem")) or \
        (list(outer(ship, {"GoodsItem"})) if ship is not None else [])
    linked = {e for g in goods for e in equipment(g)}
    loose = [e for e in (equipment(ship) if ship is not None else []) if e not in linked]
    for g in goods:
        own = equipment(g) or (loose if len(goods) == 1 or len(loose) == 1 else [])
        weight = first(g, "GrossWeightMeasure")
        if weight is None and len(goods) == 1:
            weight = first(ship, "GrossWeightMeasure", "Consignment/GrossWeightMeasure")
        kilos = number(clean(weight.text)) if weight is not None else None
        if kilos is not None:
            kilos *= {"KGM": 1, "TNE": 1000, "GRM": Decimal("0.001")}[weight.get("unitCode")]
        for i, (container, seal) in enumerate(own or [(None, None)]):
            yield {**head, "container_number": container, "seal_number": seal,
                   "description": described(g, "Description", "Item/Name", "Item/Description"),
                   "gross_weight_kg": kilos if i == 0 else None}
    if len(goods) > 1 and len(loose) > 1:
        for container, seal in loose:
            yield {**head, "container_number": container, "seal_number": seal, "description": None,
                   "gross_weight_kg": None}


def declarations(root, doc):
    ship = first(doc, "Shipment", "CustomsDeclaration/Shipment")
    around = doc if first(doc, "Shipment") is not None else first(doc, "CustomsDeclaration")
    exporter = first(doc, "ExporterParty")
    exporter = exporter if exporter is not None else first(around, "ConsignorParty")
    importer = first(doc, "ImporterParty")
    importer = importer if importer is not None else first(around, "ConsigneeParty")
    head = {"declaration_number": text(doc, "ID"), "direction": DIRECTIONS[root],
            "declaration_date": day(text(doc, "IssueDate")),
            "exporter_name": name_of(exporter), "importer_name": name_of(importer)}
    for g in list(kids(ship, "GoodsItem")) or outer(ship, {"GoodsItem"}):
        values = [first(g, n) for n in ("DeclaredCustomsValueAmount", "FreeOnBoardValueAmount", "ValueAmount",
                                        "DeclaredStatisticsValueAmount")]
        values = [v for v in values if v is not None]
        value = next((v for v in values if number(clean(v.text))), values[0] if values else None)
        yield {**head, "customs_value": number(clean(value.text)) if value is not None else None,
               "currency": value.get("currencyID") if value is not None else None,
               "hs_code": text(g, "Item/CommodityClassification/CommodityCode",
                               "Item/CommodityClassification/ItemClassificationCode"),
               "description": described(g, "Description", "Item/Name", "Item/Description")}


# ---- comparing ----------------------------------------------------------------------------------

def key(row):
    return sorted((k, str(v.normalize()) if isinstance(v, Decimal) else str(v)) for k, v in row.items())


def got(db, view, fields, n):
    rows = db.execute(f"SELECT {', '.join(fields)} FROM {view}").fetchall()
    decimals = {"quantity", "unit_price", "line_amount", "invoice_total", "customs_value", "gross_weight_kg"}
    assert len(rows) == n, f"{view}: {len(rows)} rows, not {n}"
    return [{f: Decimal(v) if f in decimals and v is not None else v for f, v in zip(fields, r)} for r in rows]


def check(tt, path, folder, counts):
    data = path.read_bytes().decode("utf-8-sig")
    want, unread = {"invoice": [], "shipment": [], "declaration": []}, 0
    for root, doc in documents(data):
        counts["documents"] += 1
        if root in INVOICES:
            want["invoice"] += invoices(root, doc)
        elif root in TRANSPORT:
            want["shipment"] += shipments(root, doc)
        elif root in DIRECTIONS:
            want["declaration"] += declarations(root, doc)
        else:
            unread += 1
    case = folder / "case.db"
    case.unlink(missing_ok=True)
    subprocess.run([tt, "ingest", "--quiet", "--format", "ubl", str(case), str(path)], check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    db = sqlite3.connect(case)
    rejects = [r for (r,) in db.execute("SELECT reason FROM flaw WHERE lost = 'record'")]
    assert rejects == ["document type that is not read"] * unread, f"rejected: {rejects}, not {unread}"
    for view, rows in want.items():
        seen = []  # the same row again is a duplicate
        for row in rows:
            if key(row) not in [key(s) for s in seen] or view == "invoice":
                seen.append(row)
        counts[view] += len(seen)
        fields = list(seen[0]) if seen else ["1"]
        have = got(db, view, fields, len(seen)) if seen else got(db, view, ["row_id"], 0)
        for a, b in zip(sorted(map(key, seen)), sorted(map(key, have))):
            assert a == b, f"{view}: {dict(set(b) - set(a))}, not {dict(set(a) - set(b))}"
    db.close()
    counts["unread"] += unread


def main():
    tt, folders = sys.argv[1], sys.argv[2:]
    counts = dict.fromkeys(["files", "documents", "unread", "invoice", "shipment", "declaration"], 0)
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        for path in sorted(p for f in folders for p in Path(f).rglob("*") if p.suffix.lower() == ".xml"):
            counts["files"] += 1
            try:
                check(tt, path, Path(name), counts)
            except AssertionError as e:
                wrong += 1
                print(f"{path.name}: {e}")
    print(", ".join(f"{k} {v}" for k, v in counts.items()))
    return 1 if wrong or not counts["files"] else 0


sys.exit(main())
