"""The commands whose runs are measured, each a whole process."""

import shutil
from collections.abc import Collection, Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.draw import DRAW, TYPST
from benchmarks.layout import write_layout
from benchmarks.people import write_list
from benchmarks.runs import MADE, Command, run

OURS = "prisonmail"
LIMIT = "the limit"
FLOOR = "import typer"
_EXAMPLES = Path(__file__).parent.parent / "examples"
_MOST_ENCLOSED = 10_000
"""Files that are enclosed at most: more are no longer a batch that anybody has."""
_MOST_TYPESET = 20_000
"""Rows that typst is measured with at most: 100,000 took more than 22 GB of memory."""
_NEEDED = {"ReportLab, rl_accel": "_rl_accel", TYPST: "typst"}
"""What of the extra `benchmark` some of the peers need."""


def list_starts(home: Path) -> dict[str, Command]:
    """Return short commands, and before them the least of which each of them consists."""
    return {
        FLOOR: ("-c", "import typer"),
        "`generate`, 10 rows": generate(make_list(10, home), home),
        "`--version`": ("-m", "prisonmail", "--version"),
        "`--help`": ("-m", "prisonmail", "--help"),
        "`verify`": ("-m", "prisonmail", "verify", "12345678901244", "--ledger", _fill(home)),
    }


def list_peers(rows: int, home: Path, only: Collection[str] = ()) -> dict[str, Command]:
    """Return prisonmail and what it is measured against: all that can be had, or only some."""
    listed, layout, target = make_list(rows, home), home / f"{rows}.json", home / MADE / "out.pdf"
    write_layout(layout, rows)
    size = run(generate(listed, home), home).size
    drawing = {
        name: ("-m", "benchmarks.draw", name, listed, layout, target)
        for name in (*DRAW, TYPST)
        if name not in _NEEDED or find_spec(_NEEDED[name])
        if name != TYPST or rows <= _MOST_TYPESET
    }
    limit = ("-m", "benchmarks.limit", listed, layout, str(size), target)
    peers: dict[str, Command] = {**drawing, LIMIT: limit}
    chosen = {name: each for name, each in peers.items() if not only or name in only}
    return {OURS: generate(listed, home), **chosen}


def list_features(rows: int, home: Path) -> dict[str, Command]:
    """Return a plain run, and runs with what may be asked for beside the letters."""
    listed, earlier = make_list(rows, home), home / f"earlier{rows}.sqlite3"
    run(generate(listed, home, "--ledger", earlier), home)
    asked = {
        OURS: generate(listed, home),
        "`--manifest`": generate(listed, home, "--manifest", home / MADE / "codes.csv"),
        "`--json`": generate(listed, home, "--json"),
        "`--summary`": generate(listed, home, "--summary"),
        "`--sort prison`": generate(listed, home, "--sort", "prison"),
        "`--split 500`": generate(listed, home, "--split", "500"),
        "`--duplex`": generate(listed, home, "--duplex"),
        "all of them with letters on the way": generate(listed, home, "--ledger", earlier),
    }
    if rows <= _MOST_ENCLOSED:
        enclosing = _make_enclosures(rows, home)
        asked["`--enclose`, a page each"] = generate(enclosing, home, "--enclose", "Enclosure")
    return asked


def generate(listed: Path, home: Path, *more: str | Path) -> Command:
    """Return the command that prints a list, whatever has been issued before."""
    return (
        *("-m", "prisonmail", "generate", listed, "--output", home / MADE / "out.pdf"),
        *("--force", "--again", "--profile", _EXAMPLES / "profile.toml", *more),
    )


def make_list(rows: int, home: Path) -> Path:
    """Make a list of so many people, unless it is there already."""
    listed = home / f"list{rows}.csv"
    if not listed.exists():
        write_list(listed, rows)
    return listed


def _fill(home: Path) -> Path:
    """Make a ledger of a few letters, unless it is there already; return where it is."""
    ledger = home / "filled.sqlite3"
    if not ledger.exists():
        run(generate(make_list(10, home), home, "--ledger", ledger), home)
    return ledger


def _make_enclosures(rows: int, home: Path) -> Path:
    """Make a list that names a PDF for each person; return where it is."""
    folder, first = home / "enclosures", home / "enclosures" / "0.pdf"
    folder.mkdir(exist_ok=True)
    _write_page(first)
    lines = make_list(rows, home).read_text(encoding="utf-8").splitlines()
    for row in range(1, rows):
        shutil.copy(first, folder / f"{row}.pdf")
    listed = home / "enclosing.csv"
    listed.write_text("\n".join(_name_enclosures(lines)), encoding="utf-8")
    return listed


def _name_enclosures(lines: list[str]) -> Iterator[str]:
    yield f"{lines[0]},Enclosure"
    for row, line in enumerate(lines[1:]):
        yield f"{line},enclosures/{row}.pdf"


def _write_page(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595.28, 841.89))
    for line in range(40):
        canvas.drawString(72, 760 - 17 * line, "Advice in conference, with what was agreed.")
    canvas.save()
