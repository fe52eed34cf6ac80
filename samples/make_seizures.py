#!/usr/bin/env python3
"""Write sixteen seizures of ivory and pangolin scales as the loads that they were before anybody
opened them: python3 samples/make_seizures.py FOLDER

Ports, goods and what lay below them are those that authorities and the press reported, 2012 to 2022;
the days are moved into two years, so that they are one set of data.  What the papers were like was
seldom reported.  Each load has what is known of it (nobody cleared it, the shipper had lost a load
before) and, in turn, two or three things that such papers have: a low value, a weight that the goods
do not have, a relation that is new, a firm that is thin.  Around each are ten honest loads of the same
goods on the same lane, of which two belong to a new relation, one is cheap, and one heavy; and trade
in the same goods on other lanes.  Names and numbers are invented; nothing is random.

samples/seizures.md says which are found by tests/golden/check_seizures.sh, and why three are not.
"""
import datetime as dt
import sys
from pathlib import Path

from papers import Papers

# good: HS, USD a kilogram, kg in a container, text
GOODS = {
    "matting": ("570390", 1.6, 12000, "Matting of polyester and nylon strands"),
    "tiles": ("440922", 1.1, 20000, "Wooden floor tiles, acajou"),
    "coffee": ("090111", 2.4, 18000, "Coffee berries, not roasted"),
    "tea": ("090240", 2.1, 15000, "Tea leaves and dust, black, in bags"),
    "sandalwood": ("440399", 0.9, 17000, "Sandalwood in the rough"),
    "fish": ("030389", 1.3, 24000, "Frozen fish, whole"),
    "plastics": ("391590", 0.3, 22000, "Recycled plastics and scrap"),
    "beef": ("020230", 3.8, 25000, "Frozen boneless beef"),
    "timber": ("440729", 0.7, 21000, "Timber, sawn"),
    "cassia": ("121190", 1.2, 20000, "Cassia seeds"),
    "lumber": ("440799", 0.8, 21000, "Lumber, sawn, kiln dried"),
    "furniture": ("940391", 2.2, 11000, "Furniture components of wood"),
    "cashew": ("080131", 1.3, 17000, "Raw cashew nuts in shell"),
}

# where it was seized, day, ports on the way, declared goods, containers, what lay below, kg, what the papers have
SEIZURES = [
    ("Port Klang", "2018-06-20", "ZACPT MYPKG", "matting", 1, "ivory", 492, "cheap new"),
    ("Port Klang", "2018-12-07", "TGLFW ESALG MYPKG CNSHA", "tiles", 2, "ivory", 6034, "heavy new"),
    ("Singapore", "2019-03-25", "KEMBA SGSIN VNHPH", "coffee", 1, "ivory", 1000, "cheap thin"),
    ("Singapore", "2019-05-19", "KEMBA SGSIN VNSGN", "tea", 2, "ivory", 3700, "heavy new thin"),
    ("Xiamen", "2019-09-01", "TZDAR CNXMN", "sandalwood", 1, "ivory", 119, "new thin"),
    ("Fangchenggang", "2018-11-15", "NGAPP CNFAN", "fish", 1, "pangolin scales", 970, "cheap heavy"),
    ("Hong Kong", "2018-07-04", "MYPEN HKHKG", "fish", 1, "ivory", 7200, "cheap new"),
    ("Da Nang", "2018-10-04", "NGTIN VNDAD", "plastics", 1, "pangolin scales", 6000, "heavy thin unclaimed"),
    ("Hong Kong", "2019-01-16", "NGAPP HKHKG", "beef", 1, "pangolin scales", 8300, "cheap new thin"),
    ("Da Nang", "2019-03-26", "CGPNR VNDAD", "timber", 1, "ivory", 9100, "heavy new"),
    ("Huangpu", "2019-03-30", "NGAPP CNHUA", "timber", 2, "ivory", 7480, "cheap thin"),
    ("Singapore", "2019-04-03", "NGAPP SGSIN VNHPH", "beef", 1, "pangolin scales", 12900, "cheap heavy new"),
    ("Singapore", "2019-04-08", "NGAPP SGSIN VNHPH", "cassia", 1, "pangolin scales", 12700, "heavy new again"),
    ("Hai Phong", "2019-12-10", "NGTIN VNHPH", "lumber", 3, "pangolin scales", 1700, "cheap thin unclaimed"),
    ("Apapa", "2019-10-21", "NGAPP VNHPH", "furniture", 1, "pangolin scales", 8800, "heavy new thin"),
    ("Da Nang", "2019-11-11", "NGAPP VNDAD", "cashew", 1, "pangolin scales", 6200, "cheap heavy new"),
]
LANES = "BRSSZ NLRTM|ZADUR GBFXT|INMAA AEJEA|BRSSZ ESALG|GHTEM DEHAM|CIABJ NLRTM".split("|")
START = dt.date(2018, 1, 8)
SPREAD = [1.00, 0.93, 1.06, 0.97, 1.10, 1.02, 0.90, 1.04, 0.95, 1.08, 0.99]


