#!/usr/bin/python3
"""Write src/refdata/data/countries.tsv and currencies.tsv from Debian's iso-codes.

Run by hand when a new iso-codes is out, never by the build:

    src/tools/refdata_iso.py [--json DIR] [--minor-units FILE] [--date YYYY-MM-DD] [--check]

--json        folder of iso_3166-1.json and iso_4217.json (default /usr/share/iso-codes/json)
--minor-units TSV with a heading and the columns code, number, minor units, name, as of the data package
              'currency-codes' (PDDL).  iso-codes has no minor units.  Without it the numbers of the
              present table are kept, and a code that is new there is an error.
--check       write nothing; exit 1 when a table would change (the date is not compared), 77 when there is no
              iso-codes of the version that the tables name

Only facts are taken: codes, numbers, English names, minor units.  Three things are ours and are kept from the
present table: the column 'aliases', the rows marked 'user' (a code that ISO leaves to users), and 'decimals'
of what has no minor unit.
"""
import argparse
import json
import os
import subprocess
import sys

DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "refdata", "data")

# In ISO 4217 after this iso-codes was made: code, number, minor units, name.
LATER = [
    ("XAD", "396", "2", "Arab Accounting Dinar"),
    ("XCG", "532", "2", "Caribbean Guilder"),
    ("ZWG", "924", "2", "Zimbabwe Gold"),
]
# Withdrawn in or after 2005: older documents still name them.
WITHDRAWN = [
    ("ANG", "532", "2", "Netherlands Antillean Guilder"),
    ("ATS", "040", "2", "Schilling"),
    ("AZM", "031", "2", "Azerbaijanian Manat"),
    ("BEF", "056", "0", "Belgian Franc"),
    ("BGN", "975", "2", "Bulgarian Lev"),
    ("BYR", "974", "0", "Belarusian Ruble"),
    ("CSD", "891", "2", "Serbian Dinar"),
    ("CUC", "931", "2", "Peso Convertible"),
    ("CYP", "196", "2", "Cyprus Pound"),
    ("DEM", "276", "2", "Deutsche Mark"),
    ("EEK", "233", "2", "Kroon"),
    ("ESP", "724", "0", "Spanish Peseta"),
    ("FIM", "246", "2", "Markka"),
    ("FRF", "250", "2", "French Franc"),
    ("GHC", "288", "2", "Cedi"),
    ("GRD", "300", "0", "Drachma"),
    ("HRK", "191", "2", "Croatian Kuna"),
    ("IEP", "372", "2", "Irish Pound"),
    ("ITL", "380", "0", "Italian Lira"),
    ("LTL", "440", "2", "Lithuanian Litas"),
    ("LUF", "442", "0", "Luxembourg Franc"),
    ("LVL", "428", "2", "Latvian Lats"),
    ("MRO", "478", "2", "Ouguiya"),
    ("MTL", "470", "2", "Maltese Lira"),
    ("MZM", "508", "2", "Mozambique Metical"),
    ("NLG", "528", "2", "Netherlands Guilder"),
    ("PTE", "620", "0", "Portuguese Escudo"),
    ("ROL", "642", "2", "Old Leu"),
    ("SDD", "736", "2", "Sudanese Dinar"),
    ("SIT", "705", "2", "Tolar"),
    ("SKK", "703", "2", "Slovak Koruna"),
    ("SLL", "694", "2", "Leone"),
    ("STD", "678", "2", "Dobra"),
    ("TMM", "795", "2", "Turkmenistan Manat"),
    ("TRL", "792", "0", "Old Turkish Lira"),
    ("VEB", "862", "2", "Bolivar"),
    ("VEF", "937", "2", "Bolivar Fuerte"),
    ("ZMK", "894", "2", "Zambian Kwacha"),
    ("ZWD", "716", "2", "Zimbabwe Dollar (first)"),
    ("ZWL", "932", "2", "Zimbabwe Dollar (fourth)"),
    ("ZWN", "942", "2", "Zimbabwe Dollar (second)"),
    ("ZWR", "935", "2", "Zimbabwe Dollar (third)"),
]
# Without a minor unit, and still amounts somebody can owe: kept with this many decimals.
UNITS = {"XAG": 4, "XAU": 4, "XDR": 4, "XPD": 4, "XPT": 4, "XSU": 4, "XUA": 4}


