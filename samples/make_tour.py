#!/usr/bin/env python3
"""Write the documents of the tour: python3 samples/make_tour.py samples/tour

Nothing here is random: every deal is a row below.  README.md tells the story; this file is its
ground truth.  The companies, people and numbers are invented.
"""
import csv
import datetime as dt
import json
import sys

INVOICE = """invoice_number issue_date document_type due_date seller_name seller_country seller_id
seller_address seller_account buyer_name buyer_country buyer_id buyer_address buyer_account currency
line_number description hs_code origin_country quantity unit unit_price line_amount invoice_total
incoterm order_number transport_document payment_terms""".split()
SHIPMENT = """transport_document document_type manifest_number on_board_date arrival_date shipper_name
shipper_country shipper_id shipper_address consignee_name consignee_country consignee_id
consignee_address notify_name notify_country carrier_name vessel_name voyage port_of_loading
port_of_discharge transshipment_ports container_number line_number description hs_code package_count
package_type quantity unit gross_weight_kg net_weight_kg declared_value currency origin_country
invoice_number""".split()
DECLARATION = """declaration_number direction declaration_date office exporter_name exporter_country
exporter_id importer_name importer_country importer_id line_number hs_code description origin_country
partner_country quantity unit net_weight_kg gross_weight_kg customs_value currency valuation_basis
procedure_code transport_document invoice_number""".split()
PAYMENT = """payment_id value_date payer_name payer_account payer_country payer_id payer_bank payee_name
payee_account payee_country payee_id payee_bank amount currency channel purpose
remittance_information""".split()
PARTY = """party_id type name aliases country registration_number tax_id incorporation_date address
phone email activity_code employees""".split()

