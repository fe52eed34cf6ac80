#!/usr/bin/python3
"""What `tradetrace ingest` makes of UBL files, against an independent reading of them.

    ubl_oracle.py TT FOLDER...

Documents, lines, amounts, currencies, dates, parties, goods and containers must be those that
ElementTree finds.  A document of a type that is not read must be one reject that says so.
"""
import re
import xml.etree.ElementTree as ET
from decimal import Decimal

from oracle import UNREAD, clean, described, first, joined, kids, line_numbers, local, main, number, per_one, squeezed, text

FAMILY = "urn:oasis:names:specification:ubl:schema:xsd:"
INVOICES = {"Invoice": "Invoiced", "CreditNote": "Credited", "DebitNote": "Debited",
            "SelfBilledInvoice": "Invoiced", "SelfBilledCreditNote": "Credited", "FreightInvoice": "Invoiced"}
TRANSPORT = {"Waybill", "BillOfLading", "DespatchAdvice", "Manifest"}
DIRECTIONS = {"ImportCustomsDeclaration": "import", "ExportCustomsDeclaration": "export",
              "TransitCustomsDeclaration": "transit"}
CREDIT = "81 83 261 262 296 308 381 396 420 458 532".split()
DEBIT = "80 84 383".split()


# ---- documents ----------------------------------------------------------------------------------

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


def address_of(p):
    a = first(p, "PostalAddress")
    if a is None:
        return None
    street = " ".join(t for t in (text(a, "StreetName"), text(a, "BuildingNumber")) if t)
    town = " ".join(t for t in (text(a, "PostalZone"), text(a, "CityName")) if t)
    return joined(street, text(a, "AdditionalStreetName"), *(clean(l.text) for l in kids(a, "AddressLine/Line")), town,
                  text(a, "CountrySubentity", "CountrySubentityCode"))


def party(role, p, *parts):
    of = {"name": name_of, "country": country_of, "id": id_of, "address": address_of}
    return {f"{role}_{n}": of[n](p) for n in parts or of}


def invoice_type(root, doc):
    code = text(doc, "InvoiceTypeCode")
    if "CreditNote" in root:
        return "credit_note"
    if root == "DebitNote":
        return "debit_note"
    return ("credit_note" if code in CREDIT else "debit_note" if code in DEBIT else
            "proforma" if code == "325" else "invoice")