class World(Papers):
    def firm(self, port, what, thin_on=None):
        self.n_firms = getattr(self, "n_firms", 0) + 1
        name = f"{what} {chr(65 + self.n_firms // 26 % 26)}{chr(65 + self.n_firms % 26)} {self.n_firms}"
        if not thin_on:
            return self.party(name, port[:2])
        return self.party(name, port[:2], founded=thin_on - dt.timedelta(50), staff=1, revenue="",
                          address="PO Box 2214", activity="")

    def load(self, sender, receiver, ports, good, sails, containers=1, value=1.0, weight=1.0, cleared=True):
        """One load with its papers; its transport document."""
        hs, price, kg, words = GOODS[good]
        self.n += 1
        number, transport, lands = f"W{self.n:05}", f"WBL{self.n:05}", sails + dt.timedelta(34)
        kg = kg * containers * (90 + self.n % 11 * 2) // 100
        worth = round(kg * price * value * SPREAD[self.n % 11], 2)
        unit = round(worth / kg, 4)
        self.rows["invoices"].append(
            (number, sails - dt.timedelta(5), sails + dt.timedelta(55), *sender, *receiver, "USD", 1, words, hs,
             sender[1], kg, "KGM", unit, worth, worth, "FOB", transport))
        packed = kg * weight * (1.03 + self.n % 5 * 0.004)
        self.rows["shipments"].append(
            (transport, "house_bl", sails, lands, *sender, *receiver, ports[0], ports[-1],
             "|".join(ports[1:-1]), 1, words, hs, kg, "KGM", round(packed, 1), "", number))
        for direction, when in (("export", sails), ("import", lands)):
            if direction == "import" and not cleared:
                continue
            other = (receiver if direction == "export" else sender)[1]
            self.rows["declarations"].append(
                (f"D{direction[0].upper()}{self.n:05}", direction, when, *sender, *receiver, 1, hs, words, sender[1],
                 other, kg, "KGM", "", worth, "USD", "fob", transport, number))
        self.pay(receiver, sender, worth, lands + dt.timedelta(self.n % 9), number)
        return transport

    def honest(self, ports, good, day):
        """Ten loads of the same goods on the lane."""
        for k in range(4):
            pair = self.firm(ports[0], "Exports"), self.firm(ports[-1], "Imports")
            self.load(*pair, ports, good, START + dt.timedelta(11 * k))
            self.load(*pair, ports, good, day + dt.timedelta(4 * k - 9), value=0.75 if k == 1 else 1.0,
                      weight=1.08 if k == 2 else 1.0)
        pair = self.firm(ports[0], "Exports"), self.firm(ports[-1], "Imports")
        for k in range(2):
            self.load(*pair, ports, good, day + dt.timedelta(13 * k - 5))

    def elsewhere(self, good):
        for k, lane in enumerate(LANES):
            ports = lane.split()
            for p in range(2):
                pair = self.firm(ports[0], "Trading"), self.firm(ports[-1], "Trading")
                for i in range(8):
                    self.load(*pair, ports, good, START + dt.timedelta(80 * i + 11 * k + 7 * p))

    def seizures(self):
        """The loads, by transport document."""
        loads, lost = {}, None
        for i, (where, day, route, good, boxes, below, kg, marks) in enumerate(SEIZURES):
            ports, sails = route.split(), dt.date.fromisoformat(day) - dt.timedelta(36)
            self.honest(ports, good, sails)
            sender = lost if "again" in marks.split() else self.firm(ports[0], "Ventures")
            receiver = self.firm(ports[-1], "Company", sails if "thin" in marks else None)
            if not {"new", "thin"} & set(marks.split()):
                self.load(sender, receiver, ports, good, START + dt.timedelta(30 + i))
            loads[self.load(sender, receiver, ports, good, sails, boxes, 0.3 if "cheap" in marks else 1,
                            1.35 if "heavy" in marks else 1, "unclaimed" not in marks)] = where, day
            if day == "2019-04-03":
                lost = sender
                self.rows["seizures"].append(("SG-2019-04", day, "SG", where, "Manis", below, "050790", kg, "NG", "VN",
                                              sender[0], ""))
        return loads


def make(folder):
    """Write the documents; the loads that were seized, by transport document."""
    world = World()
    for good in GOODS:
        world.elsewhere(good)
    loads = world.seizures()
    world.covered("2018-01-01", "2020-02-28")
    world.write(Path(folder))
    return loads


if __name__ == "__main__":
    for transport, seized in make(sys.argv[1]).items():
        print(transport, *seized)
