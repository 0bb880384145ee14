"""What is to be known of the place of a file that names people in prison, before it is used.

A cloud service may copy it, it may lie on a network drive, and other users may read or write it.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import chain
from pathlib import Path

from prisonmail.system.places import open_to_others
from prisonmail.system.places.cloud_folders import find_cloud_service
from prisonmail.system.places.network_drives import find_network_drive, keeps_rights
from prisonmail.system.record import Record
from prisonmail.system.standard_output import is_stdout


class ConcernKind(StrEnum):
    """What may be wrong with a place, or with a file."""

    CLOUD = "cloud"
    NETWORK = "network"
    OPEN = "open"
    CONNECTION = "connection"
    LETTER = "letter"
    CLERK = "clerk"
    """Not of a place either: a clerk in the profile who acts for nobody."""


class Concern(Record, frozen=True):
    """A reason not to keep, at a place, what names people in prison; or to look at a file again."""

    kind: ConcernKind
    place: str
    """The folder, or the file if it is about that alone."""
    message: str
    remedy: str
    service: str | None = None
    """The cloud service, or the kind of network drive."""


def find_concerns(path: Path) -> tuple[Concern, ...]:
    """Return what is to be known of the place of a file or folder, one thing of each kind."""
    return tuple(find_all_concerns([path]))


def find_all_concerns(paths: Iterable[Path | str]) -> Iterator[Concern]:
    """Go through what is to be known of several places, one thing of each kind for a folder."""
    # a folder may hold 100,000 enclosures
    look_once, keeps_rights_once = cache(_look_at_folder), cache(keeps_rights)
    seen: set[tuple[ConcernKind, Path]] = set()
    for path in map(Path, paths):
        if is_stdout(path) or _is_stream(path):
            continue
        typed, real = _find_folder(path), Path(os.path.realpath(path))
        folders = dict.fromkeys((typed, _find_folder(real)))
        found = [each for folder in folders for each in look_once(folder)]
        opened = _find_open(real) if keeps_rights_once(real.parent) else ()
        for each in chain(found, opened):
            key = each.kind, _find_folder(Path(each.place))
            if key not in seen:
                seen.add(key)
                yield each


def find_folder_to_write(path: Path) -> Path | None:
    """Return the folder that a new file goes to, which nobody else may read; a pipe has none."""
    return None if is_stdout(path) or _is_stream(path) else _find_folder(path.parent / "new")


def _find_folder(path: Path) -> Path:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the links
    return whole if stat.S_ISDIR(_look(whole)) else whole.parent


def _is_stream(path: Path) -> bool:
    mode = _look(path)
    return bool(mode) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _look(path: Path) -> int:
    """Return the mode of what is at a path, or 0 if nothing is there, or nobody may know."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _look_at_folder(folder: Path) -> tuple[Concern, ...]:
    return tuple(filter(None, (_cloud(folder), _network(folder))))


def _cloud(folder: Path) -> Concern | None:
    service = find_cloud_service(folder)
    if service is None:
        return None
    return Concern(
        ConcernKind.CLOUD,
        str(folder),
        f"{folder} is copied to {service}.",
        "Cloud storage that is not approved breaks the terms of CJSM: use another folder.",
        service,
    )


def _network(folder: Path) -> Concern | None:
    system = find_network_drive(folder)
    if system is None:
        return None
    return Concern(
        ConcernKind.NETWORK,
        str(folder),
        f"{folder} lies on a network drive ({system}).",
        "Use a disk of this computer, unless only those who may know can open that drive.",
        system,
    )


def _find_open(path: Path) -> Iterator[Concern]:
    """Find what others may exchange, or the file they may read; of folders they see names only."""
    writable = open_to_others.find_writable(path)
    if writable:
        yield Concern(
            ConcernKind.OPEN,
            str(writable),
            f"Other users of this computer may write to {writable}, and so exchange files.",
            f"Close it to them with: {open_to_others.name_closing(writable, 'go-w')}",
        )
    elif stat.S_ISREG(_look(path)) and open_to_others.may_others_read(path):
        closed = open_to_others.find_what_to_close(path)
        what = "it" if closed == path else "its folder"
        yield Concern(
            ConcernKind.OPEN,
            str(path),
            f"Other users of this computer may read {path}.",
            f"Close {what} to them with: {open_to_others.name_closing(closed, 'go=')}",
        )
