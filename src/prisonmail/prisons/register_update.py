"""What a newer register changes, found before anything is saved."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.written import find_kinds, normalise
from prisonmail.prisons.prison import Prison
from prisonmail.prisons.register_file import RegisterEntry
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record, replace

_PRISON_CODE = compile_late(r"[A-Z]{3}|STC[0-9]")
"""Other codes of the register are of courts and the like, or of no place at all: ZZGHI."""


class ChangeKind(StrEnum):
    """How an entry differs from what is known."""

    OPENED = "opened"
    CLOSED = "closed"
    NEW = "new"
    NEW_NOT_OPEN = "new, not open"
    NEW_NAME = "new name"
    NEW_ADDRESS = "new address"


class Change(Record, frozen=True):
    """One prison whose entry in a newer register differs from what is known."""

    before: Prison | None
    after: Prison
    kinds: tuple[ChangeKind, ...]


class Update(Record, frozen=True):
    """Everything that taking a newer register would change."""

    changes: tuple[Change, ...]
    prisons: tuple[Prison, ...]
    """The entries to keep, changed or not."""
    unchanged: int
    """How many have only a newer day."""
    older: int
    """How many are older than what is known, and ignored."""
    faults: tuple[str, ...] = ()

    def pick(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Pick the changes of one kind."""
        return tuple(change for change in self.changes if kind in change.kinds)


def compare(directory: Directory, entries: Iterable[RegisterEntry], as_of: date) -> Update:
    """Compare a newer register with a directory. Entries without a day are of `as_of`."""
    changes: list[Change] = []
    prisons: list[Prison] = []
    faults: list[str] = []
    older = 0
    for entry in entries:
        before = directory.find_by_code(entry.code)
        after = _updated(before, entry, as_of)
        fault = _fault(after)
        if fault:
            faults.append(f"{entry.place} ({entry.code}): {fault}")
        elif before and after.as_of < before.as_of:
            older += 1
        else:
            prisons.append(after)
            kinds = tuple(_kinds(before, after))
            changes += [Change(before, after, kinds)] if kinds else []
    unchanged = len(prisons) - len(changes)
    return Update(tuple(changes), tuple(prisons), unchanged, older, tuple(faults))


def _updated(before: Prison | None, entry: RegisterEntry, as_of: date) -> Prison:
    known = before or Prison(
        code=entry.code,
        register_name="",
        street="",
        locality="",
        town="",
        postcode="",
        country="",
        welsh_name="",
        active=True,
        as_of=as_of,
    )
    after = replace(known, **{"as_of": as_of, **entry.given, "imported": True}, known_law=None)
    return replace(
        after,
        street=_drop_name(after.street, after),
        locality=_drop_name(after.locality, after),
    )


def _drop_name(line: str, prison: Prison) -> str:
    """Return a line of an address, or nothing if it is the name, which is printed above it.

    `Forest Bank` alone is not: a street may be called like the place.
    """
    names = {normalise(name) for name in (prison.place, prison.welsh_name) if name}
    return "" if find_kinds(line) and normalise(line) in names else line


def _fault(prison: Prison) -> str | None:
    if not prison.register_name:
        return "there is no name."
    if not prison.active:
        return None
    if not _PRISON_CODE.fullmatch(prison.code):
        return f"`{prison.code}` is no prison’s code, such as LEI: take it out of the file."
    if not prison.kind:
        return (
            f"the name `{prison.register_name}` does not say what kind of place it is: write it "
            f"like `{prison.register_name} (HMP)`."
        )
    missing = [field for field in ("town", "postcode") if not getattr(prison, field)]
    return f"it is open, but has no {' and no '.join(missing)}." if missing else None


def _kinds(before: Prison | None, after: Prison) -> Iterable[ChangeKind]:
    if before is None:
        yield ChangeKind.NEW if after.active else ChangeKind.NEW_NOT_OPEN
        return
    if before.active != after.active:
        yield ChangeKind.OPENED if after.active else ChangeKind.CLOSED
    if (before.name, before.welsh_name) != (after.name, after.welsh_name):
        yield ChangeKind.NEW_NAME
    if before.address != after.address:
        yield ChangeKind.NEW_ADDRESS
