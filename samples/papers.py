"""papers.py - rows of documents, for the samples that are made: Papers collects and writes them."""
import csv

HEADS = {
    "invoices": """invoice_number issue_date due_date seller_name seller_country buyer_name
        buyer_country currency line_number description hs_code origin_country quantity unit unit_price
        line_amount invoice_total incoterm transport_document""",
    "shipments": """transport_document document_type on_board_date arrival_date shipper_name
        shipper_country consignee_name consignee_country port_of_loading port_of_discharge
        transshipment_ports line_number description hs_code quantity unit gross_weight_kg net_weight_kg
        invoice_number""",
    "declarations": """declaration_number direction declaration_date exporter_name exporter_country
        importer_name importer_country line_number hs_code description origin_country partner_country
        quantity unit net_weight_kg customs_value currency valuation_basis transport_document
        invoice_number""",
    "payments": """payment_id value_date payer_name payer_country payee_name payee_country amount
        currency channel remittance_information invoice_number""",
    "parties": """party_id type name country incorporation_date address activity_code employees
        annual_revenue currency""",
    "seizures": """seizure_id date country place species commodity hs_code weight_kg origin_country
        destination_country shipper_name consignee_name""",
    "coverage": "kind country period_start period_end share",
}


class Papers:
    def __init__(self):
        self.rows = {kind: [] for kind in HEADS}
        self.n = 0

    def party(self, name, country, founded="1994-05-04", staff=40, revenue=60000000, activity="4690",
              address=None):
        """A company of the registry; (name, country) is how documents write it."""
        self.rows["parties"].append(
            (f"R{len(self.rows['parties']) + 1:04}", "company", name, country, founded,
             address or f"{len(self.rows['parties']) + 1} Harbour Road", activity, staff, revenue, "USD"))
        return name, country

    def pay(self, payer, payee, amount, day, number="", channel="wire"):
        self.rows["payments"].append(
            (f"P{len(self.rows['payments']) + 1:05}", day, *payer, *payee, f"{amount:.2f}", "USD", channel,
             f"invoice {number}" if number else "", number))

    def covered(self, start, end):
        """The feeds hold nearly all of that time."""
        for kind in ("shipment", "payment", "declaration", "invoice"):
            self.rows["coverage"].append((kind, "", start, end, 0.97))

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        for kind, rows in self.rows.items():
            with open(folder / f"{kind}.csv", "w", newline="", encoding="utf-8") as f:
                out = csv.writer(f, lineterminator="\n")
                out.writerow(HEADS[kind].split())
                out.writerows(rows)