# key: type, name, country, registration, tax id, founded, address, phone, email, activity, staff, account
P = {
    # --- the over-invoicing ring ---
    "brightline": ("company", "Shenzhen Brightline Hardware Co., Ltd.", "CN", "440301104567891",
                   "", "2016-04-11", "Block 4, 88 Bao'an Avenue, Shenzhen", "+86 755 2912 3301",
                   "sales@brightline-hw.example", "2599", "85", "CN-6217003320018845"),
    "nordhain": ("company", "Nordhain Handels GmbH", "DE", "HRB 148822", "DE811000001", "2023-09-04",
                 "Speicherstrasse 3, 20457 Hamburg", "+49 40 300 4410", "info@nordhain.example", "4674",
                 "3", "DE02200505501015871393"),
    "harbour": ("company", "Harbour Star Holdings Ltd", "HK", "2984412", "", "2023-08-21",
                "Unit 1704, 17/F, Wing Tat Building, Sheung Wan", "+852 2815 7710",
                "office@harbourstar.example", "6420", "0", "HK-012-884-10077213"),
    "golden": ("company", "Golden Meridian FZE", "AE", "FZ-20231187", "", "2023-10-02",
               "Flexi Desk 211, Free Zone Tower, Sharjah", "+852 2815 7710",
               "office@goldenmeridian.example", "4690", "0", "AE070331234567890123456"),
    # --- the carousel ---
    "jebel": ("company", "Jebel Mobile FZE", "AE", "FZ-20220310", "", "2022-03-14",
              "Warehouse C12, Jebel Ali Free Zone", "+971 4 881 2200", "trade@jebelmobile.example",
              "4652", "9", "AE460090000000123456789"),
    "elbe": ("company", "Elbe Telekom Handel GmbH", "DE", "HRB 151903", "DE811000002", "2022-05-02",
             "Billstrasse 41, 20539 Hamburg", "+49 40 7810 220", "kontor@elbetelekom.example", "4652",
             "6", "DE89370400440532013000"),
    "kowloon": ("company", "Kowloon Digital Ltd", "HK", "3011276", "", "2022-06-20",
                "Rm 8, 5/F, Sun Hing Industrial, Kwun Tong", "+852 2343 9916",
                "desk@kowloondigital.example", "4652", "4", "HK-004-511-20041887"),
    # --- the cover load ---
    "savanna": ("company", "Savanna Gate Exports Ltd", "NG", "RC 1988104", "", "2024-02-12",
                "14 Creek Road, Apapa, Lagos", "+234 1 545 2207", "savannagate@mailbox.example", "4630",
                "2", "NG-0581220394"),
    "haivan": ("company", "Hai Van Son Import Export JSC", "VN", "0109988112", "0109988112",
               "2024-01-08", "Lot 6, Dinh Vu, Hai Phong", "+84 225 376 1120", "haivanson@mailbox.example",
               "4620", "2", "VN-0031000288117"),
    "lucky": ("company", "Lucky Orient Trading Ltd", "HK", "3140098", "", "2023-12-11",
              "Flat B, 9/F, Tak Lee Commercial, Mong Kok", "+852 2398 4471",
              "luckyorient@mailbox.example", "4690", "1", "HK-024-771-30019922"),
    # --- honest traders ---
    "qingdao": ("company", "Qingdao Haifeng Fasteners Co., Ltd.", "CN", "370202118765432", "",
                "2009-03-02", "12 Gangwan Road, Qingdao", "+86 532 8288 1210", "export@haifeng.example",
                "2594", "240", "CN-6228480010977211"),
    "ningbo": ("company", "Ningbo Eastgate Metal Products Co., Ltd.", "CN", "330205119876543", "",
               "2011-07-19", "7 Beilun Port Road, Ningbo", "+86 574 8688 4500", "info@eastgate.example",
               "2594", "130", "CN-6222620110004533"),
    "saigonbolt": ("company", "Sai Gon Bolt and Screw Co., Ltd.", "VN", "0301234569", "0301234569",
                   "2008-10-13", "45 Song Than, Binh Duong", "+84 274 379 0010",
                   "sales@sgbolt.example", "2594", "160", "VN-0071001998244"),
    "gulf": ("company", "Gulf Industrial Supplies LLC", "AE", "CN-1187220", "", "2006-01-22",
             "Al Quoz Industrial 3, Dubai", "+971 4 347 8800", "orders@gulfindustrial.example", "4669",
             "75", "AE210260001015123456789"),
    "hansa": ("company", "Hansa Befestigungstechnik GmbH", "DE", "HRB 90114", "DE811000003",
              "1994-06-01", "Industriestrasse 20, 28199 Bremen", "+49 421 530 110",
              "einkauf@hansa-befestigung.example", "4674", "64", "DE75512108001245126199"),
    "suedwerk": ("company", "Suedwerk Montage AG", "DE", "HRB 55210", "DE811000004", "1987-02-16",
                 "Werkstrasse 8, 70565 Stuttgart", "+49 711 780 5510", "beschaffung@suedwerk.example",
                 "4674", "310", "DE12500105170648489890"),
    "lagosbuild": ("company", "Lagos Builders Merchants Plc", "NG", "RC 204511", "", "1999-05-05",
                   "3 Oba Akran Avenue, Ikeja", "+234 1 270 4400", "procurement@lagosbuild.example",
                   "4673", "150", "NG-0100442287"),
    "abakash": ("company", "Abakash Agro Allied Ltd", "NG", "RC 611902", "", "2010-11-17",
                "Km 12 Ogbomoso Road, Ilorin", "+234 31 740 118", "export@abakash.example", "4630", "55",
                "NG-0223118805"),
    "olamide": ("company", "Olamide Farms Export Ltd", "NG", "RC 580377", "", "2012-03-08",
                "27 Warehouse Road, Apapa, Lagos", "+234 1 587 6610", "desk@olamidefarms.example", "4630",
                "48", "NG-0332907714"),
    "niger": ("company", "Niger Delta Commodities Ltd", "NG", "RC 430265", "", "2005-09-29",
              "5 Trans Amadi, Port Harcourt", "+234 84 460 230", "sales@ndcommodities.example", "4630",
              "70", "NG-0440871120"),
    "binhphuoc": ("company", "Binh Phuoc Cashew Processing JSC", "VN", "3800112233", "3800112233",
                  "2003-04-21", "QL14, Dong Xoai, Binh Phuoc", "+84 271 387 9100",
                  "purchase@bpcashew.example", "1079", "820", "VN-0650400118822"),
    "longan": ("company", "Long An Nuts Joint Stock Company", "VN", "1100556677", "1100556677",
               "2007-08-30", "Ben Luc Industrial Park, Long An", "+84 272 363 4100",
               "import@longannuts.example", "1079", "410", "VN-0660200337711"),
    "dongnai": ("company", "Dong Nai Kernel Co., Ltd.", "VN", "3600778899", "3600778899", "2010-12-06",
                "Bien Hoa 2, Dong Nai", "+84 251 383 6600", "buy@dongnaikernel.example", "1079", "275",
                "VN-0670900554400"),
    "pearl": ("company", "Pearl River Phones Ltd", "HK", "1120087", "", "2007-02-01",
              "Unit 3, 22/F, Millennium City, Kwun Tong", "+852 2172 8800", "sales@pearlriver.example",
              "4652", "38", "HK-003-220-10998877"),
    "deira": ("company", "Deira Electronics Trading LLC", "AE", "CN-1099331", "", "2008-04-15",
              "Al Ras, Deira, Dubai", "+971 4 226 7700", "sales@deiraelec.example", "4652", "44",
              "AE360330000010195511161"),
    "rhein": ("company", "Rhein Verpackung AG", "DE", "HRB 30771", "DE811000005", "1979-09-10",
              "Rheinuferstrasse 1, 51103 Koeln", "+49 221 888 4000", "treasury@rheinverpackung.example",
              "2222", "520", "DE44500105175407324931"),
    "rheinhk": ("company", "Rhein Packaging Asia Ltd", "HK", "0988123", "", "2004-05-17",
                "16/F, Exchange Tower, Kowloon Bay", "+852 3101 5500", "finance@rheinasia.example", "4669",
                "41", "HK-016-330-10055443"),
    "rheinae": ("company", "Rhein Packaging Gulf FZCO", "AE", "FZ-20091102", "", "2009-11-02",
                "LOB 15, Jebel Ali Free Zone", "+971 4 887 3300", "finance@rheingulf.example", "4669", "29",
                "AE880350000001234500099"),
    "sinomach": ("company", "Guangdong Sinomach Plastics Machinery Co., Ltd.", "CN", "440606112233445", "",
                 "2001-06-18", "9 Shunde Avenue, Foshan", "+86 757 2228 6600",
                 "service@sinomach-pm.example", "2896", "600", "CN-6013821900077766"),
    "hanse": ("bank", "Hanseatische Factoring Bank AG", "DE", "HRB 41020", "DE811000006", "1990-01-02",
              "Jungfernstieg 12, 20354 Hamburg", "+49 40 350 9000", "service@hansefactoring.example",
              "6492", "140", "DE21700202700010108669"),
    "services": ("company", "Wing Tat Corporate Services Ltd", "HK", "0702231", "", "1998-03-03",
                 "Unit 1701, 17/F, Wing Tat Building, Sheung Wan", "+852 2815 2000",
                 "hello@wingtatcs.example", "6920", "25", "HK-002-118-10012345"),
}

