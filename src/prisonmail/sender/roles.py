"""Why a sender may mark its mail: the closed list of roles, in three families.

The families follow PSI 49/2011, section 14. Each role carries how sure we are of it and the day
on which it was last looked at, because the full list of bodies in paragraph 14.1(b) has not been
confirmed from a current copy of the instruction.

>>> find_role("solicitor").family is Family.LEGAL_ADVISER
True
>>> find_role("milkman")
Traceback (most recent call last):
KeyError: 'milkman'
"""

from datetime import date
from enum import StrEnum

from prisonmail.certainty import Certainty
from prisonmail.system.record import Record


class Family(StrEnum):
    """The three kinds of sender whose mail is protected."""

    LEGAL_ADVISER = "legal adviser"
    COURT = "court"
    CONFIDENTIAL_ACCESS = "confidential access"


class Role(Record, frozen=True):
    """One reason why a sender may use a marking."""

    key: str
    """The word used in the profile and on the command line."""
    title: str
    """How the role is printed on the covering sheet."""
    family: Family
    certainty: Certainty
    source: str
    """The source of the entitlement, in words that can be looked up."""
    as_of: date
    """The day on which the source was last looked at."""


CLERK = "clerk"
"""The key of the role of those who act for somebody else."""
_LOOKED_AT = date(2026, 11, 26)
_PSI = "PSI 49/2011, paragraph 14.2; Prison Rules 1999, rule 2"
_CLERK = (
    "PSI 49/2011, paragraph 14.2 (a clerk of a solicitor or of counsel); Prison Rules 1999, rule 2 "
    "(a clerk acting on behalf of his solicitor)"
)
_LEGAL_EXECUTIVE = (
    "neither Prison Rules 1999, rule 2, nor PSI 49/2011, paragraph 14.2, names legal executives in "
    "the text that was read; who acts as a solicitor’s clerk has the role clerk"
)
_PSI_LIST = "PSI 49/2011, paragraph 14.1"
_IPCO = "IPCO Annual Report 2019, paragraph 15.15"
_PRESS = "press report of a Prisons and Probation Ombudsman bulletin"
_COMMON = "commonly cited; not seen in a current copy of PSI 49/2011"


def _adviser(key: str, title: str, certainty: Certainty, source: str) -> Role:
    return Role(key, title, Family.LEGAL_ADVISER, certainty, source, _LOOKED_AT)


def _body(key: str, title: str, certainty: Certainty, source: str) -> Role:
    return Role(key, title, Family.CONFIDENTIAL_ACCESS, certainty, source, _LOOKED_AT)


ROLES: tuple[Role, ...] = (
    _adviser("solicitor", "Solicitor", Certainty.CONFIRMED, _PSI),
    _adviser("barrister", "Barrister", Certainty.CONFIRMED, _PSI),
    _adviser(CLERK, "Clerk to a legal adviser", Certainty.CONFIRMED, _CLERK),
    _adviser(
        "legal-executive", "Chartered Legal Executive", Certainty.UNCONFIRMED, _LEGAL_EXECUTIVE
    ),
    Role(
        "court",
        "Court officer",
        Family.COURT,
        Certainty.CONFIRMED,
        "Prison Rules 1999, rule 39",
        _LOOKED_AT,
    ),
    _body("member-of-parliament", "Member of Parliament", Certainty.CONFIRMED, _IPCO),
    _body("samaritans", "Samaritans", Certainty.CONFIRMED, _IPCO),
    _body(
        "electoral-registration-officer",
        "Electoral Registration Officer (postal voting only)",
        Certainty.CONFIRMED,
        _PSI_LIST,
    ),
    _body(
        "prisons-and-probation-ombudsman",
        "Prisons and Probation Ombudsman",
        Certainty.REPORTED,
        _PRESS,
    ),
    _body(
        "equality-and-human-rights-commission",
        "Equality and Human Rights Commission",
        Certainty.REPORTED,
        _PRESS,
    ),
    _body(
        "criminal-cases-review-commission",
        "Criminal Cases Review Commission",
        Certainty.UNCONFIRMED,
        _COMMON,
    ),
    _body(
        "parliamentary-and-health-service-ombudsman",
        "Parliamentary and Health Service Ombudsman",
        Certainty.UNCONFIRMED,
        _COMMON,
    ),
    _body("legal-ombudsman", "Legal Ombudsman", Certainty.UNCONFIRMED, _COMMON),
    _body(
        "legal-regulator",
        "Regulator of solicitors or barristers",
        Certainty.UNCONFIRMED,
        _COMMON,
    ),
    _body("information-commissioner", "Information Commissioner", Certainty.UNCONFIRMED, _COMMON),
    _body("care-quality-commission", "Care Quality Commission", Certainty.UNCONFIRMED, _COMMON),
    _body(
        "independent-monitoring-board",
        "Independent Monitoring Board",
        Certainty.UNCONFIRMED,
        _COMMON,
    ),
    _body("inspectorate-of-prisons", "HM Inspectorate of Prisons", Certainty.UNCONFIRMED, _COMMON),
    _body(
        "independent-office-for-police-conduct",
        "Independent Office for Police Conduct",
        Certainty.UNCONFIRMED,
        _COMMON,
    ),
    _body("consular-officer", "Consular officer", Certainty.UNCONFIRMED, _COMMON),
    _body("member-of-the-senedd", "Member of the Senedd", Certainty.UNCONFIRMED, _COMMON),
)

_BY_KEY = {entry.key: entry for entry in ROLES}


def find_role(key: str) -> Role:
    """Find a role by its key. Raises KeyError if there is none."""
    return _BY_KEY[key]


def name_role(key: str) -> str:
    """Return the title of a role; of one that only a newer prisonmail knows, its key."""
    return _BY_KEY[key].title if key in _BY_KEY else key


def get_keys() -> tuple[str, ...]:
    """Return the keys of all roles, in the order in which they are offered."""
    return tuple(_BY_KEY)


def describe_keys() -> str:
    """Return the keys of all roles, and what the rules say of those that are easily mistaken."""
    return (
        f"{', '.join(get_keys())}. A clerk is one of a solicitor or barrister; that a "
        "legal-executive may use it is not confirmed."
    )
