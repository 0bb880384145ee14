"""Takes a newer register: shows what it changes, asks, and keeps it as the firm's own."""

import sys
from collections.abc import Iterator

from prisonmail import clock
from prisonmail.cli.terminal import Style, answer, answer_json, counted, styled, talk
from prisonmail.errors import ExitCode
from prisonmail.prisons import store
from prisonmail.prisons.changes import Change, ChangeKind, Update
from prisonmail.prisons.prison import Prison

_STYLES = {ChangeKind.OPENED: Style.GOOD, ChangeKind.NEW: Style.GOOD, ChangeKind.CLOSED: Style.BAD}
_WIDTH = 13
_INDENT = " " * (_WIDTH + 8)


def run(file: str, *, yes: bool, as_json: bool) -> ExitCode:
    """Show what a file changes, and take it where that is wanted."""
    update = store.read_update(file, store.load_directory(), clock.uk_date(clock.now()))
    if not as_json:
        for line in _changes(update):
            answer(line)
    taken = _wanted(update, file, yes=yes, as_json=as_json)
    if taken:
        store.take(update.prisons)
    code = ExitCode.DONE if taken or not update.prisons else ExitCode.NO
    if as_json:
        answer_json(_document(update, taken=taken, code=code))
    else:
        talk(_outcome(update, taken=taken))
    return code


def forget(*, yes: bool, as_json: bool) -> ExitCode:
    """Drop the firm's own entries, asked for on a terminal."""
    there = store.overlay_path().exists()
    wanted = there and (yes or _agreed("Drop your own entries?", as_json=as_json))
    dropped = wanted and store.forget()
    code = ExitCode.DONE if dropped or not there else ExitCode.NO
    if as_json:
        answer_json({"version": 1, "forgotten": dropped, "exit": int(code)})
    elif dropped:
        talk("Your own entries are dropped: the packaged register holds again.")
    elif there:
        talk("Nothing was dropped. To drop your own entries add --yes.")
    else:
        talk("There are no entries of your own: the packaged register holds.")
    return code


def _wanted(update: Update, file: str, *, yes: bool, as_json: bool) -> bool:
    if not update.prisons or yes:
        return bool(update.prisons)
    return file != store.STANDARD_INPUT and _agreed("Take these changes?", as_json=as_json)


def _agreed(question: str, *, as_json: bool) -> bool:
    if as_json or not sys.stdin.isatty():
        return False
    import typer

    return typer.confirm(question, err=True)


def _changes(update: Update) -> Iterator[str]:
    for kind in ChangeKind:
        for change in update.of(kind):
            if kind is ChangeKind.NEW_ADDRESS and ChangeKind.OPENED in change.kinds:
                continue
            label = styled(f"{kind:<{_WIDTH}}", _STYLES.get(kind, Style.CAUTION), sys.stdout)
            yield f"{label}  {change.after.code:<4}  {change.after.name}"
            yield from (f"{_INDENT}{line}" for line in _told(kind, change))
    yield _counts(update)


def _told(kind: ChangeKind, change: Change) -> Iterator[str]:
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
    parts = [f"{counted(update.unchanged, 'prison')} as before"]
    if update.changes:
        parts.insert(0, f"{counted(len(update.changes), 'prison')} changed")
    if update.older:
        parts.append(f"{update.older:,} left, as what is known is newer")
    return ", ".join(parts) + "."


def _outcome(update: Update, *, taken: bool) -> str:
    if taken:
        count = counted(len(update.prisons), "prison")
        done = styled(f"Taken: {count}", Style.GOOD, sys.stderr)
        return f"{done}, in {store.overlay_path()}. To undo it: prisonmail prisons import --forget"
    if not update.prisons:
        return "There is nothing newer in it: nothing was taken."
    return "Nothing was taken. To take it add --yes."


def _document(update: Update, *, taken: bool, code: ExitCode) -> dict[str, object]:
    return {
        "version": 1,
        "taken": taken,
        "changes": [_change_document(change) for change in update.changes],
        "unchanged": update.unchanged,
        "older": update.older,
        "exit": int(code),
    }


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
