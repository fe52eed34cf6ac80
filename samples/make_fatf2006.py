#!/usr/bin/env python3
"""Write the case studies of FATF, Trade Based Money Laundering (2006), as documents:
python3 samples/make_fatf2006.py FOLDER

Each case is a few deals that do what the case study tells, among two years of honest trade in the
same goods.  Names and numbers are invented; the scheme, the goods and the countries are those of the
report.  EXPECT says which detectors must name which party: tests/golden/check_fatf2006.sh holds the
program against it.  Nothing is random: prices of honest deals go round a fixed list.

Not here: cases 4 and 11, of which we know no documents, and 10, proceeds of counterfeit imports that go
round by letters of credit: payments have that as a channel, and no record kind holds the credits, their
terms or amendments.  Of case 8 we know that money of diamonds was mixed with that of an offshore trader
in food; who else passed it on is invented.  Case 1 also passes the money on at once; that it pays for
goods on paper hides it from flow.pass_through.
"""
import datetime as dt
import sys
from pathlib import Path

from papers import Papers

# name: HS, unit, price, kg a unit, quantity of a deal, text
GOODS = {
    "soybeans": ("120190", "KGM", 0.30, 1, 500000, "Soybeans in bulk"),
    "scrap": ("720449", "KGM", 0.20, 1, 24000, "Ferrous scrap, shredded"),
    "surgical": ("901890", "NMB", 40.0, 0.5, 2000, "Surgical instruments, stainless steel"),
    "lead": ("780110", "KGM", 1.10, 1, 20000, "Refined lead, unwrought, ingots"),
    "gold": ("710812", "GRM", 14.0, 0.001, 20000, "Gold, unwrought, bars"),
    "hardware": ("847150", "NMB", 600.0, 9, 800, "Processing units for computers"),
    "grain": ("100199", "KGM", 0.18, 1, 1500000, "Milling wheat in bulk"),
    "food": ("200290", "KGM", 0.90, 1, 24000, "Tomato paste in drums"),
    "clothing": ("620342", "NMB", 8.0, 0.5, 20000, "Trousers of cotton"),
    "syrup": ("170290", "KGM", 0.50, 1, 20000, "Sugar syrup in drums"),
}
PORTS = {"BR": "BRSSZ", "DE": "DEHAM", "US": "USNYC", "NL": "NLRTM", "PK": "PKKHI", "AE": "AEJEA",
         "NO": "NOOSL", "AL": "ALDRZ", "CO": "COBUN", "MX": "MXVER", "ES": "ESALG", "PL": "PLGDY",
         "IT": "ITGOA", "CN": "CNSHA", "GB": "GBFXT", "VG": "VGRAD", "AU": "AUSYD", "HK": "HKHKG"}
HONEST = ["DE", "US", "NL", "IT", "PL", "ES", "GB", "CN"]
SPREAD = [1.00, 0.94, 1.05, 0.98, 1.09, 1.02, 0.91, 1.04, 0.96, 1.07, 0.99]


