"""What a newer register of prisons changes, in words and as JSON."""

from collections.abc import Iterator

from prisonmail.errors import ExitCode
from prisonmail.prisons.prison import Prison
from prisonmail.prisons.register_update import Change, ChangeKind, Update
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone

_TONES = {ChangeKind.OPENED: Tone.GOOD, ChangeKind.NEW: Tone.GOOD, ChangeKind.CLOSED: Tone.BAD}
_WIDTH = 13
"""Characters of the longest kind: `new, not open`."""
_INDENT = " " * (_WIDTH + 8)


def words(update: Update) -> Iterator[ReportLine]:
    """Say what would change, kind by kind, and how much in all."""
    for kind in ChangeKind:
        for change in update.pick(kind):
            if kind is ChangeKind.NEW_ADDRESS and ChangeKind.OPENED in change.kinds:
                continue
            prison = f"  {change.after.code:<4}  {change.after.name}"
            yield ReportLine(f"{kind:<{_WIDTH}}", _TONES.get(kind, Tone.CAUTION), prison)
            yield from (ReportLine(f"{_INDENT}{line}") for line in _details(kind, change))
    yield ReportLine(_counts(update))


def document(update: Update, *, taken: bool, code: ExitCode) -> dict[str, object]:
    """Return what would change, and whether it was taken, as JSON (fields are only ever added)."""
    return {
        "version": 1,
        "taken": taken,
        "changes": [_change_document(change) for change in update.changes],
        "unchanged": update.unchanged,
        "older": update.older,
        "exit": int(code),
    }


def _details(kind: ChangeKind, change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if kind in (ChangeKind.NEW, ChangeKind.OPENED):
        yield _address(after)
    elif before and kind in (ChangeKind.NEW_NAME, ChangeKind.NEW_ADDRESS):
        what = _names if kind is ChangeKind.NEW_NAME else _address
        yield f"was {what(before)}"
        yield f"now {what(after)}"


def _names(prison: Prison) -> str:
    return f"{prison.name} ({prison.welsh_name})" if prison.welsh_name else prison.name


def _address(prison: Prison) -> str:
    return ", ".join(prison.address) or "no address"


def _counts(update: Update) -> str:
    parts = [f"{count(update.unchanged, 'prison')} as before"]
    if update.changes:
        parts.insert(0, f"{count(len(update.changes), 'prison')} changed")
    if update.older:
        parts.append(f"{update.older:,} left, as what is known is newer")
    return ", ".join(parts) + "."


def _change_document(change: Change) -> dict[str, object]:
    return {
        "code": change.after.code,
        "kinds": [kind.value for kind in change.kinds],
        "before": _state(change.before) if change.before else None,
        "after": _state(change.after),
    }


def _state(prison: Prison) -> dict[str, object]:
    return {
        "name": prison.name,
        "welsh_name": prison.welsh_name or None,
        "address": list(prison.address),
        "open": prison.active,
        "as_of": prison.as_of.isoformat(),
    }
