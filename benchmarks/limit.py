"""The limit: what bare Python takes to read a list, mint and record codes, and write as much.

    python -m benchmarks.limit LIST.csv LAYOUT.json 1000000 OUT.pdf

Nothing is checked, and the file is no PDF: it has as many bytes as ours, with what each sheet has
of its own in them.
"""

import csv
import json
import os
import secrets
import sqlite3
import sys
from operator import getitem, mul
from pathlib import Path

_SHEET = b"BT(%s)Tj(%s)Tj(%s)Tj(%s)Tj(sheet %d of %d)Tj ET %s f\n"


def main(listed: str, layout: str, size: str, target: str) -> None:
    """Do what the command line asks for; the ledger is made beside the target."""
    with Path(listed).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    codes = _mint(len(rows))
    _record(Path(target).with_suffix(".limit.sqlite3"), rows, codes)
    _write(Path(target), int(size), rows, codes, _join_bars(Path(layout)))


def _mint(count: int) -> list[str]:
    """Draw different numbers by lot, and add check digits to them."""
    drawn = secrets.token_bytes(8 * count)
    bodies = {int.from_bytes(drawn[at : at + 8]) % 10**12 for at in range(0, 8 * count, 8)}
    while len(bodies) < count:
        bodies.add(secrets.randbelow(10**12))
    return [f"{body:012d}{98 - body * 100 % 97:02d}" for body in bodies]


def _record(ledger: Path, rows: list[list[str]], codes: list[str]) -> None:
    ledger.unlink(missing_ok=True)
    database = sqlite3.connect(ledger)
    database.execute("CREATE TABLE codes (code TEXT PRIMARY KEY, name, number, prison, reference)")
    recorded = (
        (code, name, number, prison, reference)
        for code, (name, number, _, prison, reference) in zip(codes, rows, strict=True)
    )
    database.executemany("INSERT INTO codes VALUES (?, ?, ?, ?, ?)", recorded)
    database.commit()
    database.close()


def _join_bars(layout: Path) -> list[list[bytes]]:
    """Return the bars of each character at each place of a symbol, as a PDF says them."""
    patterns = json.loads(layout.read_text(encoding="utf-8"))["patterns"]
    return [
        [
            b"".join(b"%d 0 %d 1 re " % (11 * place + start, width) for start, width in bars)
            for bars in patterns
        ]
        for place in range(10)
    ]


def _write(
    target: Path, size: int, rows: list[list[str]], codes: list[str], bars: list[list[bytes]]
) -> None:
    each, count = size // len(rows), len(rows)
    with target.open("wb") as file:
        for number, (code, row) in enumerate(zip(codes, rows, strict=True), start=1):
            name, identity, reference = row[0].encode(), row[1].encode(), row[4].encode()
            pairs = [int(code[at : at + 2]) for at in range(0, 14, 2)]
            check = (105 + sum(map(mul, pairs, range(1, 8)))) % 103
            symbol = b"".join(map(getitem, bars, (105, *pairs, check, 106)))
            own = (name, identity, reference, code.encode(), number, count, symbol)
            file.write((_SHEET % own)[:each].ljust(each))
        file.write(bytes(size - each * count))
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    main(*sys.argv[1:])
