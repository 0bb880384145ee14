"""The files of a profile: the one that is named, and under it that of the office.

What the first says holds. What it leaves out is taken from the next, in tables key by key.

>>> merge([{"role": "solicitor", "defaults": {"split": 200}}, {"defaults": {"duplex": True}}])
{'defaults': {'duplex': True, 'split': 200}, 'role': 'solicitor'}
"""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from prisonmail.errors import InputMissing, ProfileMissing
from prisonmail.system import folders
from prisonmail.system.places.command_words import quote
from prisonmail.system.record import Record

BASE = "base"
"""The entry that names the file under a profile."""
_MOST = 5
"""Files, one under the other."""
_PATHS = (("letterhead",), ("defaults", "letter"))
"""The entries that are paths, from the folder of their file."""
Entries = dict[str, Any]


class Layer(Record, frozen=True):
    """One file, as it is."""

    path: Path
    content: bytes

    def parse(self) -> Entries:
        """Return its entries, unchecked. Raises InputMissing if it is no TOML file."""
        return parse(self.path, self.content)


class ProfileSource(Record, frozen=True):
    """One file's own entries, whose paths are whole if it is not the first."""

    path: Path
    entries: Entries


def read_layers(path: Path, content: bytes | None = None) -> tuple[Layer, ...]:
    """Read a profile's files, the one that is named first. Raises InputMissing.

    A user's own is empty if it is not there, and that of the office is. With `content` the first is
    read as if it had that.
    """
    if content is None and not path.exists() and _lies_on_office(path):
        content = b""
    layers = [_read(path) if content is None else Layer(path, content)]
    while under := _find_base(layers[-1], is_first=len(layers) == 1):
        if len(layers) == _MOST or under.resolve() in [each.path.resolve() for each in layers]:
            raise InputMissing(
                f"The sender profile {layers[-1].path} names {under} as its {BASE}, and that leads "
                "to no end.",
                f"Take its line `{BASE} = …` out.",
            )
        layers.append(_read(under, named_by=layers[-1].path))
    return tuple(layers)


def has_profile(path: Path) -> bool:
    """Check whether a profile is there, or that of the office under it."""
    return path.exists() or _lies_on_office(path)


def read_sources(layers: Sequence[Layer]) -> tuple[ProfileSource, ...]:
    """Return the entries of each file. Raises InputMissing if one is no TOML file."""
    return tuple(_read_sources(layers))


def merge(several: Sequence[Mapping[str, Any]]) -> Entries:
    """Return what files say together, the first of which comes first."""
    merged: Entries = {}
    for entries in reversed(several):
        for key, value in entries.items():
            below = merged.get(key) if isinstance(value, dict) else None
            merged[key] = merge([value, below]) if isinstance(below, dict) else value
    return merged


def find_source(sources: Sequence[ProfileSource], entry: str) -> Path:
    """Return the file that an entry comes from, as `signatories.jb.role`; else the first one."""
    names = entry.split(".")
    return next((each.path for each in sources if _has(each.entries, names)), sources[0].path)


def name_command(command: str, path: Path) -> str:
    """Write a command of prisonmail so that it is about a profile.

    >>> name_command("profile check", Path("greenstone.toml"))
    'prisonmail profile check --profile greenstone.toml'
    """
    named = "" if path == folders.find_profile_path() else f" --profile {quote(str(path))}"
    return f"prisonmail {command}{named}"


def parse(path: Path, content: bytes) -> Entries:
    """Parse the bytes of a profile. Raises InputMissing."""
    import tomllib

    try:
        return tomllib.loads(TextIOWrapper(BytesIO(content), "utf-8-sig").read())
    except UnicodeDecodeError:
        raise InputMissing(
            f"The sender profile {path} cannot be read: it is not text in UTF-8.",
            "Save it again with that encoding: an editor offers it under “Save as”.",
        ) from None
    except (ValueError, RecursionError) as error:  # a number too long, brackets too deep
        wrong = isinstance(error, tomllib.TOMLDecodeError)
        raise InputMissing(
            f"The sender profile {path} is not a TOML file{f': {error}' if wrong else ''}.",
            "Correct that line; then see what is wrong with: "
            f"{name_command('profile check', path)}",
        ) from None


def _read(path: Path, named_by: Path | None = None) -> Layer:
    try:
        return Layer(path, path.read_bytes())
    except FileNotFoundError:
        if named_by:
            raise InputMissing(
                f"The sender profile {named_by} names {path} as its {BASE}, which is not there.",
                f"Correct its line `{BASE} = …`, or take it out.",
            ) from None
        raise ProfileMissing(
            f"There is no sender profile at {path}.",
            f"Make one with: {name_command('profile init', path)}",
        ) from None
    except OSError as error:
        raise _unreadable(path, error.strerror) from None


def _find_base(layer: Layer, *, is_first: bool) -> Path | None:
    # few profiles name one, and to parse them takes longer than to know them again
    named = layer.parse().get(BASE) if BASE.encode() in layer.content else None
    if named is not None:
        if not isinstance(named, str) or not named.strip():
            raise InputMissing(
                f"The sender profile {layer.path} has a fault:\n  {BASE}: it must be the path of "
                "another profile, in quotes",
                "Correct the file.",
            )
        return layer.path.parent / folders.expand_home(named)
    return folders.office_profile_path() if is_first and _lies_on_office(layer.path) else None


def _lies_on_office(path: Path) -> bool:
    return path == folders.own_profile_path() and folders.office_profile_path().is_file()


def _read_sources(layers: Sequence[Layer]) -> Iterator[ProfileSource]:
    for layer in layers:
        entries = layer.parse()
        entries.pop(BASE, None)
        if layer is not layers[0]:
            for names in _PATHS:
                _make_whole(entries, names, layer.path.parent)
        yield ProfileSource(layer.path, entries)


def _make_whole(entries: Entries, names: Sequence[str], folder: Path) -> None:
    *tables, last = names
    found: Any = entries
    for table in tables:
        found = found.get(table) if isinstance(found, dict) else None
    if isinstance(found, dict) and isinstance(found.get(last), str):
        found[last] = str((folder / found[last]).absolute())


def _has(entries: Entries, names: Sequence[str]) -> bool:
    found: Any = entries
    for name in names:
        if not isinstance(found, dict) or name not in found:
            return False
        found = found[name]
    return True


def _unreadable(path: Path, reason: str | None) -> InputMissing:
    return InputMissing(f"The sender profile {path} cannot be read: {reason}.")