# Other spellings that documents use; the rest is written as above.
SPELLED = {
    "brightline": ["SHENZHEN BRIGHTLINE HARDWARE CO LTD", "Shenzhen Brightline Hardware Co., Ltd.",
                   "深圳市亮线五金有限公司"],
    "nordhain": ["NORDHAIN HANDELS GMBH", "Nordhain Handels GmbH"],
    "haivan": ["HAI VAN SON IMPORT EXPORT JSC", "Hải Vân Sơn Import Export JSC"],
    "binhphuoc": ["BINH PHUOC CASHEW PROCESSING JSC", "Bình Phước Cashew Processing JSC"],
    "suedwerk": ["SUEDWERK MONTAGE AG", "Suedwerk Montage AG"],
}
ALIASES = {"brightline": "深圳市亮线五金有限公司"}

OWNERSHIP = [  # owner, owned, role, percent, from
    ("Leung Kai Ming", "harbour", "director", "", "2023-08-21"),
    ("Leung Kai Ming", "golden", "director", "", "2023-10-02"),
    ("rhein", "rheinhk", "shareholder", "100", "2004-05-17"),
    ("rhein", "rheinae", "shareholder", "100", "2009-11-02"),
    ("Vo Thi Mai Lan", "binhphuoc", "director", "", "2003-04-21"),
    ("Folake Adeyemi", "olamide", "director", "", "2012-03-08"),
]