def price_of(line, unit):
    """BT-146 for one unit; none when it is for another unit than the quantity."""
    base = first(line, "Price/BaseQuantity")
    if base is not None and unit and base.get("unitCode") and base.get("unitCode") != unit:
        return None
    return per_one(number(text(line, "Price/PriceAmount")), number(clean(base.text)) if base is not None else None)


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
        "invoice_total": gross, **party("seller", seller), **party("buyer", buyer),
        "seller_account": squeezed(text(doc, "PaymentMeans/PayeeFinancialAccount/ID")),
    }
    lines = [l for l in doc if local(l) in ("InvoiceLine", "CreditNoteLine", "DebitNoteLine")]
    for line, n in zip(lines, line_numbers([text(l, "ID") for l in lines])):
        quantity = first(line, INVOICES[root] + "Quantity")
        unit = quantity.get("unitCode") if quantity is not None else None
        yield {**head, "line_number": n, "quantity": number(clean(quantity.text)) if quantity is not None else None, "unit": unit,
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


def chosen(*elements):
    return next((e for e in elements if e is not None), None)


def place(e, *paths):
    """The UN/LOCODE, or the name, or the town of the first location that has any."""
    for p in paths:
        t = text(first(e, p), "ID", "Name", "Description", "Address/CityName", "CityName")
        if t:
            return t
    return None


def sailing(doc, ship):
    stages = kids(ship, "ShipmentStage") + kids(ship, "Consignment/MainCarriageShipmentStage")
    main_ones = [s for s in stages if "true" not in (text(s, "PreCarriageIndicator"), text(s, "OnCarriageIndicator"))]
    start, end = (main_ones[0], main_ones[-1]) if main_ones else (None, None)
    means = first(start, "TransportMeans")
    ports = [place(s, "UnloadingPortLocation") for s in main_ones[:-1]]
    ports += [text(t, "ID", "Name") for s in main_ones for t in kids(s, "TransshipPortLocation")]
    imo = text(means, "MaritimeTransport/VesselID")
    known = imo and re.fullmatch(r"(IMO ?)?[0-9]{7}", imo)
    return {
        "port_of_loading": place(start, "LoadingPortLocation"), "port_of_discharge": place(end, "UnloadingPortLocation"),
        "transshipment_ports": "|".join(dict.fromkeys(ports)) or None,
        "voyage": text(means, "JourneyID"), "vessel_imo": imo[-7:] if known else None,
        "vessel_name": text(means, "MaritimeTransport/VesselName") or (imo if not known else None),
        "place_of_receipt": place(ship, "Delivery/Despatch/DespatchAddress", "OriginAddress"),
        "place_of_delivery": place(ship, "Delivery/DeliveryAddress", "Delivery/DeliveryLocation"),
        "carrier_name": name_of(chosen(first(doc, "CarrierParty"), first(start, "CarrierParty"))),
    }


def weight(units, *candidates):
    """The first measure that is there, in the unit of its dimension."""
    m = chosen(*candidates)
    value = number(clean(m.text)) if m is not None else None
    return value * units[m.get("unitCode")] if value is not None else None


KILOS, CUBES = {"KGM": 1, "TNE": 1000, "GRM": Decimal("0.001")}, {"MTQ": 1}


def goods_of(doc, ship, g, alone):
    """What is said of a goods item: of the shipment where that has no other one."""
    around = [e for n in ("", "Consignment") for e in ([ship] if not n else kids(ship, n))] if alone else []
    found = lambda *names: [first(e, n) for e in [g, *around] if e is not None for n in names]
    quantity = first(g, "DeliveredQuantity", "Quantity")
    return {
        "description": described(g, "Description", "Item/Name", "Item/Description"),
        "hs_code": text(g, "Item/CommodityClassification/CommodityCode") or text(ship, "Consignment/TariffCode"),
        "origin_country": text(g, "Item/OriginCountry/IdentificationCode"),
    }, {
        "quantity": number(clean(quantity.text)) if quantity is not None else None,
        "gross_weight_kg": weight(KILOS, *found("GrossWeightMeasure")),
        "net_weight_kg": weight(KILOS, *found("NetWeightMeasure", "NetNetWeightMeasure")),
        "volume_m3": weight(CUBES, *found("GrossVolumeMeasure")),
    }


def shipments(root, doc):
    ship = first(doc, "Shipment")
    head = {
        **party("shipper", chosen(first(ship, "Consignment/ConsignorParty"),
                                  first(doc, "ConsignorParty", "DespatchSupplierParty/Party"))),
        **party("consignee", chosen(first(ship, "Consignment/ConsigneeParty"),
                                    first(doc, "ConsigneeParty", "DeliveryCustomerParty/Party"))),
        **party("notify", first(ship, "Consignment/NotifyParty"), "name", "country", "address"),
    }
    if root == "Manifest" and ship is None:
        for ref in kids(doc, "DocumentReference"):
            yield {**head, "transport_document": text(ref, "ID"), "container_number": None, "seal_number": None,
                   "description": None, "gross_weight_kg": None, "carrier_name": name_of(first(ref, "IssuerParty"))}
        return
    head["transport_document"] = (text(ship, "Consignment/ID", "ID") if root == "Manifest" else
                                  text(doc, "ID", "CarrierAssignedID"))
    head.update(sailing(doc, ship))
    goods = list(kids(doc, "DespatchLine")) or list(kids(ship, "GoodsItem")) or \
        (list(outer(ship, {"GoodsItem"})) if ship is not None else [])
    linked = {e for g in goods for e in equipment(g)}
    loose = [e for e in (equipment(ship) if ship is not None else []) if e not in linked]
    for g in goods:
        own = equipment(g) or (loose if len(goods) == 1 or len(loose) == 1 else [])
        said, once = goods_of(doc, ship, g, len(goods) == 1)
        for i, (container, seal) in enumerate(own or [(None, None)]):
            yield {**head, "container_number": container, "seal_number": seal, **said,
                   **(once if i == 0 else dict.fromkeys(once))}
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


# ---- files --------------------------------------------------------------------------------------

def of_file(path):
    want, reasons, n = {"invoice": [], "shipment": [], "declaration": []}, [], 0
    for root, doc in documents(path.read_bytes().decode("utf-8-sig")):
        n += 1
        if root in INVOICES:
            want["invoice"] += invoices(root, doc)
        elif root in TRANSPORT:
            want["shipment"] += shipments(root, doc)
        elif root in DIRECTIONS:
            want["declaration"] += declarations(root, doc)
        else:
            reasons.append(UNREAD)
    return want, reasons, n


main("ubl", of_file, ".xml")
