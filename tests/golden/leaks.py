"""Does anything in a record tell what is planted?  leaks.py WORLD [LEAK]; leaks.py --lists [LEAK] WORLD...

Features of every column of every kind (present, length, value, decimals, zeros at the end, first
digit, weekday, capitals, place in the file ...), planted against the rest, no more than CAP records
of one event:

* one at a time: the area under the ROC curve; for columns with few values the total variation, less
  what as many events show by chance, whose records are all alike;
* two at a time: every pair of features cut at its quartiles, a table of four cells; the best pairs of
  one half of the events are scored on the other half.

Typologies that show in a record by what they are (a price, a sum of cash) have honest look-alikes, so
that neither may pass the bounds.  A share of what is planted stands alone.  LEAK plants a leak on
purpose, which must be seen.

A world has few seizures and few rows of a watch list: --lists looks at those of many worlds together.
There a feature tells when planted rows differ from the others in it by LIST and more, and by more than
any of SHUFFLES random choices of as many rows does.
"""
import collections, csv, datetime, json, math, random, re, sys, zlib

AUC, VARIATION, PAIR, ALONE = 0.13, 0.20, 0.68, 0.30
CAP, CLEAN, LEAST, EVENTS, BEST = 8, 6000, 120, 40, 40
LIST, FEW, SHUFFLES = 0.25, 20, 400
# Who is on a lane of wildlife is where it ends, and so are telephones and legal forms; costs are paid in the money of
# the country. Three payments in ten are costs, which nobody plants: who could tell costs would be at 0.65.
AT_HOME, WHERE, COSTS = 0.30, 0.04, 0.02
random.seed(7)


