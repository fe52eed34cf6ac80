#!/usr/bin/env python3
"""Write the documents of the price samples: python3 samples/make_prices.py samples/detect

Nothing is random: line i of the market is cheaper or dearer by a fixed rule.  What is planted, and
why each near miss is honest, stands in the expect.json beside the documents.
"""
import csv
import datetime as dt
import sys
from pathlib import Path

HEADER = """invoice_number issue_date document_type seller_name seller_country buyer_name buyer_country
currency line_number description hs_code origin_country quantity unit line_amount incoterm
transport_document""".split()
SHIPMENT = """transport_document document_type on_board_date shipper_name shipper_country consignee_name
consignee_country port_of_loading port_of_discharge line_number description hs_code net_weight_kg
gross_weight_kg invoice_number""".split()


def invoice(number, day, seller, buyer, text, hs, kg, cents, kind="invoice", term="FOB", bl=""):
    amount = kg * cents
    return [number, day, kind, seller, "IN", buyer, "NL", "USD", 1, text, hs, "IN", kg, "KGM",
            f"{amount // 100}.{amount % 100:02d}", term, bl]


def market(text, hs, low, step):
    """60 honest lines of 20 sellers and 15 buyers over four months."""
    for i in range(60):
        day = dt.date(2024, 3, 1) + dt.timedelta(days=2 * i)
        yield invoice(f"M-{i + 1:03d}", day, f"Honest Seller {i % 20 + 1} Ltd",
                      f"Honest Buyer {i % 15 + 1} BV", text, hs, 4000 + 500 * (i % 7),
                      low + step * (i * 7 % 60))


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def over(folder):
    text, hs = "Cashew kernels W320", "0801.32"
    seller, buyer = "Sunrise Exports Pvt Ltd", "Delta Imports BV"
    rows = list(market(text, hs, 500, 3))  # 5.00 to 6.77 a kilogram
    rows += [
        invoice("RING-1", "2024-04-10", seller, buyer, text, hs, 8000, 1450, bl="SUNR-01"),
        invoice("RING-2", "2024-05-02", seller, buyer, text, hs, 9000, 1720, bl="SUNR-02"),
        invoice("RING-3", "2024-05-28", seller, buyer, text, hs, 8500, 2010, bl="SUNR-03"),
        invoice("SLIP-1", "2024-05-05", "Careless Clerk Pvt Ltd", "Honest Buyer 3 BV", text, hs, 12, 590000),
        invoice("SAMPLE-1", "2024-05-06", "Honest Seller 2 Ltd", "Curious Cook BV",
                "Samples of cashew kernels, no commercial value", hs, 500, 3000),
        invoice("WRONG-1", "2024-05-07", "Honest Seller 5 Ltd", "Honest Buyer 9 BV", text, hs, 4000, 4400),
        invoice("WRONG-1-CN", "2024-05-12", "Honest Seller 5 Ltd", "Honest Buyer 9 BV", text, hs, 4000,
                4400, kind="credit_note"),
        invoice("SMALL-1", "2024-05-08", "Honest Seller 7 Ltd", "Corner Shop BV", text, hs, 200, 1400),
        invoice("LONELY-1", "2024-05-09", "Rare Goods Ltd", "Honest Buyer 2 BV", "Vanilla beans", "0905.10", 400, 30000),
    ]
    write(folder / "invoices.csv", HEADER, rows)
    write(folder / "shipments.csv", SHIPMENT,
          [[f"SUNR-0{i}", "house_bl", day, seller, "IN", buyer, "NL", "INCOK", "NLRTM", 1, text, hs, kg, kg + 300,
            f"RING-{i}"] for i, day, kg in ((1, "2024-04-14", 8000), (2, "2024-05-06", 9000), (3, "2024-06-01", 8500))])


def under(folder):
    text, hs = "Cardamom, whole", "0908.31"
    seller, buyer = "Hillside Spices Pvt Ltd", "Kanaal Kruiden BV"
    rows = list(market(text, hs, 2200, 9))  # 22.00 to 27.31 a kilogram
    rows += [
        invoice("LOW-1", "2024-04-12", seller, buyer, text, hs, 5000, 810),
        invoice("LOW-2", "2024-05-15", seller, buyer, text, hs, 6000, 880),
        invoice("LOW-3", "2024-06-11", seller, buyer, text, hs, 5500, 745),
        invoice("POINT-1", "2024-05-05", "Careless Clerk Pvt Ltd", "Honest Buyer 3 BV", text, hs, 4000, 245),
        invoice("RETURN-1", "2024-05-06", "Honest Seller 2 Ltd", "Honest Buyer 4 BV",
                "Cardamom, returned goods", hs, 4000, 900),
        invoice("CHEAP-1", "2024-05-08", "Honest Seller 7 Ltd", "Honest Buyer 6 BV", text, hs, 4000, 1700),
        invoice("FEW-1", "2024-05-09", "Honest Seller 9 Ltd", "Corner Shop BV", text, hs, 300, 950),
    ]
    write(folder / "invoices.csv", HEADER, rows)


if __name__ == "__main__":
    root = Path(sys.argv[1])
    over(root / "price_over_invoicing")
    under(root / "price_under_invoicing")
