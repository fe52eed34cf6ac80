"""kill.py PROGRAM - kill -9 during ingest at 20 points; the case must verify, and a rerun must end in the same bytes."""
import csv
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

POINTS = 20
FILES, ROWS = 4, 8000


def documents(folder):
    rng = random.Random(3)
    folder.mkdir()
    for part in range(FILES):
        with open(folder / f"payments_{part}.csv", "w", newline="", encoding="utf-8") as f:
            out = csv.writer(f)
            out.writerow("payment_id value_date payer_name payer_account payee_name payee_account "
                         "amount currency remittance_information".split())
            for i in range(ROWS):
                a, b = rng.sample(range(400), 2)
                out.writerow([f"P{part}-{i}", f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                              f"Payer {a}", f"AC{a}", f"Payee {b}", f"AC{b}",
                              f"{rng.randint(100, 9_000_000)}.{rng.randint(0, 99):02d}", "USD",
                              f"invoice {rng.randint(1, 99999)}"])


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"status {done.returncode}: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def tables(case):
    return int(run("sqlite3", case, "SELECT count(*) FROM sqlite_schema"))


def report(tt, case):
    run(tt, "analyze", case)
    out = case.with_suffix(".json")
    run(tt, "report", case, "-o", out)
    return out.read_bytes()


def main(tt):
    work = Path.cwd()
    documents(work / "in")
    start = time.monotonic()
    run(tt, "ingest", work / "whole.db", work / "in")
    seconds = time.monotonic() - start
    whole = report(tt, work / "whole.db")
    killed = 0
    for point in range(POINTS):
        case = work / f"case{point}.db"
        child = subprocess.Popen([tt, "ingest", case, work / "in"], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(seconds * (point + 0.5) / POINTS)
        child.kill()
        killed += child.wait() == -signal.SIGKILL
        # Killed while the file itself was made, there is no case yet and nothing to verify.
        if case.exists() and tables(case):
            run(tt, "verify", case)
        run(tt, "ingest", case, work / "in")
        run(tt, "verify", case)
        # The analysis is the slow part: a few points are compared to the last byte.
        if point % 5 == 2 and report(tt, case) != whole:
            sys.exit(f"point {point}: the report differs from that of an undisturbed run")
        case.unlink()
    print(f"{killed} of {POINTS} were killed before they ended; ingest takes {seconds:.2f} s")
    if killed < POINTS // 2:
        sys.exit("too few runs were killed in the middle: this shows nothing")


main(sys.argv[1])
