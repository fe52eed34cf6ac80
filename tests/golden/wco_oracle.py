#!/usr/bin/python3
"""What `tradetrace ingest` makes of WCO declarations, against an independent reading of them.

    wco_oracle.py TT FOLDER...

Elements by the WCO Data Model and the data elements of the Union Customs Code (DE numbers beside them).
A document code is its category and its type: N and 935 are the invoice, Y and 935 are not.
"""
import xml.etree.ElementTree as ET
from datetime import datetime, timezone

from oracle import UNREAD, clean, first, kids, line_numbers, local, main, number, text

TRANSPORT = set("703 704 705 706 707 709 710 711 713 714 716 720 722 730 740 741 743 750 760 761 763 765".split())
PERMITS = {"C400", "C401", "C402", "C403", "C404", "C405", "C690", "L049"}
BROKEN = "not well-formed XML"


def code_of(ref):
    kind = text(ref, "TypeCode") or ""
    return kind if kind[:1].isalpha() and len(kind) == 4 else (text(ref, "CategoryCode") or "N") + kind


def date_of(d, *names):
    """A day, or a time with its zone: 20240131 or 20240131120000Z, or ISO 8601 already."""
    t = text(d, *(f"{n}{end}" for n in names for end in ("/DateTimeString", "")))
    if t and t[:14].isdigit():
        zone = {"Z": "+0000"}.get(t[14:], t[14:] + "00" if len(t) == 17 else t[14:])
        moment = datetime.strptime(t[:14] + zone, "%Y%m%d%H%M%S%z")
        return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{t[:4]}-{t[4:6]}-{t[6:8]}" if t and t[:8].isdigit() else t


def country(code):
    """None for the placeholders of examples: no country begins with Z but these three."""
    return code if code and (code[0] != "Z" or code in ("ZA", "ZM", "ZW")) else None


def direction_of(d):
    kind = (text(d, "TypeCode") or "")[:2]                                                       # DE 1/1
    if kind in ("IM", "EX", "T1", "T2"):
        return {"IM": "import", "EX": "export"}.get(kind, "transit")
    asked = text(d, "GoodsShipment/GovernmentAgencyGoodsItem/GovernmentProcedure/CurrentCode") or "?"
    return {**dict.fromkeys("123", "export"), **dict.fromkeys("4567", "import")}.get(asked[0])


def party(role, *elements):
    """The first that has a name or a number: what is said of others is said of others."""
    e = next((e for e in elements if e is not None and (text(e, "Name") or text(e, "ID"))), None)
    return {f"{role}_name": text(e, "Name"), f"{role}_country": country(text(e, "Address/CountryCode")),
            f"{role}_id": text(e, "ID")}


def hs_of(goods):
    codes = {}
    for c in reversed(kids(goods, "Classification")):
        codes[text(c, "IdentificationTypeCode")] = text(c, "ID")
    tariff, more = codes.get("TSP") or codes.get("HS"), codes.get("TRC")                         # DE 6/14, 6/15
    return tariff + more if tariff and more and len(tariff) == 8 and len(more) == 2 else tariff


def reference(refs, codes):
    return next((text(r, "ID") for r in refs if code_of(r) in codes and text(r, "ID")), None)


