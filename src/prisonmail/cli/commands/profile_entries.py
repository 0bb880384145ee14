"""Makes and checks the entries of a profile, and asks on a terminal for what is missing."""

import sys
import tempfile
from datetime import datetime
from pathlib import Path

import typer

from prisonmail.certainty import Certainty
from prisonmail.cjsm.standings import explain_address
from prisonmail.cli.commands.profile_interview import NEEDED, Interview
from prisonmail.cli.options.ledger import ledger_place
from prisonmail.cli.terminal import talk_in_lines
from prisonmail.errors import WrongUsage
from prisonmail.printing.letterheads.letterhead_file import reread_letterhead
from prisonmail.reports.keeping.acceptance import statement_words
from prisonmail.reports.letterheads import describe_letterhead
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.reports.storage import concern_words
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_faults import find_faults
from prisonmail.sender.profile_layers import merge, name_command
from prisonmail.sender.roles import ROLES
from prisonmail.sender.store import (
    list_sources,
    read_acceptance,
    refuse_faulty,
    refuse_taken,
    save,
    save_acceptance,
)
from prisonmail.sheets.known_envelopes import check_envelopes
from prisonmail.system import clock
from prisonmail.system.operators import find_operator
from prisonmail.use_cases.before_issue.sample_sheet import write_sample_sheet
from prisonmail.use_cases.before_issue.signing import find_idle_clerks
from prisonmail.use_cases.keeping.ledger_log import EventKind, record_change
from prisonmail.use_cases.keeping.profile_changes import read_printable


def make_profile(
    given: dict[str, object], target: Path, *, force: bool, by: str | None = None
) -> None:
    """Make a profile of the entries given, and of those asked for.

    Whoever is asked is asked once, too, to accept the statements on who may use it. Raises
    OutputRefused, or WrongUsage if entries are wrong, or missing and nobody can be asked.
    """
    refuse_taken(target, force=force)
    found = (*find_faults(given), *check_envelopes(given))
    wrong = [fault for fault in found if fault.field in given]
    if wrong:
        raise WrongUsage("\n".join(f"{_option(f.field)}: {f.message}" for f in wrong))
    missing = [field for field in NEEDED if field not in given]
    if missing and not sys.stdin.isatty():
        options = ", ".join(_option(field) for field in missing)
        raise WrongUsage(f"The profile needs more: {options}.", "Give these options too.")
    if missing:
        given = Interview(given).ask(
            check=lambda entries: _refuse_unprintable(entries, target),
            picture=lambda entries: _write_sample(entries, target),
        )
    made, _ = read_printable(given, target)
    now = clock.now()
    accepted = bool(missing) and _ask_to_accept(target, now)
    save(made, target, force=force)
    if accepted:
        save_acceptance(target, find_operator(by).name, now)
    record_change(ledger_place(), EventKind.PROFILE, str(target), now, by=by)
    _warn_of_sender(made)
    _warn_of_clerks(made, target)
    talk_in_lines(ReportLine("The profile is made:", Tone.GOOD, f" {target}"))
    talk_in_lines(f"Next: {name_command('generate recipients.csv', target)}")


def check_profile(path: Path) -> None:
    """Refuse a profile that is not in order, warn of role and address, describe its letterhead.

    Raises InputMissing.
    """
    sources = list_sources(path)
    entries = merge([each.entries for each in sources])
    refuse_faulty(sources, (*find_faults(entries), *check_envelopes(entries)))
    made, paper = read_printable(entries, path)
    _warn_of_sender(made)
    _warn_of_clerks(made, path)
    said = describe_letterhead(reread_letterhead(paper))
    if said:
        talk_in_lines(said)


def _ask_to_accept(target: Path, now: datetime) -> bool:
    """Ask for what has to be accepted, unless it was; return whether it was accepted now.

    Raises WrongUsage if it is not.
    """
    before = read_acceptance(target)
    if before and not before.is_due(now):
        return False
    for line in statement_words():
        talk_in_lines(line, hanging=5)
    if not typer.confirm("Does all of that hold?", err=True):
        raise WrongUsage(
            "The profile is not made: all of these statements have to hold.",
            "Ask whoever answers for CJSM in your firm.",
        )
    return True


def _option(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def _warn_of_sender(made: Profile) -> None:
    """Warn of a role that is not confirmed, and of an address that will not do everywhere."""
    if note := explain_address(made.cjsm_address).note:
        talk_in_lines(warning(f"{note}."))
    role = next(each for each in ROLES if each.key == made.role)
    if role.certainty is not Certainty.CONFIRMED:
        talk_in_lines(
            warning(
                f"that a {role.title} may use this marking is {role.certainty} ({role.source}). "
                "Confirm it against the current PSI 49/2011."
            )
        )


def _warn_of_clerks(made: Profile, path: Path) -> None:
    for concern in find_idle_clerks(made.senders, path):
        talk_in_lines(concern_words(concern))


def _refuse_unprintable(entries: dict[str, object], target: Path) -> None:
    read_printable(entries, target)


def _write_sample(entries: dict[str, object], target: Path) -> str:
    """Write what a first sheet looks like to a place of its own, and say where."""
    made, paper = read_printable(entries, target)
    sample = Path(tempfile.mkdtemp(prefix="prisonmail-")) / "first-sheet.pdf"
    write_sample_sheet(made, paper, clock.now(), sample)
    return f"A first sheet, with a code that no ledger knows: {sample}"
