"""Email addresses, and what is wrong with their form.

>>> find_form_fault("eric.brown@greenstonechambers.co.uk") is None
True
>>> find_form_fault("eric.brown@greenstonechambers..uk")
'greenstonechambers..uk is not a domain name'
>>> split_address("Eric.Brown@Greenstone.CO.UK")
('Eric.Brown', 'greenstone.co.uk')
"""

from prisonmail.system.late_pattern import compile_late

LONGEST = 254
"""Characters, the limit of an email address (RFC 5321)."""
EXAMPLE = "eric.brown@greenstonechambers.co.uk.cjsm.net"

_MAILBOX = compile_late(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
# A part of a domain name, as RFC 1035 has it: up to 63 characters, no hyphen at either end.
_LABEL = compile_late(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def find_form_fault(address: str) -> str | None:
    """Return what keeps a text from being an email address; None if it is in order."""
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


def split_address(address: str) -> tuple[str, str]:
    """Return the mailbox and the domain, in lower case, of an address whose form is in order."""
    mailbox, domain = address.split("@")
    return mailbox, domain.lower()


def is_within(domain: str, other: str) -> bool:
    """Check whether a domain is another one, or part of it.

    >>> is_within("a.cjsm.net", "cjsm.net"), is_within("evilcjsm.net", "cjsm.net")
    (True, False)
    """
    return domain == other or domain.endswith(f".{other}")


def _mailbox_fault(mailbox: str) -> str | None:
    if not mailbox:
        return "there is nothing before the @ sign"
    if (
        not _MAILBOX.fullmatch(mailbox)
        or ".." in mailbox
        or mailbox[0] == "."
        or mailbox[-1] == "."
    ):
        return f"{mailbox} cannot stand before the @ sign of an email address"
    return None


def _domain_fault(domain: str) -> str | None:
    if not domain:
        return "there is nothing after the @ sign"
    labels = domain.split(".")
    if labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):
        return f"{domain} is not a domain name"
    return None