def item(d, shipment, g):
    goods, measure = first(g, "Commodity"), first(g, "Commodity/GoodsMeasure")
    quantity = first(measure, "TariffQuantity")
    values = [first(g, n) for n in ("CustomsValueAmount", "Commodity/InvoiceLine/ItemChargeAmount",
                                    "StatisticalValueAmount")]
    value = next((v for v in values if v is not None and clean(v.text)), None)
    way = direction_of(d)
    partner = "Destination/CountryCode" if way == "export" else "ExportCountry/ID"
    origins = {text(o, "TypeCode"): text(o, "CountryCode") for o in reversed(kids(g, "Origin"))}
    own, before = kids(g, "AdditionalDocument"), kids(g, "PreviousDocument") + kids(shipment, "PreviousDocument")
    contracts = {"N" + t for t in TRANSPORT}
    any_contract = {c + t for t in TRANSPORT for c in "NXYZ"}
    procedure = (text(g, "GovernmentProcedure/CurrentCode") or "") + (text(g, "GovernmentProcedure/PreviousCode") or "")
    duties = [first(t, "Payment/TaxAssessedAmount") for t in kids(goods, "DutyTaxFee") if text(t, "TypeCode") == "A00"]
    duty = next((t for t in duties if t is not None and clean(t.text)), None)                    # DE 4/3, 4/6
    money = next((m.get("currencyID") for m in (value, duty) if m is not None), None)
    return {
        "declaration_number": text(d, "ID", "FunctionalReferenceID"),                            # MRN, LRN
        "declaration_date": date_of(d, "AcceptanceDateTime", "IssueDateTime"),
        "direction": way,
        "office": text(d, "DeclarationOfficeID", "SupervisingOffice/ID", "ExitOffice/ID"),
        **party("exporter", *(first(e, n) for n in ("Exporter", "Consignor") for e in (g, d, shipment)),
                *(first(e, "Consignment/Consignor") for e in (shipment, d))),                    # DE 3/1, 3/2
        **party("importer", *(first(e, n) for n in ("Importer", "Consignee") for e in (g, shipment, d)),
                *(first(e, "Consignment/Consignee") for e in (shipment, d))),                    # DE 3/15, 3/9
        "declarant_name": text(d, "Declarant/Name"),
        "transport_mode": text(d, "BorderTransportMeans/ModeCode") or
        next((t for e in kids(shipment, "Consignment") for t in (text(k, "ModeCode") for k in e) if t), None),
        "partner_country": country(text(g, partner) or text(shipment, partner)),                 # DE 5/14, 5/8
        "description": text(goods, "Description"),                                               # DE 6/8
        "hs_code": hs_of(goods),
        "origin_country": country(origins.get("1") or next(iter(origins.values()), None)),       # DE 5/15
        "quantity": number(text(measure, "TariffQuantity")),
        "unit": quantity.get("unitCode") if quantity is not None else None,
        "net_weight_kg": number(text(measure, "NetNetWeightMeasure")),                           # DE 6/1
        "gross_weight_kg": number(text(measure, "GrossMassMeasure")),                            # DE 6/5
        "customs_value": number(clean(value.text)) if value is not None else None,
        "currency": money,
        "duty_amount": number(clean(duty.text)) if duty is not None and duty.get("currencyID") == money else None,
        "procedure_code": procedure or None,                                                     # DE 1/10
        "transport_document": reference(own, contracts) or reference(before, any_contract),      # DE 2/3, 2/1
        "invoice_number": reference(own, {"N380", "N935"}) or text(goods, "InvoiceLine/Invoice/ID"),
        "permit_number": reference(own, PERMITS),
    }


def of_file(path):
    try:
        top = ET.fromstring(path.read_bytes().lstrip(b"\xef\xbb\xbf"))
    except ET.ParseError:
        return {}, [BROKEN], 1
    parent = {c: p for p in top.iter() for c in p}
    rows, reasons, n = [], [], 0
    for d in [e for e in top.iter() if local(e) == "Declaration"]:
        if d in parent and local(parent[d]) == "Response":
            continue
        n += 1
        items = [(s, g) for s in kids(d, "GoodsShipment") for g in kids(s, "GovernmentAgencyGoodsItem")]
        if not items:
            reasons.append(UNREAD)
        ids = line_numbers([text(g, "SequenceNumeric") for _, g in items])
        rows += [{**item(d, s, g), "line_number": i} for (s, g), i in zip(items, ids)]
    return {"declaration": rows}, reasons if n else [UNREAD], n or 1


main("wco", of_file, ".xml")
