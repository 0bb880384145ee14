"""Prints what CHANGELOG.md says of a version: `just release-notes 0.2.0`."""

import re
import sys
from pathlib import Path

_CHANGES = Path(__file__).parent.parent / "CHANGELOG.md"


def find_notes(changes: str, version: str) -> str | None:
    r"""Return what is listed below the heading of a version, or None if nothing is.

    >>> find_notes("## 0.2.0 (1 May 2027)\n\n- New.\n\n## 0.1.0\n\n- Old.\n", "0.2.0")
    '- New.\n'
    """
    parts = re.split(r"^## (\S+).*\n", changes, flags=re.MULTILINE)
    notes = dict(zip(parts[1::2], parts[2::2], strict=True)).get(version, "").strip()
    return f"{notes}\n" if notes else None


def main() -> None:
    """Print the notes of a version; end with 1 if there are none."""
    version = sys.argv[1].removeprefix("v")
    notes = find_notes(_CHANGES.read_text("utf-8"), version)
    if notes is None:
        sys.exit(f"CHANGELOG.md lists nothing under {version}. Give its entries that heading.")
    sys.stdout.buffer.write(notes.encode())  # UTF-8, also on a console of Windows


if __name__ == "__main__":
    main()
