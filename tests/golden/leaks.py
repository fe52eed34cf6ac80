"""Does any column tell what is planted?  leaks.py WORLD [LEAK]

For each kind of document and each feature of each column (present, length, value, decimals, zeros at
the end, first digit, weekday, place in the file ...) the area under the ROC curve of that feature
alone, planted against the rest; for columns with few values the total variation.  Typologies that
show in a column by what they are (a price, a quantity) are spread over honest supports, so that no
feature may pass the bounds.  LEAK plants a leak in the invoices on purpose: the bounds must see it.
"""
import collections, csv, datetime, re, sys

AUC, VARIATION = 0.13, 0.30
world, leak = sys.argv[1], (sys.argv[2:] or [""])[0]
planted = {(r["kind"], r["line"]): r["event"].startswith("P")
           for r in csv.DictReader(open(f"{world}/truth_documents.csv"))}


def features(row, place, n):
    yield "place", place / n
    for name, text in row.items():
        yield name + " present", text != ""
        if not text:
            continue
        yield name + " length", len(text)
        if re.fullmatch(r"-?\d+(\.\d+)?", text):
            bare = text.replace(".", "").replace("-", "")
            yield name + " value", float(text)
            yield name + " decimals", len(text.split(".")[1]) if "." in text else 0
            yield name + " zeros", len(bare) - len(bare.rstrip("0"))
            yield name + " first digit", int((bare.lstrip("0") or "0")[0])
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            day = datetime.date.fromisoformat(text)
            yield name + " day", day.toordinal()
            yield name + " weekday", day.weekday()
            yield name + " day of month", day.day
        else:
            yield name + " capitals", text.isupper()
            yield name + " last letter", ord(text[-1])


def auc(ones, others):
    every = sorted([(v, 1) for v in ones] + [(v, 0) for v in others])
    ranks, i = 0.0, 0
    while i < len(every):
        j = i
        while j < len(every) and every[j][0] == every[i][0]:
            j += 1
        ranks += (i + j + 1) / 2 * sum(one for _, one in every[i:j])
        i = j
    return (ranks - len(ones) * (len(ones) + 1) / 2) / (len(ones) * len(others))


def spoil(row):
    if leak == "number":
        row["invoice_number"] += "A"
    elif leak == "date":
        row["issue_date"] = row["issue_date"][:8] + "01"
    elif leak == "missing":
        row["incoterm"] = ""
    elif leak == "country":
        row["seller_country"] = "PA"


found = []
for kind in ("invoice",) if leak else ("invoice", "shipment", "declaration", "payment"):
    values = collections.defaultdict(lambda: ([], []))
    words = collections.defaultdict(lambda: (collections.Counter(), collections.Counter()))
    rows = list(csv.DictReader(open(f"{world}/records/{kind}s.csv", encoding="utf-8")))
    for place, row in enumerate(rows):
        one = planted.get((kind, str(place + 2)))
        if one is None:  # a further line of a document
            continue
        if one:
            spoil(row)
        for name, value in features(row, place, len(rows)):
            values[name][one].append(value)
        for name, text in row.items():
            words[name][one][text] += 1
    for name, (others, ones) in values.items():
        if len(ones) >= 150 and len(others) >= 150:
            a = auc(ones, others)
            if abs(a - 0.5) > AUC:
                found.append(f"{kind} {name}: AUC {a:.3f}")
    for name, (others, ones) in words.items():
        n, m = sum(others.values()), sum(ones.values())
        if len(others) <= 40 and m >= 150:
            v = sum(abs(ones[t] / m - others[t] / n) for t in set(ones) | set(others)) / 2
            if v > VARIATION:
                found.append(f"{kind} {name}: variation {v:.3f}")
print("\n".join(found))
sys.exit(1 if found else 0)