PEOPLE = [("Leung Kai Ming", "HK"), ("Vo Thi Mai Lan", "VN"), ("Folake Adeyemi", "NG")]

PORT = {"CN": "CNNGB", "HK": "HKHKG", "AE": "AEJEA", "DE": "DEHAM", "NG": "NGAPP", "VN": "VNHPH"}
SEA_DAYS = {("CN", "DE"): 34, ("VN", "DE"): 33, ("AE", "DE"): 22, ("CN", "NG"): 38, ("CN", "AE"): 19,
            ("NG", "VN"): 36, ("HK", "AE"): 16, ("AE", "HK"): 17, ("DE", "HK"): 32, ("HK", "DE"): 33,
            ("DE", "CN"): 35, ("DE", "VN"): 36, ("AE", "NG"): 27, ("VN", "AE"): 18}

BOLT = ("Hexagon bolts and nuts, zinc plated steel", "7318.15", "KGM", "CN")
NUTS = ("Raw cashew nuts in shell", "0801.31", "KGM", "NG")
PHONE = ("Smartphones 128 GB, sealed, model AX5", "8517.13", "H87", "CN")

# Honest deals: seller, buyer, goods, first day, days between, then (quantity, unit price) of each deal.
HONEST = [
    ("qingdao", "hansa", BOLT, "2024-01-09", 41, [(21400, 2.31), (20800, 2.36), (22100, 2.28), (19700, 2.40),
                                                  (23500, 2.33), (21000, 2.45), (20400, 2.38), (22600, 2.42)]),
    ("qingdao", "suedwerk", BOLT, "2024-01-18", 47, [(18000, 2.52), (17200, 2.44), (19100, 2.49),
                                                     (18400, 2.57), (16900, 2.61), (18800, 2.55),
                                                     (17600, 2.60)]),
    ("ningbo", "hansa", BOLT, "2024-02-02", 44, [(24000, 2.05), (25300, 2.11), (23800, 2.08), (24700, 2.16),
                                                 (26100, 2.12), (24200, 2.19), (25000, 2.21)]),
    ("ningbo", "gulf", BOLT, "2024-01-25", 52, [(15200, 2.18), (14800, 2.26), (16000, 2.22), (15500, 2.31),
                                                (14400, 2.29), (15900, 2.34)]),
    ("saigonbolt", "suedwerk", BOLT, "2024-02-14", 49, [(12600, 2.66), (13100, 2.58), (12900, 2.71),
                                                        (12200, 2.64), (13400, 2.75), (12700, 2.69)]),
    ("gulf", "lagosbuild", BOLT, "2024-02-21", 57, [(9800, 2.88), (10200, 2.95), (9500, 2.91), (10100, 3.02),
                                                    (9900, 2.97)]),
    ("qingdao", "lagosbuild", BOLT, "2024-03-11", 61, [(11800, 2.47), (12100, 2.55), (11500, 2.51),
                                                       (12400, 2.58)]),
    ("abakash", "binhphuoc", NUTS, "2024-02-26", 24, [(48000, 1.21), (47500, 1.24), (49200, 1.27),
                                                      (48600, 1.30), (50100, 1.33), (47800, 1.31)]),
    ("abakash", "longan", NUTS, "2024-03-04", 29, [(24600, 1.25), (25100, 1.28), (24300, 1.32),
                                                   (24800, 1.35), (25500, 1.34)]),
    ("olamide", "binhphuoc", NUTS, "2024-03-08", 27, [(36200, 1.18), (37000, 1.22), (35800, 1.26),
                                                      (36900, 1.29), (36400, 1.32)]),
    ("olamide", "dongnai", NUTS, "2024-03-15", 33, [(23900, 1.23), (24400, 1.27), (24100, 1.30),
                                                    (23700, 1.36)]),
    ("niger", "longan", NUTS, "2024-03-20", 30, [(49800, 1.15), (50400, 1.19), (49100, 1.24),
                                                 (50900, 1.28)]),
    ("niger", "dongnai", NUTS, "2024-03-27", 35, [(25800, 1.20), (26200, 1.25), (25300, 1.29)]),
    ("pearl", "deira", PHONE, "2024-01-30", 63, [(1500, 206.0), (1800, 203.5), (1600, 201.0), (1700, 199.5),
                                                 (1900, 198.0)]),
    ("pearl", "elbe", PHONE, "2024-02-09", 91, [(800, 209.0), (900, 205.0)]),
]


