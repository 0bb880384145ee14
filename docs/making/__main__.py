"""Writes the pages of docs/reference/; `--check` names those that are out of date instead."""

import sys
from pathlib import Path

from docs.making.commands import make_command_pages
from docs.making.json_page import make_json_page
from docs.making.tables import make_tables

REFERENCE = Path(__file__).parents[1] / "reference"
_INDEX = """# Reference

Made from the code by `just reference`, and held to it by a test.

| page | has |
|---|---|
| [Commands](commands/index.md) | every command with its options |
| [Exit codes and errors](exit-codes.md) | what the process says to the program that called it |
| [Problem codes](problem-codes.md) | what each PM and PW means, with an example and what to do |
| [JSON documents](json.md) | every field of every document, with an example |
| [Columns of lists](columns.md) | every heading that is known |
| [Settings](settings.md) | variables of the environment |
| [Entries of the profile](profile-entries.md) | every entry, what it is if you do not say it, and the roles |
"""


def make_pages() -> dict[str, str]:
    """Return all pages by their names."""
    return {
        "index.md": _INDEX,
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
