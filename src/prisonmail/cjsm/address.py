"""CJSM addresses: secure e-mail addresses of the criminal justice system.

>>> find_address_fault("eric.brown@greenstonechambers.co.uk.cjsm.net") is None
True
>>> find_address_fault("eric.brown@evilcjsm.net")
'its domain is evilcjsm.net, and a CJSM address ends in .cjsm.net'
"""

from prisonmail.system.late_pattern import compile_late

LONGEST = 254
"""Characters, the limit of an e-mail address (RFC 5321)."""
EXAMPLE = "eric.brown@greenstonechambers.co.uk.cjsm.net"

_MAILBOX = compile_late(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
# A part of a domain name, as RFC 1035 has it: up to 63 characters, no hyphen at either end.
_LABEL = compile_late(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def find_address_fault(address: str) -> str | None:
    """Return what is wrong with a CJSM address; None if it is in order."""
    if not address:
        return "it is empty"
    if any(letter.isspace() for letter in address):
        return "it has a space in it"
    if len(address) > LONGEST:
        return f"it has {len(address)} characters, and an address has {LONGEST} at most"
    if address.count("@") != 1:
        return f"it has {address.count('@') or 'no'} @ signs, and an address has one"
    mailbox, domain = address.split("@")
    return _mailbox_fault(mailbox) or _domain_fault(domain.lower())


def _mailbox_fault(mailbox: str) -> str | None:
    if not mailbox:
        return "there is nothing before the @ sign"
    if (
        not _MAILBOX.fullmatch(mailbox)
        or ".." in mailbox
        or mailbox[0] == "."
        or mailbox[-1] == "."
    ):
        return f"{mailbox} cannot stand before the @ sign of an e-mail address"
    return None


def _domain_fault(domain: str) -> str | None:
    if not domain:
        return "there is nothing after the @ sign"
    if not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        return f"{domain} is not a domain name"
    if domain != "cjsm.net" and not domain.endswith(".cjsm.net"):
        return f"its domain is {domain}, and a CJSM address ends in .cjsm.net"
    return None