def rows_of(path):
    """Rows of a table of ours as lists of cells; none when it is not there yet."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")][1:]


def countries(json_dir, old):
    aliases = {row[0]: row[7] for row in old}
    with open(os.path.join(json_dir, "iso_3166-1.json"), encoding="utf-8") as f:
        found = json.load(f)["3166-1"]
    out = [row for row in old if row[3] == "user"]
    for c in found:
        common, official = c.get("common_name", "-"), c.get("official_name", "-")
        out.append([c["alpha_2"], c["alpha_3"], c["numeric"], "iso", c["name"], common, official,
                    aliases.get(c["alpha_2"], "-")])
    return sorted(out)


def currencies(json_dir, minor_file, old):
    aliases = {row[0]: row[6] for row in old}
    minor = {row[0]: row[2] for row in old}
    if minor_file:
        with open(minor_file, encoding="utf-8") as f:
            minor = {cells[0]: cells[2] for cells in (line.split("\t") for line in f)}
    with open(os.path.join(json_dir, "iso_4217.json"), encoding="utf-8") as f:
        found = {c["alpha_3"]: (c["numeric"], c["name"]) for c in json.load(f)["4217"]}
    known = {code: (number, minor.get(code), "current", name) for code, (number, name) in found.items()}
    known.update({code: (number, m, "current", name) for code, number, m, name in LATER})
    known.update({code: (number, m, "withdrawn", name) for code, number, m, name in WITHDRAWN})
    out = []
    for code, (number, m, status, name) in known.items():
        if m not in {"-", "0", "1", "2", "3", "4"}:
            sys.exit(f"minor units of {code} are not known: give --minor-units")
        decimals = str(UNITS.get(code, "-")) if m == "-" else m
        out.append([code, number, m, status, decimals, name, aliases.get(code, "-")])
    return sorted(out)


def write(name, source, columns, rows, check):
    path = os.path.join(DATA, name)
    text = f"# {source}\n" + "\t".join(columns) + "\n" + "".join("\t".join(r) + "\n" for r in rows)
    present = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
    same = present.split("\n")[1:] == text.split("\n")[1:]
    if check:
        print(f"{name}: {'as installed' if same else 'differs from the installed iso-codes'}")
    elif not same:
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        print(f"{name}: {len(rows)} rows written")
    return same


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--json", default="/usr/share/iso-codes/json")
    args.add_argument("--minor-units")
    args.add_argument("--date", default="")
    args.add_argument("--check", action="store_true")
    opt = args.parse_args()
    if not os.path.exists(os.path.join(opt.json, "iso_3166-1.json")):
        print(f"skipped: no iso-codes in {opt.json}")
        return 77
    version = subprocess.run(["dpkg-query", "-W", "-f", "${source:Upstream-Version}", "iso-codes"],
                             capture_output=True, text=True, check=False).stdout or "unknown"
    with open(os.path.join(DATA, "countries.tsv"), encoding="utf-8") as f:
        if opt.check and f"iso-codes {version};" not in f.readline():
            print(f"skipped: iso-codes {version} is not the version of the tables")
            return 77
    if not opt.check and not opt.date:
        sys.exit("say --date YYYY-MM-DD: it goes into the first line of the tables")
    tail = f"date: {opt.date}; licence: facts, no licence needed; aliases are ours, GPL-3.0-or-later"
    same = write(
        "countries.tsv", f"source: ISO 3166-1 through Debian iso-codes {version}; {tail}",
        ["alpha2", "alpha3", "numeric", "status", "name", "common", "official", "aliases"],
        countries(opt.json, rows_of(os.path.join(DATA, "countries.tsv"))), opt.check)
    same &= write(
        "currencies.tsv",
        f"source: ISO 4217 through Debian iso-codes {version}, minor units through the data package"
        f" currency-codes (PDDL); {tail}",
        ["code", "numeric", "minor", "status", "decimals", "name", "aliases"],
        currencies(opt.json, opt.minor_units, rows_of(os.path.join(DATA, "currencies.tsv"))), opt.check)
    return 0 if same or not opt.check else 1


if __name__ == "__main__":
    sys.exit(main())
