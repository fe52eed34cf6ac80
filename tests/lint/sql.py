"""sql.py FILE... - apply the migrations, then the files that are one query, then prepare each query."""
import re
import sqlite3
import sys
from pathlib import Path


def statements(text):
    part = ""
    for piece in re.split(r"(?<=;)", text):
        part += piece
        if sqlite3.complete_statement(part):
            yield part
            part = ""
    if re.sub(r"--[^\n]*", "", part).strip():
        yield part


def queries(path):
    """(line, name, text) of each heading; the whole file when it has none."""
    found, current = [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        heading = re.match(r"-- name:\s*(\S+)", line)
        if heading:
            current = [number, heading.group(1), ""]
            found.append(current)
        elif current:
            current[2] += line + "\n"
    return found or [[1, path.stem, path.read_text(encoding="utf-8")]]


def main(paths):
    db = sqlite3.connect(":memory:", isolation_level=None)
    files = sorted(Path(p) for p in paths)
    for path in (p for p in files if p.name.startswith("schema_")):
        try:
            db.executescript(path.read_text(encoding="utf-8"))
        except sqlite3.Error as e:
            print(f"{path}:1: {e}")
            return
    # Rows are added from an attached database that has the same tables.
    db.execute("ATTACH ':memory:' AS feed")
    for (words,) in db.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'").fetchall():
        db.execute(words.replace("CREATE TABLE ", "CREATE TABLE feed.", 1))
    rest = [(p, q) for p in files if not p.name.startswith("schema_") for q in queries(p)]
    defines = re.compile(r"\s*(--[^\n]*\n\s*)*(create|drop|alter|pragma|attach|begin|commit|rollback|savepoint|release)\b", re.I)
    # What defines tables comes first: derived and temporary tables are there when queries name them.
    for only_definitions in (True, False):
        for path, (line, name, text) in rest:
            for one in statements(text):
                define = bool(defines.match(one))
                if define != only_definitions:
                    continue
                if define and re.match(r"\s*(--[^\n]*\n\s*)*(drop|attach|begin|commit|rollback|savepoint|release)\b", one, re.I):
                    continue
                try:
                    if define:
                        db.execute(one)
                    else:
                        # Parameters are NULL; only the text is judged.
                        names = sorted(set(re.findall(r"[:@$][A-Za-z_]\w*", re.sub(r"'[^']*'", "", one))))
                        numbered = [int(n) for n in re.findall(r"\?(\d+)", one)]
                        count = max(numbered) if numbered else len(re.findall(r"\?(?!\d)", re.sub(r"'[^']*'", "", one)))
                        values = {n[1:]: None for n in names} if names else [None] * count
                        db.execute("EXPLAIN " + one, values)
                except sqlite3.Error as e:
                    if "already exists" not in str(e):
                        print(f"{path}:{line}: query '{name}': {e}")


main(sys.argv[1:])
