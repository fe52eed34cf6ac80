#!/usr/bin/python3
"""What `tradetrace ingest` makes of Cross Industry Invoices, against an independent reading of them.

    cii_oracle.py TT FOLDER...

Elements by the semantic model of EN 16931 (BT numbers beside them), in the syntax of CII D16B; those of
ZUGFeRD 1 are renamed first.
"""
import xml.etree.ElementTree as ET

from oracle import (UNREAD, clean, described, first, joined, kids, line_numbers, local, main, number, per_one, squeezed,
                    text)

TRANSPORT = set("703 704 705 706 707 709 710 711 713 714 716 720 722 730 740 741 743 750 760 761 763 765".split())
TYPES = {**dict.fromkeys("81 83 261 262 296 308 381 396 420 458 532".split(), "credit_note"),
         **dict.fromkeys("80 84 383".split(), "debit_note"), "325": "proforma"}
ZUGFERD_1 = {
    "CrossIndustryDocument": "CrossIndustryInvoice", "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
    **{f"ApplicableSupplyChainTrade{n}": f"ApplicableHeaderTrade{n}" for n in ("Agreement", "Delivery", "Settlement")},
    **{f"SpecifiedSupplyChainTrade{n}": f"SpecifiedLineTrade{n}" for n in ("Agreement", "Delivery", "Settlement")},
}


def date_of(e, *paths):
    """Format 102: CCYYMMDD."""
    t = text(e, *(f"{p}/DateTimeString" for p in paths))
    return f"{t[:4]}-{t[4:6]}-{t[6:8]}" if t else None


def id_of(party):
    organization = first(party, "SpecifiedLegalOrganization/ID")
    numbers = kids(party, "GlobalID") + ([organization] if organization is not None else [])
    tax = {e.get("schemeID"): clean(e.text) for e in reversed(kids(party, "SpecifiedTaxRegistration/ID"))}
    lei = [clean(e.text) for e in numbers if e.get("schemeID") == "0199"]
    return (lei or [tax.get("VA") or tax.get("FC") or text(party, "SpecifiedLegalOrganization/ID", "GlobalID", "ID")])[0]


def party(role, e):
    a = first(e, "PostalTradeAddress")
    town = " ".join(t for t in (text(a, "PostcodeCode"), text(a, "CityName")) if t)
    return {f"{role}_name": text(e, "Name", "SpecifiedLegalOrganization/TradingBusinessName"),   # BT-27, BT-44
            f"{role}_id": id_of(e), f"{role}_country": text(a, "CountryID"),
            f"{role}_address": joined(text(a, "LineOne"), text(a, "LineTwo"), text(a, "LineThree"), town,
                                      text(a, "CountrySubDivisionName"))}


def header(doc):
    head = first(doc, "ExchangedDocument")
    agreement, delivery, settlement = (first(doc, f"SupplyChainTradeTransaction/ApplicableHeaderTrade{n}")
                                       for n in ("Agreement", "Delivery", "Settlement"))
    means = "SpecifiedTradeSettlementPaymentMeans"
    refs = kids(agreement, "AdditionalReferencedDocument")
    return {
        "invoice_number": text(head, "ID"),                                                      # BT-1
        "issue_date": date_of(head, "IssueDateTime"),                                            # BT-2
        "document_type": TYPES.get(text(head, "TypeCode"), "invoice"),                           # BT-3
        "due_date": date_of(settlement, "SpecifiedTradePaymentTerms/DueDateDateTime"),           # BT-9
        "payment_terms": text(settlement, "SpecifiedTradePaymentTerms/Description"),             # BT-20
        **party("seller", first(agreement, "SellerTradeParty")),
        **party("buyer", first(agreement, "BuyerTradeParty")),
        "seller_account": squeezed(text(settlement, f"{means}/PayeePartyCreditorFinancialAccount/IBANID",
                                        f"{means}/PayeePartyCreditorFinancialAccount/ProprietaryID")),  # BT-84
        "buyer_account": squeezed(text(settlement, f"{means}/PayerPartyDebtorFinancialAccount/IBANID")),  # BT-91
        "currency": text(settlement, "InvoiceCurrencyCode"),                                     # BT-5
        "invoice_total": number(text(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation/GrandTotalAmount",
                                     "SpecifiedTradeSettlementMonetarySummation/GrandTotalAmount")),  # BT-112
        "order_number": text(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID",
                             "BuyerOrderReferencedDocument/ID"),                                 # BT-13
        "incoterm": text(agreement, "ApplicableTradeDeliveryTerms/DeliveryTypeCode"),
        "transport_document": next((text(r, "IssuerAssignedID") for r in refs if text(r, "TypeCode") in TRANSPORT), None),
    }


def invoice(doc):
    head = header(doc)
    lines = [l for l in kids(doc, "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem")
             if text(l, "AssociatedDocumentLineDocument/LineStatusReasonCode") not in ("GROUP", "INFORMATION")]
    ids = line_numbers([text(l, "AssociatedDocumentLineDocument/LineID") for l in lines])
    for line, n in zip(lines, ids):
        goods, price = first(line, "SpecifiedTradeProduct"), first(line, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice")
        quantity = first(line, "SpecifiedLineTradeDelivery/BilledQuantity")
        codes = [clean(c.text) for c in kids(goods, "DesignatedProductClassification/ClassCode") if c.get("listID") == "HS"]
        yield {
            **head, "line_number": n,                                                            # BT-126
            "description": described(goods, "Name", "Description"),                              # BT-153, BT-154
            "origin_country": text(goods, "OriginTradeCountry/ID"),                              # BT-159
            "hs_code": codes[0] if codes else None,                                              # BT-158
            "quantity": number(clean(quantity.text)), "unit": quantity.get("unitCode"),          # BT-129, BT-130
            "unit_price": per_one(number(text(price, "ChargeAmount")), number(text(price, "BasisQuantity"))),
            "line_amount": number(text(line, *(f"SpecifiedLineTradeSettlement/SpecifiedTradeSettlement{n}MonetarySummation"
                                               "/LineTotalAmount" for n in ("Line", "")))),      # BT-131
        }
    if not lines:
        yield {**head, "line_amount": None, "quantity": None}


def of_file(path):
    top = ET.parse(path).getroot()
    for e in top.iter():
        if local(e) in ZUGFERD_1:
            e.tag = ZUGFERD_1[local(e)]
    docs = [e for e in top.iter() if local(e) == "CrossIndustryInvoice"]
    rows = [row for doc in docs for row in invoice(doc)]
    return {"invoice": rows}, [] if docs else [UNREAD], len(docs) or 1


main("cii", of_file, ".xml")