def rows(world, name):
    with open(f"{world}/{name}", newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


# ---- what is planted ----------------------------------------------------------------------------

class Truth:
    """Which event a record of a world is of."""

    def __init__(self, world):
        self.world = world
        self.told = json.load(open(f"{world}/truth.json", encoding="utf-8"))
        planted = self.told["planted"]
        self.event_of = {(d["kind"], str(d["line"])): e["id"] for e in planted for d in e["documents"]}
        member_of = {m["id"]: e["id"] for e in planted for m in e["entities"]}
        documents = rows(world, "truth_documents.csv")
        self.known = {(r["kind"], r["line"]) for r in documents}
        trades = {r[f"party_{k}"] for r in documents for k in range(1, 5)}
        self.registered = {r["party_id"]: member_of.get(r["entity"])
                           for r in rows(world, "truth_entities.csv") if r["entity"] in trades}

    def labelled(self, kind, records):
        """(record, event or None) of each document; a further line of one is left out."""
        if kind == "permit":
            declared = enumerate(rows(self.world, "records/declarations.csv"), 2)
            used = {r["permit_number"]: self.event_of.get(("declaration", str(i))) for i, r in declared}
            return [(r, used[r["permit_number"]]) for r in records if r["permit_number"] in used]
        if kind in ("party", "ownership"):
            key = "party_id" if kind == "party" else "owned_id"
            return [(r, self.registered[r[key]]) for r in records if r[key] in self.registered]
        return [(r, self.event_of.get((kind, str(i)))) for i, r in enumerate(records, 2) if (kind, str(i)) in self.known]


# ---- features -----------------------------------------------------------------------------------

def features(row):
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


# ---- leaks on purpose ---------------------------------------------------------------------------

def spoil(row, leak):
    if leak == "number":
        row["invoice_number"] += "A"
    elif leak == "date":
        row["issue_date"] = row["issue_date"][:8] + "01"
    elif leak == "missing":
        row["incoterm"] = ""
    elif leak == "country":
        row["seller_country"] = "PA"
    elif leak == "name":
        row["buyer_name"] = row["buyer_name"].title()
    elif leak == "precision":
        row["invoice_total"] += "0"
    elif leak == "place":
        row["place"] //= 3
    elif leak == "pair":  # neither the weekday nor the empty column tells, both together do
        busy = datetime.date.fromisoformat(row["issue_date"]).weekday() < 5
        row["document_type"] = "invoice" if busy else ""


# ---- one and two features -----------------------------------------------------------------------

def by_luck(shares, events):
    """The variation that so many events show in the mean, each with one value for all its records."""
    return sum(math.sqrt(2 / math.pi * p * (1 - p) / events) for p in shares) / 2


def one_by_one(kind, sample):
    planted = {event for _, event in sample if event is not None}
    values = collections.defaultdict(lambda: ([], []))
    words = collections.defaultdict(lambda: (collections.Counter(), collections.Counter()))
    events = collections.defaultdict(set)
    for row, event in sample:
        for name, value in features(row):
            values[name][event is not None].append(value)
            events[name].add(event)
        for name, text in row.items():
            words[name][event is not None][text] += 1
    for name, (others, ones) in values.items():
        if len(ones) >= LEAST and len(others) >= LEAST and len(events[name]) > EVENTS:
            a = auc(ones, others)
            if abs(a - 0.5) > AUC + (WHERE if kind in ("party", "ownership") else 0):
                yield f"{kind} {name}: AUC {a:.3f}"
    for name, (others, ones) in words.items():
        n, m = sum(others.values()), sum(ones.values())
        if len(others) <= 40 and m >= LEAST:
            v = sum(abs(ones[t] / m - others[t] / n) for t in set(ones) | set(others)) / 2
            v -= by_luck([k / n for k in others.values()], len(planted))
            if v > (AT_HOME if (kind, name) in (("party", "country"), ("payment", "currency")) else VARIATION):
                yield f"{kind} {name}: variation {v:.3f}"


def cuts(sample):
    """Name of a cut, and the records above it as the bits of a number."""
    values = collections.defaultdict(dict)
    for i, (row, _) in enumerate(sample):
        for name, value in features(row):
            values[name][i] = value
    out = []
    for name, of in values.items():
        ordered = sorted(of.values())
        for at in sorted({ordered[len(ordered) * q // 4] for q in (1, 2, 3)} | {ordered[0]}):
            bits = int("".join("1" if of.get(i, at) > at else "0" for i in range(len(sample) - 1, -1, -1)), 2)
            if bits and bits.bit_count() < len(sample):
                out.append((f"{name} > {at}", bits))
    return out


def four(a, b, ones, others):
    """How many of each are in the cells of a and b."""
    def cells(of):
        x, y, both = (of & a).bit_count(), (of & b).bit_count(), (of & a & b).bit_count()
        return of.bit_count() - x - y + both, x - both, y - both, both
    return list(zip(cells(ones), cells(others)))


def auc_of(cells, order):
    below, area = 0, 0.0
    for c in order:
        one, other = cells[c]
        area += one * (below + other / 2)
        below += other
    return area / max(1, sum(c[0] for c in cells) * below)


def two_by_two(kind, sample):
    half = [zlib.crc32(str(event or i).encode()) % 2 for i, (_, event) in enumerate(sample)]
    sets = [sum(1 << i for i, (_, event) in enumerate(sample) if half[i] == h and (event is not None) == planted)
            for h in (0, 1) for planted in (True, False)]
    if min(s.bit_count() for s in sets) < LEAST / 2:
        return
    every, best = cuts(sample), []
    for i, (_, a) in enumerate(every):
        for j in range(i + 1, len(every)):
            cells = four(a, every[j][1], sets[0], sets[1])
            order = sorted(range(4), key=lambda c: (cells[c][0] + 0.5) / (cells[c][1] + 0.5))
            best.append((auc_of(cells, order), i, j, order))
    for _, i, j, order in sorted(best, reverse=True)[:BEST]:
        a = auc_of(four(every[i][1], every[j][1], sets[2], sets[3]), order)
        if a > PAIR + {"party": WHERE, "ownership": WHERE, "payment": COSTS}.get(kind, 0):
            yield f"{kind} {every[i][0]} and {every[j][0]}: AUC {a:.3f}"


# ---- lists --------------------------------------------------------------------------------------

def variation(values, planted):
    ones, others = collections.Counter(), collections.Counter()
    for value, one in zip(values, planted):
        (ones if one else others)[value] += 1
    n, m = sum(ones.values()), sum(others.values())
    return sum(abs(ones[v] / n - others[v] / m) for v in values_of(ones, others)) / 2


def values_of(*counters):
    return set().union(*counters)


def by_chance(measure, planted):
    """The most that SHUFFLES random choices of as many rows show."""
    mixed, most = list(planted), 0.0
    for _ in range(SHUFFLES):
        random.shuffle(mixed)
        most = max(most, measure(mixed))
    return most


def of_lists(kind, sample, planted):
    columns = collections.defaultdict(lambda: [None] * len(sample))
    for i, row in enumerate(sample):
        for name, value in features(row):
            columns[name][i] = value
        for name, text in row.items():
            if name.endswith(("mode", "schema", "countries", "hs_code", "dataset")):
                columns[name + " word"][i] = text
    for name, values in columns.items():
        kept = [v if isinstance(v, (str, bool)) or v is None else v >= sorted(
            x for x in values if x is not None)[sum(x is not None for x in values) // 2] for v in values]
        seen = variation(kept, planted)
        if seen > LIST and seen > by_chance(lambda mixed: variation(kept, mixed), planted):
            yield f"{kind} {name}: variation {seen:.3f}"


def lists(leak, worlds):
    found = []
    for kind, name, key in (("seizure", "seizures", "seizure_id"), ("watchlist", "watchlist", "id")):
        sample, planted = [], []
        for world in worlds:
            event = {r["id"]: r["event"] for r in rows(world, "truth_lists.csv") if r["kind"] == kind}
            listed = list(rows(world, f"records/{name}.csv"))
            for place, row in enumerate(listed):
                one = event[row[key]].startswith("P")
                if leak == "papers" and not one and kind == "seizure":
                    row["container_number"] = ""
                if leak == "identifier" and one and kind == "watchlist":
                    row["identifiers"] = "1"
                # Which eighth of the list: what is planted makes lists longer, which is no leak of its order.
                sample.append({**row, "where in the list": str(8 * place // len(listed))})
                planted.append(one)
        if min(sum(planted), len(planted) - sum(planted)) < FEW:
            found.append(f"{kind}: {sum(planted)} planted rows of {len(planted)} are too few to tell")
            continue
        found += of_lists(kind, sample, planted)
    return found


# ---- all of it ----------------------------------------------------------------------------------

def documents(world, leak):
    truth = Truth(world)
    found = []
    kinds = {"invoice": "invoices", "shipment": "shipments", "declaration": "declarations", "payment": "payments",
             "party": "parties", "ownership": "ownership", "permit": "permits"}
    for kind, name in kinds.items():
        if leak and kind != "invoice":
            continue
        records = rows(world, f"records/{name}.csv")
        for place, row in enumerate(records):
            row["place"] = place
        taken, ones, others = collections.Counter(), [], []
        every = truth.labelled(kind, records)
        random.shuffle(every)
        for row, event in every:
            if event is None:
                others.append((row, None))
            elif taken[event] < CAP:
                taken[event] += 1
                if leak:
                    spoil(row, leak)
                ones.append((row, event))
        sample = [({k: str(v) for k, v in row.items()}, event) for row, event in ones + others[:CLEAN]]
        found += one_by_one(kind, sample)
        found += two_by_two(kind, sample)
    of = [e for e in truth.told["planted"] if e["documents"]]
    alone = sum(len(e["documents"]) for e in of if e["syndicate"] is None) / max(1, sum(len(e["documents"]) for e in of))
    if alone < ALONE:
        found.append(f"only {alone:.2f} of what is planted stands alone")
    return found


def main():
    args = sys.argv[1:]
    if args[0] == "--lists":
        named = args[1] in ("papers", "identifier")
        found = lists(args[1] if named else "", args[1 + named:])
    else:
        found = documents(args[0], (args[1:] or [""])[0])
    print("\n".join(found))
    sys.exit(1 if found else 0)


main()
