"""Takes a newer register: shows what it changes, asks, and keeps it as the firm's own."""

import sys

import typer

from prisonmail.cli.options.ledger import ledger_place
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.errors import ExitCode
from prisonmail.prisons import store
from prisonmail.prisons.register_update import Update
from prisonmail.reports import register_updates
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.system import clock
from prisonmail.use_cases.keeping.ledger_log import EventKind, record_change


def run(file: str, *, yes: bool, as_json: bool) -> ExitCode:
    """Show what a file changes, and take it if that is wanted."""
    update = store.read_update(file, store.load_directory(), clock.uk_date(clock.now()))
    if not as_json:
        for line in register_updates.words(update):
            answer(line)
    taken = _wanted(update, file, yes=yes, as_json=as_json)
    if taken:
        store.take(update.prisons)
        _record(count(len(update.prisons), "prison"))
    code = ExitCode.DONE if taken or not update.prisons else ExitCode.NO
    if as_json:
        answer_json(register_updates.document(update, taken=taken, code=code))
    else:
        talk(_outcome(update, taken=taken))
    return code


def forget(*, yes: bool, as_json: bool) -> ExitCode:
    """Drop the firm's own entries, asked for on a terminal."""
    there = store.find_overlay_path().exists()
    wanted = there and (yes or _agreed("Drop your own entries?", as_json=as_json))
    dropped = wanted and store.forget()
    if dropped:
        _record("own entries dropped")
    code = ExitCode.DONE if dropped or not there else ExitCode.NO
    if as_json:
        answer_json({"version": 1, "forgotten": dropped, "exit": int(code)})
    elif dropped:
        talk("Your own entries are dropped: the packaged register is in use again.")
    elif there:
        talk("Nothing was dropped. To drop your own entries add --yes.")
    else:
        talk("There are no entries of your own: the packaged register is in use.")
    return code


def _record(what: str) -> None:
    record_change(ledger_place(), EventKind.PRISONS, what, clock.now())


def _wanted(update: Update, file: str, *, yes: bool, as_json: bool) -> bool:
    if not update.prisons or yes:
        return bool(update.prisons)
    return file != store.STANDARD_INPUT and _agreed("Take these changes?", as_json=as_json)


def _agreed(question: str, *, as_json: bool) -> bool:
    if as_json or not sys.stdin.isatty():
        return False
    return typer.confirm(question, err=True)


def _outcome(update: Update, *, taken: bool) -> str | ReportLine:
    if taken:
        prisons = count(len(update.prisons), "prison")
        undo = "To undo it: prisonmail prisons import --forget"
        return ReportLine(
            f"Taken: {prisons}", Tone.GOOD, f", in {store.find_overlay_path()}. {undo}"
        )
    if not update.prisons:
        return "There is nothing newer in it: nothing was taken."
    return "Nothing was taken. To take it add --yes."