class World(Papers):
    def deal(self, seller, buyer, good, day, factor=1.0, quantity=None, ship=True, pay=True, lag=40,
             payer=None, share=1.0, payee=None, text=None, bl=None, weight=1.0, imported=None,
             declared=1.0, quote=True):
        """One sale with its papers.  bl: (HS, text) of the transport document; weight: of what the
        unit should weigh; imported: HS at import; declared: of the invoice's value."""
        hs, unit, price, kg, usual, words = GOODS[good]
        self.n += 1
        number, transport = f"F{self.n:05}", f"FBL{self.n:05}"
        quantity = quantity or usual
        value = round(round(price * factor, 4) * quantity, 2)
        day = dt.date.fromisoformat(day) if isinstance(day, str) else day
        sails, lands = day + dt.timedelta(6), day + dt.timedelta(31)
        words = text or words
        self.rows["invoices"].append(
            (number, day, day + dt.timedelta(60), *seller, *buyer, "USD", 1, words, hs, seller[1], quantity,
             unit, round(price * factor, 4), value, value, "FOB", transport if ship else ""))
        if ship:
            b_hs, b_words = bl or (hs, words)
            self.rows["shipments"].append(
                (transport, "house_bl", sails, lands, *seller, *buyer, PORTS[seller[1]], PORTS[buyer[1]], "", 1,
                 b_words, b_hs, quantity, unit, round(quantity * kg * weight * 1.04, 1),
                 round(quantity * kg * weight, 1), number))
            for direction, when, code in (("export", sails, hs), ("import", lands, imported or hs)):
                self.rows["declarations"].append(
                    (f"D{direction[0].upper()}{self.n:05}", direction, when, *seller, *buyer, 1, code, words,
                     seller[1], (buyer if direction == "export" else seller)[1], quantity, unit,
                     round(quantity * kg, 1), round(value * declared, 2), "USD", "fob", transport, number))
        if pay:
            self.pay(payer or buyer, payee or seller, value * share, day + dt.timedelta(lag),
                     number if quote else "")
        return number, value

    def honest(self):
        """Twelve sellers and twelve buyers of each good, five deals of each seller; buyers that help each
        other out with money."""
        for k, good in enumerate(GOODS):
            sellers = [self.party(f"{good.title()} Works {i + 1}", HONEST[(i + k) % 8]) for i in range(12)]
            buyers = [self.party(f"{good.title()} Trading {i + 1}", HONEST[(i + k + 3) % 8]) for i in range(12)]
            for i in range(60):
                day = dt.date(2004, 1, 12) + dt.timedelta(i * 11 + k)
                self.deal(sellers[i % 12], buyers[(i * 5 + i // 12) % 12], good, day,
                          factor=SPREAD[i % 11], quantity=GOODS[good][4] * (8 + i % 5) // 10, lag=30 + i % 25)
            for i in range(5):
                self.pay(buyers[i], buyers[i + 6], 21730 + 6170 * (i * 3 + k), dt.date(2004, 3, 5) +
                         dt.timedelta(i * 117 + k * 11))

    def cases(self):
        # 1: soybeans are paid before they leave, and never leave; the money goes on at once
        meat = self.party("Rhein Fleischwaren", "DE", staff=6, revenue=900000, activity="1013")
        agro = self.party("Mato Verde Agro", "BR")
        third = self.party("Palmetto Services", "VG", founded="2004-08-01")
        for i in range(4):
            day = dt.date(2005, 2, 1) + dt.timedelta(30 * i)
            _, value = self.deal(agro, meat, "soybeans", day, quantity=6000000, ship=False, lag=3)
            self.pay(agro, third, value * 0.97, day + dt.timedelta(5))
        # 2: scrap: papers over several hundred tons, and a ship that stands high in the water
        metal, mill = self.party("Bay Metal Recycling", "AU"), self.party("Jin Tan Steel", "CN")
        for i in range(4):
            self.deal(metal, mill, "scrap", dt.date(2005, 3, 1) + dt.timedelta(20 * i), quantity=400000,
                      weight=0.04)
        # 3: surgical goods at a multiple of their price, paid by somebody else, for a refund of tax
        tools, clinic = self.party("Indus Surgical", "PK"), self.party("Gulf Medical Stores", "AE")
        broker = self.party("Al Baraka Exchange House", "AE", activity="4690")
        for i in range(6):
            self.deal(tools, clinic, "surgical", dt.date(2005, 1, 10) + dt.timedelta(25 * i), factor=4,
                      payer=broker)
        # 5: lead that is gold on the invoice
        vault, refiner = self.party("Kesten Metals", "GB"), self.party("Lago Refining", "IT")
        for i in range(3):
            self.deal(vault, refiner, "gold", dt.date(2005, 4, 1) + dt.timedelta(15 * i), quantity=200000,
                      bl=("780110", "Lead ingots"), weight=1)
        # 6: the same processors leave and come back, as gold of Tyre and as hardware
        ring = [self.party(n, c) for n, c in
                (("Circuit One", "GB"), ("Circuit Two", "AE"), ("Circuit Three", "HK"))]
        for lap in range(3):
            for hop in range(3):
                self.deal(ring[hop], ring[(hop + 1) % 3], "hardware",
                          dt.date(2005, 1, 15) + dt.timedelta(75 * lap + 22 * hop), factor=1 + 0.01 * hop,
                          imported="710812")
        # 7: grain for a Colombian mill, 70 % by its own credit, 30 % by strangers in the United States
        farm, molino = self.party("Prairie Grain Export", "US"), self.party("Molinos del Cauca", "CO")
        strangers = [self.party(n, "US") for n in ("Sunset Auto Parts", "Dixie Beauty Supply", "Elm Street Deli")]
        for i in range(6):
            day = dt.date(2005, 1, 20) + dt.timedelta(28 * i)
            number, value = self.deal(farm, molino, "grain", day, share=0.7, declared=0.7)
            self.pay(strangers[i % 3], farm, value * 0.3, day + dt.timedelta(41), number)
        # 8: money of diamonds runs, for nothing, over the account of an offshore trader in food
        canner, grocer = self.party("Conserve Vesuvio", "IT"), self.party("Thames Grocers", "GB")
        trader = self.party("Coral Isle Foods", "VG", activity="4631")
        jewels = [self.party(n, "GB", activity="4777") for n in ("Hatton Jewels", "Ruby Lane Gems")]
        estate = self.party("Lagoon Property Holdings", "HK", activity="6810")
        lorries = self.party("Jebel Haulage", "AE", activity="4923")
        mine = self.party("Karoo Alluvial Digging", "AE", activity="0893")
        for i in range(6):
            day = dt.date(2005, 2, 7) + dt.timedelta(24 * i)
            self.deal(canner, trader, "food", day)
            self.deal(trader, grocer, "food", day + dt.timedelta(9), factor=1.08)
            value = 61300 + 17450 * (i * 2 % 7)
            way = [jewels[i % 2], trader, estate, lorries, mine]
            for hop in range(4):
                self.pay(way[hop], way[hop + 1], value * 0.98 ** hop, day + dt.timedelta(13 + hop))
        # 9: clothing is invoiced by a firm between the maker and the shops, at a third of its price; on
        # its account comes cash, from people who buy nothing, before each payment to the maker
        maker = self.party("Durres Tekstil", "AL")
        between, shops = self.party("Adria Trading", "VG", founded="2004-11-02"), self.party("Nordkapp Klær", "NO")
        callers = [("Arben Hoxha", "AL"), ("Mirela Dushku", "AL"), ("Per Solbakken", "NO"), ("Lars Nygard", "NO"),
                   ("Besnik Leka", "AL")]
        for i in range(5):
            day = dt.date(2005, 2, 10) + dt.timedelta(26 * i)
            self.deal(maker, between, "clothing", day, factor=0.45, lag=20)
            self.deal(between, shops, "clothing", day + dt.timedelta(8), factor=1.6)
            self.pay(callers[i], between, 73100 + 350 * i, day + dt.timedelta(16), channel="cash")
        # 12: syrup at forty times its price, bought by shells and sold on at a loss
        sugar = self.party("Vera Cruz Jarabes", "MX")
        shells = [self.party(f"{bird} Imports", "US", founded="2004-12-15", staff=1, revenue=20000,
                             address="PO Box 1180, Wilmington") for bird in ("Blue Heron", "Grey Egret", "White Ibis")]
        dump = self.party("Midland Bottlers", "US")
        for i in range(9):
            day = dt.date(2005, 2, 3) + dt.timedelta(14 * i)
            self.deal(sugar, shells[i % 3], "syrup", day, factor=40)
            self.deal(shells[i % 3], dump, "syrup", day + dt.timedelta(25), factor=0.8)


# (case, detector, a party that a finding must name)
EXPECT = [
    (1, "phantom.no_shipment", "Mato Verde Agro"),
    (1, "entity.capability_mismatch", "Rhein Fleischwaren"),
    (2, "ship.weight_implausible", "Bay Metal Recycling"),
    (3, "price.over_invoicing", "Indus Surgical"),
    (3, "pay.third_party", "Al Baraka Exchange House"),
    (5, "doc.desc_mismatch", "Kesten Metals"),
    (6, "flow.cycle_goods", "Circuit Two"),
    (6, "doc.hs_shift", "Circuit One"),
    (7, "pay.third_party", "Sunset Auto Parts"),
    (7, "doc.value_mismatch", "Prairie Grain Export"),
    (7, "flow.bmpe", "Molinos del Cauca"),
    (8, "flow.pass_through", "Coral Isle Foods"),
    (8, "flow.chain_incongruent", "Coral Isle Foods"),
    (9, "price.margin_anomaly", "Adria Trading"),
    (9, "pay.unreferenced", "Adria Trading"),
    (9, "pay.cash_intensity", "Adria Trading"),
    (12, "price.over_invoicing", "Vera Cruz Jarabes"),
    (12, "price.margin_anomaly", "Blue Heron Imports"),
    (12, "entity.shell_likeness", "Blue Heron Imports"),
]


def make(folder):
    world = World()
    world.honest()
    world.cases()
    world.covered("2004-01-01", "2006-01-31")
    world.write(Path(folder))


if __name__ == "__main__":
    make(sys.argv[1])
