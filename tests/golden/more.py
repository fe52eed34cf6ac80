"""more.py PROGRAM [SEEDS] - a case that grew in pieces is the case that was made at once.

Made-up trade, with documents that are amended and cancelled later, is cut in parts at random.  Each
case takes the parts in another order; between them stages run with any number of threads, are killed,
and people decide and take it back.  In the end the report and the tables of resolve and match must
be those of a case that got all parts and was analysed once, byte for byte.
"""
import csv
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

SEEDS, ORDERS, PARTS, DOCUMENTS = 2, 4, 3, 500
LISTS = {"watchlist.csv", "prices.csv", "seizures.csv", "permits.csv"}
ALONE = ("parties.csv", "ownership.csv", "fx.csv", "coverage.csv")
AGAIN = {"invoices.csv": "line_amount", "declarations.csv": "customs_value"}  # stated once more
TABLES = (
    "SELECT n, hex(id), type, country, name, first_member, n_mentions, hex(party) FROM d_entity",
    "SELECT x.n, x.entity, hex(m.fp), hex(x.party), x.reason, x.detail, x.joined, x.centibits "
    "FROM d_member x LEFT JOIN mention m ON m.id = x.mention ORDER BY x.n",
    "SELECT * FROM d_near", "SELECT n, hex(row_hash), owner, owned FROM d_ownership",
    "SELECT * FROM d_deal", "SELECT * FROM d_deal_doc", "SELECT * FROM d_pairing",
    "SELECT * FROM d_break")


def run(*command, may_be=(0,)):
    done = subprocess.run(list(map(str, command)), capture_output=True, check=False)
    if done.returncode not in may_be:
        sys.exit(f"status {done.returncode}: {' '.join(map(str, command))}\n"
                 f"{done.stderr.decode(errors='replace')}")
    return done


def read(path):
    with open(path, newline="", encoding="utf-8") as f:
        rows = list(csv.reader(f))
    return rows[0], rows[1:]


def write(path, head, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows([head, *rows])


def stated_again(rng, head, rows, amount):
    """Rows of one document in twelve once more: amended, with other amounts, or cancelled."""
    out, at = [], head.index(amount)
    status = {}
    for row in rows:
        if row[0] not in status:
            status[row[0]] = rng.choice(["amended", "amended", "cancelled"]) if rng.random() < 1 / 12 else ""
        if status[row[0]]:
            other = list(row)
            other[at] = f"{float(row[at] or 0) * 1.25:.2f}"
            out.append([*other, status[row[0]], "2"])
    return [*head, "document_status", "version"], out


def cut(rng, records, folder):
    """Parts of all records, documents whole or not; what is no document is a part of its own."""
    parts = [folder / f"part{i}" for i in range(PARTS)] + [folder / name for name in (*ALONE, "lists")]
    for part in parts:
        part.mkdir()
    for path in sorted(records.glob("*.csv")):
        head, rows = read(path)
        if path.name in LISTS or path.name in ALONE:
            where = folder / (path.name if path.name in ALONE else "lists")
            write(where / path.name, head, rows)
            continue
        where = [rng.randrange(PARTS) if rng.random() < 0.5 else 0 for _ in rows]
        for i in range(PARTS):
            write(parts[i] / f"{i}_{path.name}", head,
                  [row for row, at in zip(rows, where) if at == i])
        if path.name in AGAIN:
            write(parts[rng.randrange(PARTS)] / f"again_{path.name}",
                  *stated_again(rng, head, rows, AGAIN[path.name]))
    return parts


def decisions(rng, case, n):
    """Some names are one party and some are two, whether or not that is so."""
    known = run("sqlite3", "-readonly", case, "SELECT 'e' || lower(hex(fp)) FROM mention ORDER BY fp "
                "LIMIT 300").stdout.decode().split()
    return [[*rng.sample(known, 2), rng.choice(["same", "different"]), "examiner", "2024-06-01",
             f"file {i}"] for i in range(n)]


def kill(rng, tt, case):
    child = subprocess.Popen([tt, "analyze", case], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(rng.random() * 0.4)
    child.kill()
    return child.wait() == -signal.SIGKILL


def told(tt, case):
    run(tt, "verify", case)
    report = case.with_suffix(".json")
    run(tt, "report", case, "-o", report)
    tables = run("sqlite3", "-readonly", "-cmd", ".mode quote", case, "; ".join(TABLES)).stdout
    return report.read_bytes(), tables


def grow(rng, tt, case, parts, said):
    """The same case by another way.  @return  stages that were killed."""
    killed = 0
    for part in rng.sample(parts, len(parts)):
        run(tt, "ingest", case, part)
        if rng.random() < 0.4:  # somebody decides, and others decide otherwise later
            run(tt, "decide", case, said[rng.randrange(2)], may_be=(0, 3))  # 3: not all are there
        what = rng.choice(["nothing", "resolve", "match", "analyze", "kill"])
        if what == "kill":
            killed += kill(rng, tt, case)
        elif what != "nothing":
            run(tt, what, case, "--threads", rng.choice([1, 2, 3]))
    run(tt, "decide", case, said[1])
    run(tt, "analyze", case, "--threads", rng.choice([1, 3]))
    return killed


def comes_last(tt, case, last, others, said, want):
    """A part that comes when all else was analysed.  Lists are read by neither resolve nor match."""
    run(tt, "ingest", case, *others)
    run(tt, "decide", case, said)
    run(tt, "analyze", case)
    run(tt, "ingest", case, last)
    log = run(tt, "analyze", case).stderr.decode()
    for stage in ("resolve", "match"):
        if last.name == "lists" and f"{stage}: inputs unchanged" not in log:
            sys.exit(f"{stage} ran again for lists that it does not read:\n{log}")
    if told(tt, case) != want:
        sys.exit(f"{last.name} came last: not the result of one run")
    case.unlink()


def main(tt, seeds):
    killed = 0
    for seed in range(1, seeds + 1):
        rng = random.Random(seed)
        folder = Path.cwd() / f"seed{seed}"
        folder.mkdir()
        run(tt, "simulate", "-q", "-o", folder / "world", "--documents", DOCUMENTS, "--seed", 40 + seed)
        parts = cut(rng, folder / "world/records", folder)
        whole = folder / "whole.db"
        run(tt, "ingest", whole, *parts)
        rows = decisions(rng, whole, 12)
        said = [folder / "first.csv", folder / "last.csv"]
        for path, some in zip(said, (rows, rows[8:])):  # lines that are taken out are undone
            write(path, ["a", "b", "verdict", "who", "when", "why"], some)
        run(tt, "decide", whole, said[1])
        run(tt, "analyze", whole)
        want = told(tt, whole)
        if want[1].count(b"\n") < DOCUMENTS:
            sys.exit("too few rows: this shows nothing")
        for order in range(ORDERS):
            case = folder / f"grown{order}.db"
            killed += grow(rng, tt, case, parts, said)
            got = told(tt, case)
            for what, a, b in zip(("report", "tables"), got, want):
                if a != b:
                    sys.exit(f"seed {seed}, order {order}: {what} differ from those of one run")
            case.unlink()
        for last in parts[1:]:
            others = [part for part in parts if part != last]
            comes_last(tt, folder / "last.db", last, others, said[1], want)
    print(f"{seeds} worlds, {ORDERS} ways each; {killed} stages were killed")


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else SEEDS)
