"""Makes and checks the entries of a profile, and asks on a terminal for what is missing."""

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import typer

from prisonmail.certainty import Certainty
from prisonmail.cjsm.standings import explain_address
from prisonmail.cli.options.ledger import ledger_place
from prisonmail.cli.terminal import talk
from prisonmail.errors import WrongUsage
from prisonmail.printing.letterheads.letterhead_file import reread_letterhead
from prisonmail.reports.keeping.acceptance import statement_words
from prisonmail.reports.letterheads import describe_letterhead
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.reports.storage import concern_words
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_faults import find_faults
from prisonmail.sender.profile_layers import merge, name_command
from prisonmail.sender.roles import CLERK, ROLES, Family
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
from prisonmail.use_cases.before_issue.signing import find_idle_clerks
from prisonmail.use_cases.keeping.ledger_log import EventKind, record_change
from prisonmail.use_cases.keeping.profile_changes import read_printable

_QUESTIONS = {
    "organisation": "Organisation, as it stands on your letters",
    "sender": "Person who signs",
    "cjsm_address": "CJSM address (ends in .cjsm.net)",
    "role": "Role (number)",
    "address": "Return address without the postcode, lines separated by commas",
    "postcode": "Postcode",
    "telephone": "Telephone number that a mailroom can ring",
}
_ACTS_FOR = "acts_for"
_WHOM = "For whom you act, with their role, such as Eric Brown, Barrister; or nothing"


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
    missing = [field for field in _QUESTIONS if field not in given]
    if missing and not sys.stdin.isatty():
        options = ", ".join(_option(field) for field in missing)
        raise WrongUsage(f"The profile needs more: {options}.", "Give these options too.")
    given = given | _ask(missing)
    if missing and given["role"] == CLERK and _ACTS_FOR not in given:
        given = given | _ask_whom()
    made, _ = read_printable(given, target)
    now = clock.now()
    accepted = bool(missing) and _ask_to_accept(target, now)
    save(made, target, force=force)
    if accepted:
        save_acceptance(target, find_operator(by).name, now)
    record_change(ledger_place(), EventKind.PROFILE, str(target), now, by=by)
    _warn_of_sender(made)
    _warn_of_clerks(made, target)
    talk(ReportLine("The profile is made:", Tone.GOOD, f" {target}"))
    talk(f"Next: {name_command('generate recipients.csv', target)}")


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
        talk(said)


def _ask_to_accept(target: Path, now: datetime) -> bool:
    """Ask for what has to be accepted, unless it was; return whether it was accepted now.

    Raises WrongUsage if it is not.
    """
    before = read_acceptance(target)
    if before and not before.is_due(now):
        return False
    for line in statement_words():
        talk(line)
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
        talk(warning(f"{note}."))
    role = next(each for each in ROLES if each.key == made.role)
    if role.certainty is not Certainty.CONFIRMED:
        talk(
            warning(
                f"that a {role.title} may use this marking is {role.certainty} ({role.source}). "
                "Confirm it against the current PSI 49/2011."
            )
        )


def _warn_of_clerks(made: Profile, path: Path) -> None:
    for concern in find_idle_clerks(made.senders, path):
        talk(concern_words(concern))


def _ask(fields: Iterable[str]) -> dict[str, str]:
    """Ask for fields in turn, each until its answer is right."""
    return {field: _ask_one(field) for field in fields}


def _ask_whom() -> dict[str, str]:
    """Ask a clerk for whom they act, which may be left out."""
    whom = str(typer.prompt(_WHOM, default="", show_default=False, err=True)).strip()
    return {_ACTS_FOR: whom} if whom else {}


def _ask_one(field: str) -> str:
    if field == "role":
        _show_roles()
    while True:
        given = str(typer.prompt(_QUESTIONS[field], err=True)).strip()
        reply = _role_numbered(given) if field == "role" else given
        wrong = [fault for fault in find_faults({field: reply}) if fault.field == field]
        if not wrong:
            return reply
        talk(f"  Not yet: {wrong[0].message}.")


def _role_numbered(reply: str) -> str:
    if reply.isascii() and reply.isdecimal() and 1 <= int(reply) <= len(ROLES):
        return ROLES[int(reply) - 1].key
    return reply


def _show_roles() -> None:
    talk("Why may you use the marking?")
    family: Family | None = None
    for number, role in enumerate(ROLES, start=1):
        if role.family is not family:
            family = role.family
            talk(f"  {family.value.capitalize()}")
        note = "" if role.certainty is Certainty.CONFIRMED else f"  ({role.certainty}: check first)"
        talk(f"  {number:>4}  {role.title}{note}")
