"""Asks on the terminal for what a profile lacks, and checks each answer as it is given."""

from collections.abc import Iterable

import typer

from prisonmail.certainty import Certainty
from prisonmail.cli.terminal import talk
from prisonmail.sender.faults import faults
from prisonmail.sender.roles import ROLES, Family

_QUESTIONS = {
    "organisation": "Organisation, as it stands on your letters",
    "sender": "Person who signs",
    "cjsm_address": "CJSM address (ends in .cjsm.net)",
    "role": "Role (number)",
    "address": "Return address without the postcode, lines separated by commas",
    "postcode": "Postcode",
    "telephone": "Telephone number that a mailroom can ring",
}


def ask(fields: Iterable[str]) -> dict[str, str]:
    """Ask for fields in turn until each answer is right."""
    return {field: _ask_one(field) for field in fields}


def _ask_one(field: str) -> str:
    if field == "role":
        _show_roles()
    while True:
        given = str(typer.prompt(_QUESTIONS[field], err=True)).strip()
        reply = _role_numbered(given) if field == "role" else given
        wrong = [fault for fault in faults({field: reply}) if fault.field == field]
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
