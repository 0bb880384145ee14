"""A sender profile as it is used, and which file each entry comes from."""

from collections.abc import Iterator, Sequence

from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_layers import ProfileSource, find_source
from prisonmail.system.record import to_builtins


def profile_document(profile: Profile, sources: Sequence[ProfileSource]) -> dict[str, object]:
    """Return it as JSON, with its files and what each of them says."""
    files = [str(each.path) for each in sources]
    said = {
        entry: str(find_source(sources, entry))
        for each in sources
        for entry in _list_entries(each.entries)
    }
    return {"version": 1, **to_builtins(profile), "files": files, "from": said}


def profile_lines(
    profile: Profile, sources: Sequence[ProfileSource], mailbox: str = ""
) -> Iterator[str]:
    """Say it line by line, and what is known of its mailbox; the tables come last.

    If it has several files, each entry comes with the file that it is from.
    """
    said = {entry for each in sources for entry in _list_entries(each.entries)}
    entries = to_builtins(profile).items()
    for key, value in entries:
        if not isinstance(value, dict):
            yield _write_line(key.replace("_", " "), value, _name_file(sources, key, said))
    if mailbox:
        yield _write_line("mailbox", mailbox)
    for key, value in entries:
        filled = value if isinstance(value, dict) else {}
        if rows := {name: each for name, each in filled.items() if each is not None}:
            yield ""
            yield f"[{key}]"
            for name, each in rows.items():
                yield _write_line(name, each, _name_file(sources, f"{key}.{name}", said))


def _write_line(name: str, value: object, file: str = "") -> str:
    return f"{name:<17}{_show(value)}{file}"


def _list_entries(entries: dict[str, object]) -> Iterator[str]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from (f"{key}.{name}" for name in value)
        else:
            yield key


def _name_file(sources: Sequence[ProfileSource], entry: str, said: set[str]) -> str:
    if len(sources) == 1 or entry not in said:
        return ""
    return f"  ({find_source(sources, entry)})"


def _show(value: object) -> str:
    """Show a value; of those within a table of a table the ones that are said.

    >>> _show({"name": "Jane Bell", "role": "clerk", "title": None}), _show(True), _show(())
    ('name Jane Bell; role clerk', 'yes', 'none')
    """
    match value:
        case dict():
            return "; ".join(f"{key} {_show(each)}" for key, each in value.items() if each)
        case tuple() | list():
            return ", ".join(map(str, value)) or "none"
        case bool():
            return "yes" if value else "no"
        case _:
            return "none" if value is None else str(value)