def day(text, plus=0):
    return dt.date.fromisoformat(text) + dt.timedelta(days=plus)


def money(x):
    return f"{x:.2f}"


class Tour:
    """Collects rows; numbers of documents count up by kind."""

    def __init__(self):
        self.invoices, self.shipments, self.declarations, self.payments = [], [], [], []
        self.n_bl = self.n_pay = self.n_decl = 0
        self.n_inv = {}
        self.turn = {}

    def name(self, key):
        spelled = SPELLED.get(key)
        if not spelled:
            return P[key][1]
        self.turn[key] = self.turn.get(key, -1) + 1
        return spelled[self.turn[key] % len(spelled)]

    def party(self, key, role, bank=False):
        _, _, country, reg, tax, _, address, *_, account = P[key]
        row = {f"{role}_name": self.name(key), f"{role}_country": country, f"{role}_id": tax or reg,
               f"{role}_account": account}
        if not bank:
            row[f"{role}_address"] = address
        return row

    def bl_number(self):
        self.n_bl += 1
        return f"TTLU24{self.n_bl:05d}"

    def invoice(self, seller, buyer, goods, date, qty, price, bl="", number=None, kind="invoice",
                currency="USD", terms="60 days after invoice", incoterm="FOB"):
        n = self.n_inv[seller] = self.n_inv.get(seller, 0) + 1
        number = number or f"{P[seller][1].split()[0][:3].upper()}-24-{n:03d}"
        text, hs, unit, origin = goods
        total = money(qty * price)
        self.invoices.append({
            "invoice_number": number, "issue_date": date.isoformat(), "document_type": kind,
            "due_date": (date + dt.timedelta(days=60)).isoformat(), **self.party(seller, "seller"),
            **self.party(buyer, "buyer"), "currency": currency, "line_number": "1", "description": text,
            "hs_code": hs, "origin_country": origin, "quantity": qty, "unit": unit,
            "unit_price": f"{price:g}", "line_amount": total, "invoice_total": total,
            "incoterm": incoterm, "transport_document": bl, "payment_terms": terms})
        return number

    def ship(self, seller, buyer, goods, date, qty, net, number, bl=None, container=None, text=None,
             gross=None, value=""):
        bl = bl or self.bl_number()
        text0, hs, unit, origin = goods
        a, b = P[seller][2], P[buyer][2]
        days = SEA_DAYS.get((a, b), 25)
        roles = {}
        for key, role in ((seller, "shipper"), (buyer, "consignee")):
            _, _, country, reg, tax, _, address, *_ = P[key]
            roles |= {f"{role}_name": self.name(key), f"{role}_country": country, f"{role}_id": tax or reg,
                      f"{role}_address": address}
        self.shipments.append({
            "transport_document": bl, "document_type": "house_bl", "manifest_number": f"M{date:%y%j}",
            "on_board_date": date.isoformat(), "arrival_date": (date + dt.timedelta(days=days)).isoformat(),
            **roles, "carrier_name": "Northern Cross Line", "vessel_name": "NC Meridian",
            "voyage": f"{date:%U}W", "port_of_loading": PORT[a], "port_of_discharge": PORT[b],
            "container_number": container or "", "line_number": "1", "description": text or text0,
            "hs_code": hs, "package_count": max(1, int(net // 50)), "package_type": "BG" if hs[0] == "0" else "CT",
            "quantity": qty, "unit": unit, "gross_weight_kg": f"{gross or net * 1.03:.0f}",
            "net_weight_kg": f"{net:.0f}", "declared_value": value, "currency": "USD" if value else "",
            "origin_country": origin, "invoice_number": number})
        return bl

    def declare(self, seller, buyer, goods, date, qty, net, value, number, bl):
        self.n_decl += 1
        text, hs, unit, origin = goods
        row = {"declaration_number": f"24{P[buyer][2]}{self.n_decl:06d}", "direction": "import",
               "declaration_date": date.isoformat(), "office": PORT[P[buyer][2]][2:], "line_number": "1",
               "hs_code": hs, "description": text, "origin_country": origin,
               "partner_country": P[seller][2], "quantity": qty, "unit": unit, "net_weight_kg": f"{net:.0f}",
               "gross_weight_kg": f"{net * 1.03:.0f}", "customs_value": money(value), "currency": "USD",
               "valuation_basis": "cif", "procedure_code": "4000", "transport_document": bl,
               "invoice_number": number}
        for key, role in ((seller, "exporter"), (buyer, "importer")):
            _, _, country, reg, tax, *_ = P[key]
            row |= {f"{role}_name": self.name(key), f"{role}_country": country, f"{role}_id": tax or reg}
        self.declarations.append(row)

    def pay(self, payer, payee, date, amount, text, currency="USD"):
        self.n_pay += 1
        row = {"payment_id": f"TT24{self.n_pay:05d}", "value_date": date.isoformat(),
               **self.party(payer, "payer", True), **self.party(payee, "payee", True),
               "amount": money(amount), "currency": currency, "channel": "wire",
               "remittance_information": text}
        self.payments.append(row)

    def deal(self, seller, buyer, goods, date, qty, price, net, pay_after=52, charges=0.0, declare=False):
        """Invoice, bill of lading, payment: the ordinary case."""
        bl = self.bl_number()
        number = self.invoice(seller, buyer, goods, date, qty, price, bl)
        on_board = date + dt.timedelta(days=6)
        self.ship(seller, buyer, goods, on_board, qty, net, number, bl)
        arrival = on_board + dt.timedelta(days=SEA_DAYS.get((P[seller][2], P[buyer][2]), 25))
        if declare:
            self.declare(seller, buyer, goods, arrival + dt.timedelta(days=2), qty, net,
                         qty * price * 1.07, number, bl)
        self.pay(buyer, seller, date + dt.timedelta(days=pay_after), qty * price - charges,
                 f"PAYMENT INV {number}")
        return number


def kilos(goods, qty):
    return qty * 0.42 if goods is PHONE else qty


def honest_trade(t):
    for seller, buyer, goods, first, step, deals in HONEST:
        for i, (qty, price) in enumerate(deals):
            t.deal(seller, buyer, goods, day(first, i * step), qty, price, kilos(goods, qty),
                   pay_after=46 + (i * 5) % 17, charges=25.0 if i % 4 == 1 else 0.0,
                   declare=P[buyer][2] == "DE" and i % 3 == 0)


def over_invoicing_ring(t):
    """Bolts at four times their price, and the surplus going round by two shells."""
    for i, (qty, price) in enumerate([(9600, 9.62), (9900, 9.75), (9400, 9.58), (10100, 9.81), (9700, 9.90),
                                      (9800, 9.70), (10000, 9.85), (9500, 9.92)]):
        t.deal("brightline", "nordhain", BOLT, day("2024-02-06", i * 38), qty, price, qty,
               pay_after=9 + i % 3, declare=i % 2 == 0)
    for first, amounts in (("2024-03-18", (71840, 70260, 68430, 66910)),
                           ("2024-06-11", (74350, 72690, 71110, 69380)),
                           ("2024-09-23", (76920, 75080, 73520, 71640))):
        hops = ("brightline", "harbour", "golden", "nordhain", "brightline")
        texts = ("SERVICE FEE", "LOAN AGREEMENT", "SHAREHOLDER LOAN", "ADVANCE")
        for i, amount in enumerate(amounts):
            t.pay(hops[i], hops[i + 1], day(first, 4 * i), amount, texts[i])


def carousel(t):
    """One lot of phones four times round; after the first round nothing travels on the last leg."""
    ring = ("jebel", "elbe", "kowloon", "jebel")
    price = 198.0
    for lap, first in enumerate(("2024-01-15", "2024-03-18", "2024-05-13", "2024-07-01")):
        for leg in range(3):
            seller, buyer = ring[leg], ring[leg + 1]
            date = day(first, 19 * leg)
            price *= 1.021
            moved = not (lap >= 1 and leg == 2)
            if moved:
                t.deal(seller, buyer, PHONE, date, 2400, round(price, 2), 2400 * 0.42, pay_after=12)
            else:
                number = t.invoice(seller, buyer, PHONE, date, 2400, round(price, 2))
                t.pay(buyer, seller, date + dt.timedelta(days=12), 2400 * round(price, 2),
                      f"PAYMENT INV {number}")
        price = 198.0 + lap


def cover_load(t):
    """Two containers of "cashew nuts" that weigh more than the invoice says, paid from Hong Kong.

    On arrival: 6.9 t of pangolin scales behind the bags.  No detector is told.
    """
    for i, (date, qty, weight) in enumerate((("2024-05-14", 26800, 37650), ("2024-06-18", 27100, 38240))):
        bl = t.bl_number()
        number = t.invoice("savanna", "haivan", NUTS, day(date), qty, 1.27, bl, terms="prepaid")
        t.ship("savanna", "haivan", NUTS, day(date, 5), weight, weight, number, bl,
               container=("TTLU4012347", "TTLU4012352")[i])
        t.pay("lucky", "savanna", day(date, 2), qty * 1.27, f"INV {number}")


def look_alikes(t):
    # Beside the ring: a sample at five times the price; a sale inside a declared group; cash pooling.
    bl = t.bl_number()
    number = t.invoice("ningbo", "hansa", ("SAMPLE bolts A4, no commercial value", "7318.15", "KGM", "CN"),
                       day("2024-04-03"), 12, 11.8, bl)
    t.ship("ningbo", "hansa", ("SAMPLE bolts A4", "7318.15", "KGM", "CN"), day("2024-04-05"), 12, 12, number,
           bl)
    t.pay("hansa", "ningbo", day("2024-04-25"), 12 * 11.8, f"INV {number}")
    for i, first in enumerate(("2024-01-31", "2024-04-30", "2024-07-31", "2024-10-31")):
        base = 180000 + 6500 * i
        t.pay("rheinhk", "rheinae", day(first), base, "CASH POOL SWEEP")
        t.pay("rheinae", "rhein", day(first, 1), base - 120, "CASH POOL SWEEP")
        t.pay("rhein", "rheinhk", day(first, 3), base - 900, "CASH POOL RETURN")
    # Beside the carousel: a machine that comes back repaired, and pallets that go round for ever.
    machine = ("Injection moulding machine for REPAIR", "8477.10", "H87", "DE")
    back = ("Injection moulding machine returned after REPAIR", "8477.10", "H87", "DE")
    for seller, buyer, goods, date in (("rhein", "sinomach", machine, "2024-03-12"),
                                       ("sinomach", "rhein", back, "2024-06-27")):
        bl = t.bl_number()
        number = t.invoice(seller, buyer, goods, day(date), 1, 64000, bl, terms="no payment: repair")
        t.ship(seller, buyer, goods, day(date, 4), 1, 8200, number, bl)
    pallets = ("Returnable pallets and box pallets of wood", "4415.20", "H87", "DE")
    for i, (seller, buyer) in enumerate((("rhein", "rheinhk"), ("rheinhk", "rheinae"), ("rheinae", "rhein"),
                                         ("rhein", "rheinhk"), ("rheinhk", "rheinae"), ("rheinae", "rhein"))):
        bl = t.bl_number()
        number = t.invoice(seller, buyer, pallets, day("2024-02-05", 45 * i), 900, 11.5, bl,
                           terms="set off in the group")
        t.ship(seller, buyer, pallets, day("2024-02-05", 45 * i + 4), 900, 19800, number, bl)
    # Beside the cover load: one invoice in two bills of lading, a factor that pays, a parent that pays,
    # a credit note for moisture.
    number = t.invoice("olamide", "longan", NUTS, day("2024-04-18"), 52000, 1.28)
    for plus, qty in ((6, 26000), (20, 26000)):
        t.ship("olamide", "longan", NUTS, day("2024-04-18", plus), qty, qty * 0.992, number)
    t.pay("longan", "olamide", day("2024-06-10"), 30000, f"PART PAYMENT {number}")
    t.pay("longan", "olamide", day("2024-07-02"), 52000 * 1.28 - 30000, f"BALANCE {number}")
    for seller, buyer, goods, date, qty, price in (
            ("qingdao", "suedwerk", BOLT, "2024-05-28", 15000, 2.53),
            ("ningbo", "hansa", BOLT, "2024-06-19", 15800, 2.17),
            ("saigonbolt", "suedwerk", BOLT, "2024-08-06", 11900, 2.70)):
        bl = t.bl_number()
        number = t.invoice(seller, buyer, goods, day(date), qty, price, bl, terms="factored")
        t.ship(seller, buyer, goods, day(date, 5), qty, qty, number, bl)
        t.pay("hanse", seller, day(date, 4), qty * price * 0.98, f"FACTORING {number}")
    bl = t.bl_number()
    sheet = ("Packaging film of polypropylene", "3920.20", "KGM", "CN")
    number = t.invoice("sinomach", "rheinae", sheet, day("2024-05-06"), 14000, 2.9, bl)
    t.ship("sinomach", "rheinae", sheet, day("2024-05-10"), 14000, 14000, number, bl)
    t.pay("rhein", "sinomach", day("2024-06-20"), 14000 * 2.9, f"INV {number} FOR RHEIN GULF")
    first = next(r for r in t.invoices if r["seller_name"].startswith("Abakash"))
    credit = dict(first, invoice_number="ABA-24-CN1", document_type="credit_note", issue_date="2024-05-02",
                  description="Moisture allowance on " + first["invoice_number"], quantity=480,
                  unit_price="1.21", line_amount="580.80", invoice_total="580.80", transport_document="",
                  order_number=first["invoice_number"])
    t.invoices.append(credit)


def write_csv(path, fields, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        w = csv.DictWriter(f, fields, lineterminator="\n")
        w.writeheader()
        w.writerows(rows)


def registry():
    rows = []
    for key, (kind, name, country, reg, tax, founded, address, phone, email, code, staff, _) in P.items():
        rows.append(dict(zip(PARTY, (tax or reg, kind, name, ALIASES.get(key, ""), country, reg, tax, founded,
                                     address, phone, email, code, staff))))
    for n, (name, country) in enumerate(PEOPLE, 1):
        rows.append({"party_id": f"P-{n}", "type": "person", "name": name, "country": country})
    return rows


def main(out):
    t = Tour()
    honest_trade(t)
    over_invoicing_ring(t)
    carousel(t)
    cover_load(t)
    look_alikes(t)
    t.invoices.sort(key=lambda r: (r["issue_date"], r["invoice_number"]))
    t.shipments.sort(key=lambda r: (r["on_board_date"], r["transport_document"]))
    t.payments.sort(key=lambda r: (r["value_date"], r["payment_id"]))

    write_csv(f"{out}/invoices.csv", INVOICE, t.invoices)
    write_csv(f"{out}/manifests.csv", SHIPMENT, t.shipments)
    write_csv(f"{out}/declarations.csv", DECLARATION, t.declarations)
    with open(f"{out}/payments.ndjson", "w", encoding="utf-8") as f:
        for r in t.payments:
            f.write(json.dumps({k: r[k] for k in PAYMENT if r.get(k)}, ensure_ascii=False) + "\n")
    with open(f"{out}/registry.json", "w", encoding="utf-8") as f:
        json.dump([{k: v for k, v in r.items() if v} for r in registry()], f, ensure_ascii=False, indent=1)
        f.write("\n")
    ids = {key: p[4] or p[3] for key, p in P.items()}
    write_csv(f"{out}/ownership.csv", "owner_id owner_name owned_id owned_name role share_percent start_date".split(),
              [{"owner_id": ids.get(a, ""), "owner_name": P[a][1] if a in P else a, "owned_id": ids[b],
                "owned_name": P[b][1], "role": role, "share_percent": share, "start_date": start}
               for a, b, role, share, start in OWNERSHIP])
    write_csv(f"{out}/coverage.csv", "kind country period_start period_end share".split(),
              [{"kind": k, "country": "", "period_start": "2024-01-01", "period_end": "2025-03-31",
                "share": s} for k, s in (("shipment", "0.97"), ("payment", "0.95"))])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ".")
