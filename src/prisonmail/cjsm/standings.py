"""What an address is to the secure mail: whether mail to it is secure, and what it could become.

>>> explain_address("clerk@greenstone.co.uk").becomes
'clerk@greenstone.co.uk.cjsm.net'
>>> find_address_fault("eric.brown@greenstonechambers.co.uk.cjsm.net") is None
True
>>> find_address_fault("eric.brown@evilcjsm.net")
'its domain is evilcjsm.net, and a CJSM address ends in .cjsm.net: it only looks like one'
"""

from enum import StrEnum
from itertools import pairwise
from unicodedata import normalize

from prisonmail.cjsm.address import LONGEST, find_form_fault, is_within, split_address
from prisonmail.cjsm.suffixes import SECURE_DOMAIN, Suffix, SuffixKind, find_suffix
from prisonmail.system.record import Record


class Standing(StrEnum):
    """What an address is to the secure mail. Only `secure` ones may be written to as they are."""

    SECURE = "secure"
    ADD = "add"
    """Of an organisation whose addresses become secure with `.cjsm.net`."""
    ORDINARY = "ordinary"
    """It may have a secure one beside it: only its owner or the service's directory knows."""
    RETIRED = "retired"
    NEVER = "never"
    DOUBLED = "doubled"
    """It has the domain of the service in it twice."""
    LOOKALIKE = "lookalike"
    """Its domain could be taken for that of the service."""
    MALFORMED = "malformed"
    """It is no email address."""


class AddressStanding(Record, frozen=True):
    """What is to be said of an address."""

    address: str
    standing: Standing
    reason: str
    """Why, as the end of a sentence that begins with the address: "it …", "its domain …"."""
    becomes: str | None = None
    """The secure address that it may have; never certain, so never to be used unasked."""
    note: str | None = None
    """What else to know of one that is secure."""
    suffix: Suffix | None = None
    """The known end that decided."""

    @property
    def is_secure(self) -> bool:
        """Whether mail to it, from within the service, is secure as it stands."""
        return self.standing is Standing.SECURE


_OF_KIND = {
    SuffixKind.ADD: Standing.ADD,
    SuffixKind.RETIRED: Standing.RETIRED,
    SuffixKind.NEVER: Standing.NEVER,
}
_NOT_OURS = "its domain is {domain}, and a CJSM address ends in .cjsm.net"
_PLAIN = "the Ministry’s Send legal mail service refuses addresses that end in @cjsm.net"
# Letters of other alphabets; NFKC has folded those that are wide or bold before.
_LOOKALIKES = str.maketrans("сϲјϳѕмеτтո", "ccjjsmettn")


def explain_address(address: str) -> AddressStanding:
    """Say what an address is to the secure mail. Nothing is looked up: its form alone decides."""
    fault = find_form_fault(address)
    if fault:
        domain = address.rpartition("@")[2]
        alike = not domain.isascii() and _looks_secure(domain)
        return AddressStanding(address, Standing.LOOKALIKE if alike else Standing.MALFORMED, fault)
    mailbox, domain = split_address(address)
    if is_within(domain, SECURE_DOMAIN):
        return _explain_secure(address, mailbox, _strip_service(domain))
    return _explain_other(address, mailbox, domain)


def find_address_fault(address: str) -> str | None:
    """Return why an address cannot be a sender's CJSM address; None if it is in order.

    An ordinary one is told with what it may become, and never changed.
    """
    found = explain_address(address)
    if found.is_secure:
        return None
    if found.becomes and found.standing in (Standing.ORDINARY, Standing.ADD):
        _, domain = split_address(found.becomes)
        return f"{found.reason}: if this mailbox has one, it may end in {domain}"
    return found.reason


def _explain_secure(address: str, mailbox: str, before: str) -> AddressStanding:
    """Explain an address of the service, by what stands before `.cjsm.net`."""
    if SECURE_DOMAIN in _list_pairs(before):
        once = _write_once(mailbox, before)
        return AddressStanding(address, Standing.DOUBLED, "it has cjsm.net in it twice", once)
    suffix = find_suffix(before)
    if suffix and suffix.kind in (SuffixKind.RETIRED, SuffixKind.NEVER):
        reason = f"before .cjsm.net it has {suffix.domain}, {suffix.words}"
        return AddressStanding(address, _OF_KIND[suffix.kind], reason, suffix=suffix)
    note = _find_note(before) if before else _PLAIN
    reason = "it is an address of the secure mail"
    return AddressStanding(address, Standing.SECURE, reason, note=note, suffix=suffix)


def _explain_other(address: str, mailbox: str, domain: str) -> AddressStanding:
    """Explain an address that is not of the service."""
    becomes = f"{mailbox}@{domain}.{SECURE_DOMAIN}" if "." in domain else None
    becomes = becomes if becomes and len(becomes) <= LONGEST else None
    suffix = find_suffix(domain)
    if suffix:
        standing = _OF_KIND[suffix.kind]
        becomes = becomes if standing is Standing.ADD else None
        reason = f"it ends in {suffix.domain}, {suffix.words}"
        return AddressStanding(address, standing, reason, becomes, suffix=suffix)
    reason = _NOT_OURS.format(domain=domain)
    if _looks_secure(domain):
        return AddressStanding(address, Standing.LOOKALIKE, f"{reason}: it only looks like one")
    return AddressStanding(address, Standing.ORDINARY, reason, becomes)


def _strip_service(domain: str) -> str:
    return domain.removesuffix(SECURE_DOMAIN).removesuffix(".")


def _write_once(mailbox: str, before: str) -> str | None:
    """Return the address with the domain of the service once, if it is then in order."""
    while is_within(before, SECURE_DOMAIN):
        before = _strip_service(before)
    if SECURE_DOMAIN in _list_pairs(before):
        return None
    once = _explain_secure(f"{mailbox}@{f'{before}.{SECURE_DOMAIN}'.strip('.')}", mailbox, before)
    return once.address if once.is_secure else None


def _list_pairs(domain: str) -> set[str]:
    """Return each two labels that stand beside each other in a domain."""
    labels = domain.split(".")
    return {".".join(pair) for pair in pairwise(labels)}


def _find_note(domain: str) -> str | None:
    if any(label.startswith("xn--") for label in domain.split(".")):
        return f"{domain} stands for letters of another alphabet, which may look like others"
    return None


def _looks_secure(domain: str) -> bool:
    """Check whether a domain could be taken for that of the service by a quick eye."""
    folded = normalize("NFKC", _read_letters(domain)).casefold()
    plain = folded.translate(_LOOKALIKES).replace("rn", "m")
    labels = plain.split(".")
    last = ".".join(labels[-2:])
    return (
        SECURE_DOMAIN in _list_pairs(plain)
        or "cjsm" in labels
        or last.endswith(SECURE_DOMAIN)
        or not _shorten(last).isdisjoint(_shorten(SECURE_DOMAIN))
    )


def _read_letters(domain: str) -> str:
    """Return a domain with the letters that its labels stand for, if they stand for any."""
    try:
        return domain.encode("ascii").decode("idna") if "xn--" in domain else domain
    except UnicodeError:
        return domain


def _shorten(text: str) -> set[str]:
    """Return a text, and what is left of it without any one letter.

    Two texts have one of these in common if a letter of one is wrong, missing or out of place.
    """
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}
