"""Sets entries of a profile, and takes them out; its file stays as it is otherwise."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from prisonmail.cli.commands.profile_entries import read_printable
from prisonmail.cli.options.ledger import ledger_place
from prisonmail.cli.terminal import talk
from prisonmail.errors import WrongUsage
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.sender.profile import ProfileFault
from prisonmail.sender.profile_edits import UneditableError, edit, read_values
from prisonmail.sender.profile_faults import find_faults
from prisonmail.sender.profile_layers import (
    Entries,
    find_source,
    merge,
    name_command,
    read_layers,
    read_sources,
)
from prisonmail.sender.store import write
from prisonmail.sheets.known_envelopes import check_envelopes
from prisonmail.system import clock
from prisonmail.use_cases.keeping.ledger_log import EventKind, record_change


def pair_up(words: Sequence[str]) -> dict[str, str]:
    """Read keys and values as they are typed one after the other. Raises WrongUsage.

    >>> pair_up(["telephone", "0113 496 0001", "valid_days", "14"])
    {'telephone': '0113 496 0001', 'valid_days': '14'}
    """
    if len(words) % 2:
        raise WrongUsage(
            f"`{words[-1]}` has no value.",
            'Give a value after each key, in quotes if it has spaces: telephone "0113 496 0000"',
        )
    return dict(zip(words[::2], words[1::2], strict=True))


def change_profile(path: Path, changes: Mapping[str, str | None]) -> None:
    """Set entries to what is typed, and take out those that are None; all of them or none.

    Raises WrongUsage if the profile would then be wrong where it was not before, InputMissing if
    there is none, and OutputRefused.
    """
    (own, *_) = read_layers(path)
    own.parse()  # refuses what is no TOML
    text = own.content.decode("utf-8-sig")
    known = _find_faults(_read(path, text))
    for key, typed in changes.items():
        text = _take_out(path, text, key) if typed is None else _set(path, text, key, typed)
    entries = _read(path, text)
    faults = _find_faults(entries)
    _refuse([each for each in faults if each not in known])
    if not faults:
        read_printable(entries, path)
    write(path, text, force=True)
    named = ", ".join(changes)
    record_change(ledger_place(), EventKind.PROFILE, f"{path}: {named}", clock.now())
    talk(ReportLine("The profile is changed:", Tone.GOOD, f" {named} in {path}"))


def _set(path: Path, text: str, key: str, typed: str) -> str:
    """Set an entry to a value of the kind that it has to be of. Raises WrongUsage."""
    faults: list[ProfileFault] = []
    for value in read_values(typed):
        try:
            changed = edit(text, {key: value})
        except TypeError:
            raise WrongUsage(f"{key}: what stands before its last dot is no table.") from None
        except UneditableError:
            raise _leave_it(path) from None
        wrong = [each for each in _find_faults(_read(path, changed)) if _is_of(each, key)]
        if not wrong:
            return changed
        faults = wrong if not faults or value == typed else faults
    _refuse(faults)
    return text


def _take_out(path: Path, text: str, key: str) -> str:
    try:
        return edit(text, {key: None})
    except UneditableError:
        raise _leave_it(path) from None
    except (KeyError, TypeError):
        (own, *below) = read_sources(read_layers(path))
        file = find_source((own, *below), key)
        elsewhere = f" It comes from {file}." if file != path else ""
        raise WrongUsage(f"The profile {path} has no entry {key}.{elsewhere}") from None


def _leave_it(path: Path) -> WrongUsage:
    command = name_command("profile check", path)
    return WrongUsage(
        f"The profile {path} is written in a way that cannot be changed like this without harm.",
        f"Change it in an editor, then: {command}",
    )


def _read(path: Path, text: str) -> Entries:
    """Read what a profile with this text would say, with what lies under it."""
    return merge([each.entries for each in read_sources(read_layers(path, text.encode()))])


def _find_faults(entries: Entries) -> tuple[ProfileFault, ...]:
    return (*find_faults(entries), *check_envelopes(entries))


def _is_of(fault: ProfileFault, key: str) -> bool:
    return f"{fault.field}.".startswith(f"{key}.")


def _refuse(faults: Sequence[ProfileFault]) -> None:
    if faults:
        said = "\n".join(f"{each.field}: {each.message}" for each in faults)
        raise WrongUsage(said, "Nothing was changed.")
