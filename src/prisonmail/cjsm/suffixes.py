"""What the ends of email addresses mean to the secure mail: dated data, each with its source.

The service is reported to be replaced by another, and the pages that were read have no date: so
each end says how sure it is, and what is not confirmed is never told as certain.

>>> find_suffix("ward4.nhs.net").kind.value, find_suffix("greenstone.co.uk") is None
('add', True)
>>> find_suffix("noms.gsi.gov.uk").domain
'noms.gsi.gov.uk'
"""

from datetime import date
from enum import StrEnum

from prisonmail.certainty import Certainty
from prisonmail.system.record import Record

SECURE_DOMAIN = "cjsm.net"
"""The domain of the service."""


class SuffixKind(StrEnum):
    """What has to be done with an address of such an end."""

    DIRECT = "direct"
    """Mail to it is secure as it stands."""
    ADD = "add"
    """Mail to it is secure if `.cjsm.net` is added to it."""
    RETIRED = "retired"
    """It is out of use, with or without `.cjsm.net`."""
    NEVER = "never"
    """It cannot be reached by the secure mail, and nothing added makes it so."""


class Suffix(Record, frozen=True):
    """The end of a domain, and what is known of it."""

    domain: str
    kind: SuffixKind
    words: str
    """What it is and what to use instead, to follow the domain and a comma."""
    certainty: Certainty
    source: str
    as_of: date
    """The day on which the source was last looked at."""


_LOOKED_AT = date(2026, 11, 26)
_CJSM_PAGES = "the service’s own pages at cjsm.justice.gov.uk, undated"
_GSI_SOURCE = (
    "technology.blog.gov.uk, 20 January 2023, Removing GSI family domains from the public sector"
)
_GSI = "which has been out of use since 2019: ask its organisation for its present one"
_PRISONS = f"{_GSI}. Mailboxes of prisons now end in justice.gov.uk"
_PNN = (
    "which police forces are said to have left for FORCE.police.uk: ask the force for its present "
    "one"
)
_CITIZENS = (
    "which anybody can have: the service takes organisations of the criminal justice system, not "
    "private citizens"
)
_OWN_LIST = f"{_CJSM_PAGES}, of citizens; the list of providers is prisonmail’s own"
_FREE_MAIL = """
    aol.com fastmail.com gmail.com gmx.com gmx.co.uk gmx.net googlemail.com hotmail.co.uk
    hotmail.com icloud.com live.co.uk live.com mac.com mail.com me.com msn.com outlook.com pm.me
    proton.me protonmail.com rocketmail.com tutanota.com yahoo.co.uk yahoo.com yandex.com ymail.com
    zoho.com
"""


def _retired(domain: str, words: str = _GSI) -> Suffix:
    return Suffix(domain, SuffixKind.RETIRED, words, Certainty.CONFIRMED, _GSI_SOURCE, _LOOKED_AT)


SUFFIXES: tuple[Suffix, ...] = (
    Suffix(
        SECURE_DOMAIN,
        SuffixKind.DIRECT,
        "which is the service itself",
        Certainty.CONFIRMED,
        _CJSM_PAGES,
        _LOOKED_AT,
    ),
    Suffix(
        "nhs.net",
        SuffixKind.ADD,
        "to which mail is secure with .cjsm.net added",
        Certainty.REPORTED,
        _CJSM_PAGES,
        _LOOKED_AT,
    ),
    Suffix(
        "nhs.uk",
        SuffixKind.NEVER,
        "to which mail is not secure, even with .cjsm.net added: ask for an address at nhs.net",
        Certainty.REPORTED,
        _CJSM_PAGES,
        _LOOKED_AT,
    ),
    *map(_retired, ("gsi.gov.uk", "gse.gov.uk", "gsx.gov.uk", "gcsx.gov.uk")),
    *(_retired(domain, _PRISONS) for domain in ("hmps.gsi.gov.uk", "noms.gsi.gov.uk")),
    Suffix(
        "pnn.police.uk",
        SuffixKind.RETIRED,
        _PNN,
        Certainty.UNCONFIRMED,
        "commonly said; no source was read",
        _LOOKED_AT,
    ),
    *(
        Suffix(each, SuffixKind.NEVER, _CITIZENS, Certainty.REPORTED, _OWN_LIST, _LOOKED_AT)
        for each in _FREE_MAIL.split()
    ),
)

_BY_DOMAIN = {each.domain: each for each in SUFFIXES}


def find_suffix(domain: str) -> Suffix | None:
    """Return what is known of the end of a domain in lower case, of the longest that is known."""
    labels = domain.split(".")
    ends = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_BY_DOMAIN[end] for end in ends if end in _BY_DOMAIN), None)
