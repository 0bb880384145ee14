"""What the system itself says of places: its tables of mounts, and programs that it has for that.

>>> find_deepest(Path("/home/ann/x"), [("/", "ext4"), ("/home", "cifs"), ("/srv", "nfs")])
'cifs'
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

SPACE = "\\040"
"""How a table of mounts writes a space."""
_Mount = TypeVar("_Mount")


def find_deepest(place: Path, mounts: Iterable[tuple[str, _Mount]]) -> _Mount | None:
    """Return what is mounted deepest above a place; of two at one place, the later.

    A mount comes with its folder, as the table writes that.
    """
    found, longest, ends = None, -1, {"", *place.parts}
    for folder, mount in mounts:
        written = folder.replace(SPACE, " ")
        if written.rpartition("/")[2] not in ends:  # most of a table: a path takes long to make
            continue
        mounted = Path(written)
        if place.is_relative_to(mounted) and len(mounted.parts) >= longest:
            found, longest = mount, len(mounted.parts)
    return found


def ask(*command: str, seconds: int) -> str:  # pragma: no cover - on macOS and Windows only
    """Return what a program of the system says, or nothing if it does not answer in time."""
    import subprocess  # which takes longer to load than a check needs for all else

    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command, capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return done.stdout
