"""The use case: entries of a profile are set or taken out; its file stays as it is otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.sender.profile import Profile, ProfileFault
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
from prisonmail.sender.profile_rules import read_profile
from prisonmail.sender.store import save, write
from prisonmail.sheets.known_envelopes import check_envelopes
from prisonmail.sheets.paper import Paper
from prisonmail.use_cases.before_issue.paper_choice import (
    PrintOptions,
    choose_paper,
    refuse_crowded,
)
from prisonmail.use_cases.keeping.ledger_log import EventKind, record_change


class ProfileRefused(WrongUsage):
    """The profile would be wrong, so nothing was changed."""

    def __init__(self, faults: Sequence[ProfileFault]) -> None:
        said = "\n".join(f"{each.field}: {each.message}" for each in faults)
        super().__init__(said, "Nothing was changed.")
        self.faults = faults


def change_profile(
    path: Path,
    changes: Mapping[str, str | None],
    ledger: str,
    now: datetime,
    by: str | None = None,
) -> None:
    """Set entries to what is typed, and take out those that are None; all of them or none.

    Raises ProfileRefused if the profile would then be wrong where it was not before, WrongUsage,
    InputMissing if there is none or it cannot be printed, and OutputRefused.
    """
    (own, *_) = read_layers(path)
    own.parse()  # refuses what is no TOML
    text = own.content.decode("utf-8-sig")
    known = _find_faults(_read(path, text))
    text, wrong = _apply(path, text, changes)
    entries = _read(path, text)
    faults = _find_faults(entries)
    _refuse([*wrong, *(each for each in faults if each not in known)])
    if not faults:
        read_printable(entries, path)
    write(path, text, force=True)
    record_change(ledger, EventKind.PROFILE, f"{path}: {', '.join(changes)}", now, by=by)


def make_profile(
    path: Path, entries: Mapping[str, object], ledger: str, now: datetime, by: str | None = None
) -> None:
    """Make a profile of entries. Raises ProfileRefused, InputMissing, and OutputRefused."""
    _refuse(_find_faults(entries))
    made, _ = read_printable(entries, path)
    save(made, path, force=False)
    record_change(ledger, EventKind.PROFILE, str(path), now, by=by)


def read_printable(entries: Mapping[str, object], path: Path) -> tuple[Profile, Paper]:
    """Return the profile of entries, and the paper of its letters.

    Raises InputMissing if these cannot be printed, whoever signs them.
    """
    made = read_profile(entries)
    paper = choose_paper(made, path.parent, None, PrintOptions())
    refuse_crowded(made.senders, paper)
    return made, paper


def _apply(
    path: Path, text: str, changes: Mapping[str, str | None]
) -> tuple[str, list[ProfileFault]]:
    """Return the text with all changes that can be made, and what is wrong with the others."""
    wrong: list[ProfileFault] = []
    for key, typed in changes.items():
        try:
            text = _take_out(path, text, key) if typed is None else _set(path, text, key, typed)
        except ProfileRefused as error:
            wrong.extend(error.faults)
    return text, wrong


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


def _find_faults(entries: Mapping[str, object]) -> tuple[ProfileFault, ...]:
    return (*find_faults(entries), *check_envelopes(entries))


def _is_of(fault: ProfileFault, key: str) -> bool:
    return f"{fault.field}.".startswith(f"{key}.")


def _refuse(faults: Sequence[ProfileFault]) -> None:
    if faults:
        raise ProfileRefused(faults)
