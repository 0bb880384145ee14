"""Writes the pages of docs/reference/; `--check` names those that are out of date instead."""

import sys
from pathlib import Path

from docs.making.commands import make_command_pages
from docs.making.json_page import make_json_page
from docs.making.tables import make_tables
from docs.making.words import read_words

REFERENCE = Path(__file__).parents[1] / "reference"


def make_pages() -> dict[str, str]:
    """Return all pages by their names."""
    return {
        "index.md": read_words("pages")["index"],
        **dict(make_command_pages()),
        **dict(make_tables()),
        **dict(make_json_page()),
    }


def main() -> int:
    """Write the pages, or with --check compare them with what is there."""
    made = make_pages()
    there = {
        path.relative_to(REFERENCE).as_posix(): path.read_text("utf-8")
        for path in REFERENCE.rglob("*.md")
    }
    stale = sorted(name for name in made | there if made.get(name) != there.get(name))
    if "--check" not in sys.argv:
        _write(made, stale)
        return 0
    for name in stale:
        print(f"docs/reference/{name} is out of date. Run: just reference")
    return 1 if stale else 0


def _write(made: dict[str, str], stale: list[str]) -> None:
    for name in stale:
        path = REFERENCE / name
        if name not in made:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[name], "utf-8")


if __name__ == "__main__":
    sys.exit(main())
