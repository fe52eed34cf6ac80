#!/usr/bin/python3
"""What `tradetrace ingest` makes of DCSA bills of lading, against an independent reading of them.

    dcsa_oracle.py TT FOLDER...

Members by the DCSA Bill of Lading API, versions 2 and 3.  A file with none of these documents is rejected
as documents that are not read, or not recognised when it is an answer without a document.
"""
import json
from decimal import Decimal, ROUND_HALF_EVEN

from oracle import UNREAD, joined, main, number

KILOS = {"KGM": Decimal(1), "LBR": Decimal("0.45359237")}
CUBES = {"MTQ": Decimal(1), "CBM": Decimal(1), "FTQ": Decimal("0.028316846592"), "CBF": Decimal("0.028316846592")}
COUNTRIES = {"India": "IN", "Italy": "IT"}
BROKEN = "not valid JSON"
CODE_LISTS = ("DNB", "FMC", "SMDG", "NMFTA")


def at(thing, *path):
    for step in path:
        thing = thing.get(step) if isinstance(thing, dict) else None
    return thing if thing != "" else None


def measure(value, unit, factors):
    """Exact, then six decimals; None in a unit that is none of them."""
    if value is None or unit not in factors:
        return None
    return (value * factors[unit]).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def party(role, p):
    a = at(p, "address") or {}
    codes = at(p, "identifyingCodes") or []
    provider = "codeListProvider" if any("codeListProvider" in c for c in codes) else "DCSAResponsibleAgencyCode"
    by = {c.get(provider): c.get("partyCode") for c in reversed(codes)}
    taxes = [t.get("value") for t in at(p, "taxLegalReferences") or []] + [at(p, "taxReference1")]
    box = a.get("POBox") if a.get("POBox") != "N/A" else None
    said = joined(" ".join(x for x in (a.get("street"), a.get("streetNumber")) if x), a.get("floor"), box,
                  *(at(p, "addressLines") or []), " ".join(x for x in (a.get("postCode") or a.get("postalCode"), a.get("city"))
                                                           if x), a.get("stateRegion"))
    out = {f"{role}_name": at(p, "partyName"),
           f"{role}_country": COUNTRIES.get(a.get("country"), a.get("country")) or a.get("countryCode"),
           f"{role}_address": said or joined(*(at(p, "displayedAddress") or []))}
    if role != "notify":
        out[f"{role}_id"] = by.get("GLEIF") or by.get("LEI") or next((t for t in taxes if t), None) or \
            next((by[c] for c in CODE_LISTS if by.get(c)), None)
    return out


def place(p):
    return at(p, "UNLocationCode") or at(p, "locationName") or at(p, "location", "UNLocationCode") or \
        at(p, "location", "locationName") or at(p, "address", "city") or at(p, "city", "city")


def freight(doc, money):
    found = [(c["currencyAmount"], c["currencyCode"]) for c in at(doc, "charges") or [] if "freight" in c["chargeName"].lower()]
    money = money or next((c for _, c in found), None)
    return sum(a for a, c in found if c == money) if found else None, money


def roles_3(parties):
    """Shipper, consignee, notify party: one of them may say of itself that it is told."""
    told = (parties.get("notifyParties") or [None])[0] or \
        next((p for p in parties.values() if at(p, "isNotifyParty")), None)
    return parties.get("shipper"), parties.get("consignee") or parties.get("endorsee"), told


def roles_2(parties):
    """Version 2 and early version 3: a list of parties with their functions."""
    by = {}
    for p in parties:
        who = p.get("party", p)
        by.setdefault(p.get("partyFunction"), who)
        if p.get("isToBeNotified"):
            by.setdefault("notified", who)
    return by.get("OS"), by.get("CN"), by.get("N1") or by.get("N2") or by.get("NI") or by.get("notified")


def sailing_2(doc):
    legs = sorted((l for l in doc.get("transports", []) if l.get("transportPlanStage") == "MNC"),
                  key=lambda l: l.get("transportPlanStageSequenceNumber", 0))
    where = {l["shipmentLocationTypeCode"]: place(l["location"]) for l in doc.get("shipmentLocations", [])}
    first, last = (legs[0], legs[-1]) if legs else ({}, {})
    return {"port_of_loading": where.get("POL") or place(at(first, "loadLocation")),
            "port_of_discharge": where.get("POD") or place(at(last, "dischargeLocation")),
            "place_of_receipt": where.get("PRE"), "place_of_delivery": where.get("PDE"),
            "transshipment_ports": "|".join(place(l["dischargeLocation"]) for l in legs[:-1]) or None,
            "arrival_date": at(last, "plannedArrivalDate"), "vessel_name": at(first, "vesselName"),
            "vessel_imo": at(first, "vesselIMONumber"), "voyage": at(first, "carrierExportVoyageNumber")}


def sailing_3(doc):
    t = doc["transports"]
    ships = t.get("vesselVoyages", [])
    ship = next((s for s in ships if s.get("role") == "MOTHER"), ships[0] if ships else {})
    shown = {n: " ".join(doc.get(f"displayedNameFor{n[0].upper()}{n[1:]}") or []) or None
             for n in ("portOfLoading", "portOfDischarge", "placeOfReceipt", "placeOfDelivery")}
    return {**{n: place(at(t, camel)) or shown[camel] for n, camel in (("port_of_loading", "portOfLoading"),
                                                       ("port_of_discharge", "portOfDischarge"),
                                                       ("place_of_receipt", "placeOfReceipt"),
                                                       ("place_of_delivery", "placeOfDelivery"))},
            "arrival_date": t.get("plannedArrivalDate"), "vessel_name": ship.get("vesselName"),
            "voyage": ship.get("carrierExportVoyageNumber") or ship.get("universalExportVoyageReference")}


def header(doc):
    inside = doc.get("shippingInstruction", doc)
    parties = inside.get("documentParties") or {}
    shipper, consignee, notify = roles_2(parties) if isinstance(parties, list) else roles_3(parties)
    amount, money = freight(doc, doc.get("declaredValueCurrency"))
    return {
        "transport_document": doc["transportDocumentReference"], "document_type": "master_bl",
        "on_board_date": doc.get("shippedOnBoardDate") or doc.get("receivedForShipmentDate") or doc.get("issueDate"),
        **party("shipper", shipper), **party("consignee", consignee), **party("notify", notify),
        "carrier_name": at(parties if isinstance(parties, dict) else None, "issuingParty", "partyName") or
        at(doc, "issuingParty", "partyName") or doc.get("carrierCode"),
        **(sailing_3(doc) if isinstance(doc.get("transports"), dict) else sailing_2(doc)), "currency": money,
        "freight_amount": amount,
    }


def boxes(doc):
    """{container: (its equipment, seals)}"""
    out = {}
    for e in doc.get("utilizedTransportEquipments", []):
        number = at(e, "equipment", "equipmentReference") or e.get("equipmentReference")
        out[number] = e, "|".join(s.get("number") or s["sealNumber"] for s in e.get("seals", [])) or None
    return out


def cargo(doc):
    """The rows of a document: cargo items, then the containers that none of them names."""
    equipment = boxes(doc)
    named = [c.get("equipmentReference") for i in doc["consignmentItems"] for c in i.get("cargoItems", [])]
    for item in doc["consignmentItems"] or ([] if equipment else [{}]):
        words, codes = item.get("descriptionOfGoods"), [item[n][0] for n in ("extendedHSCodes", "HSCodes") if item.get(n)]
        codes += [n["values"][0] for n in item.get("nationalCommodityCodes", [])] + [item.get("HSCode")]
        words = words if isinstance(words, list) else [words]
        inside = item.get("cargoItems") or [{}]
        for c in inside:
            box = c.get("equipmentReference") or (next(iter(equipment)) if len(equipment) == 1 else None)
            packing = c.get("outerPackaging", c)
            row = {"container_number": box, "seal_number": equipment.get(box, ({}, None))[1],
                   "description": " ".join(w for w in words if w) or None,
                   "hs_code": codes[0],
                   "package_count": packing.get("numberOfPackages"),
                   "package_type": packing.get("packageCode") or packing.get("description") or packing.get("packageNameOnBL")}
            alone, e = len(inside) == 1, equipment.get(box, ({}, None))[0] if named.count(box) == 1 else {}
            weights = [(at(o, "cargoGrossWeight", "value"), at(o, "cargoGrossWeight", "unit")) for o in (c, item)[:1 + alone]]
            weights += [(o.get("weight"), o.get("weightUnit")) for o in (c, item)[:1 + alone]]
            if not isinstance(e.get("cargoGrossWeight"), dict):
                weights.append((e.get("cargoGrossWeight"), e.get("cargoGrossWeightUnit")))
            row["gross_weight_kg"] = next((w for w in (measure(v, u, KILOS) for v, u in weights) if w is not None), None)
            volumes = [(at(o, "cargoGrossVolume", "value"), at(o, "cargoGrossVolume", "unit")) for o in (c, item)[:1 + alone]]
            volumes += [(o.get("volume"), o.get("volumeUnit")) for o in (c, item)[:1 + alone]]
            row["volume_m3"] = next((w for w in (measure(v, u, CUBES) for v, u in volumes) if w is not None), None)
            yield row
    for number, (e, seals) in equipment.items():
        if number not in named and not (len(equipment) == 1 and None in named):
            yield {"container_number": number, "seal_number": seals, "description": None, "hs_code": None,
                   "gross_weight_kg": measure(e.get("cargoGrossWeight"), e.get("cargoGrossWeightUnit"), KILOS)}


def documents(thing):
    """What is a transport document, at most three objects down; only the first of one object."""
    if isinstance(thing, list):
        return [d for t in thing for d in documents(t)]
    if not isinstance(thing, dict):
        return []
    if "transportDocumentReference" in thing and ("consignmentItems" in thing or "shippingInstruction" in thing):
        return [thing]
    return next((found for found in (documents(v) for n, v in thing.items() if n != "arrivalNotices") if found), [])


def of_file(path):
    data = path.read_text(encoding="utf-8-sig")
    lines = data.splitlines() if path.suffix == ".ndjson" else [data]
    try:
        things = [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]
    except json.JSONDecodeError:
        return {}, {BROKEN}, 1
    rows, docs = [], [d for t in things for d in documents(t)]
    for doc in docs:
        head, value = header(doc), number(doc.get("declaredValue"))
        for n, row in enumerate(cargo(doc.get("shippingInstruction", doc)), 1):
            rows.append({**head, **row, "line_number": n, "declared_value": value if n == 1 else None})
    answer = not docs and all("consignmentItems" not in t and "errors" in t for t in things if isinstance(t, dict))
    return {"shipment": rows}, set() if docs or answer and isinstance(things[0], dict) else {UNREAD}, len(docs) or 1


main("dcsa_bl", of_file, ".json", ".ndjson")
