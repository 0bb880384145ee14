"""What a docket has to be beyond its types, so that a desk can show it and answer by it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from prisonmail import codes
from prisonmail.cjsm.address import find_form_fault
from prisonmail.dockets.docket import MOST_LETTERS, VERSION, Docket, DocketLetter, DocketSender
from prisonmail.letters.hmpps_barcode import BARCODE_DIGITS
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import replace

_LONGEST_TEXT = 120
"""Characters of a name or a line; a list has room for 60, a profile for 80."""
_MOST_LINES = 10
_LAST_SERIAL = 999_999_999
_YEARS = range(2020, 2200)
"""In which a moment may lie: the edges of the calendar cannot be compared in another zone."""
_FIRST_BIRTH = date(1900, 1, 1)
_HASH = compile_late("[0-9a-f]{64}")
_HEAD = compile_late("[0-9]{1,18}:([0-9a-f]{64})?")
_FINGERPRINT = compile_late("SHA256:[A-Za-z0-9+/]{43}")
_PRISON = compile_late("[A-Z]{3}|STC[0-9]")
_PRISON_NUMBER = compile_late("[A-Z][0-9]{4}[A-Z]{2}")
_ROLE = compile_late("[a-z][a-z0-9-]{0,59}")


def take_as_utc(docket: Docket) -> Docket:
    """Return a docket with all its moments in UTC. Raises ValueError if one is none."""
    letters = tuple(
        replace(each, issued_at=_as_utc(each.issued_at), good_until=_as_utc(each.good_until))
        for each in docket.letters[: MOST_LETTERS + 1]
    )
    proof = docket.proof and replace(docket.proof, at=_as_utc(docket.proof.at))
    return replace(
        docket,
        made_at=_as_utc(docket.made_at),
        good_until=_as_utc(docket.good_until),
        proof=proof,
        letters=letters,
    )


def find_fault(docket: Docket) -> str | None:
    """Return what is wrong with a docket, in words that name nobody; None if it is in order."""
    faults = (_list_faults(docket), _list_sender_faults(docket.sender), _list_code_faults(docket))
    found = next((fault for some in faults for fault in some), None)
    if found:
        return found
    for number, letter in enumerate(docket.letters, start=1):
        if fault := next(_list_letter_faults(letter), None):
            return f"of letter {number}, {fault}"
    return None


def _list_faults(docket: Docket) -> Iterator[str]:
    """Find what is wrong with the fields that a docket has once."""
    if docket.version != VERSION:
        yield "its version is no version"
    if not 1 <= docket.serial <= _LAST_SERIAL:
        yield "its serial is no number of a docket"
    if docket.previous is not None and not _HASH.fullmatch(docket.previous):
        yield "its previous is no SHA-256"
    if not _PRISON.fullmatch(docket.prison):
        yield "its prison is no code of a prison"
    if not _FINGERPRINT.fullmatch(docket.key):
        yield "its key is no fingerprint"
    if not _HEAD.fullmatch(docket.ledger_head):
        yield "its ledger_head is none"
    if docket.proof and (fault := _find_text_fault(docket.proof.standing)):
        yield f"the standing of its proof {fault}"


def _list_sender_faults(sender: DocketSender) -> Iterator[str]:
    if not 1 <= len(sender.address) <= _MOST_LINES:
        yield f"its sender’s address has {len(sender.address)} lines"
        return
    texts = (sender.organisation, sender.sender, sender.telephone, *sender.address)
    names = ("organisation", "sender", "telephone", *("address" for _ in sender.address))
    for name, text in zip(names, texts, strict=True):
        if fault := _find_text_fault(text):
            yield f"its sender’s {name} {fault}"
    if not _ROLE.fullmatch(sender.role):
        yield "its sender’s role is none"
    if find_form_fault(sender.cjsm_address):
        yield "its sender’s cjsm_address is no address"


def _list_code_faults(docket: Docket) -> Iterator[str]:
    for name, listed in (("letters", docket.letters), ("cancelled", docket.cancelled)):
        if len(listed) > MOST_LETTERS:
            yield f"it has more than {MOST_LETTERS:,} {name}"
            return
    told = [letter.code for letter in docket.letters]
    if not all(map(codes.is_valid, (*told, *docket.cancelled))):
        yield "one of its codes is no code"
    if _has_twice((*told, *docket.cancelled)):
        yield "it has a code twice"
    if _has_twice(each.barcode for each in docket.letters if each.barcode is not None):
        yield "it has a barcode twice"


def _list_letter_faults(letter: DocketLetter) -> Iterator[str]:
    if fault := _find_text_fault(letter.name):
        yield f"the name {fault}"
    if letter.barcode is not None and not _is_barcode(letter.barcode):
        yield "the barcode is none"
    if letter.prison_number is not None and not _PRISON_NUMBER.fullmatch(letter.prison_number):
        yield "the prison_number is none"
    if letter.good_until < letter.issued_at:
        yield "good_until is before issued_at"
    born = letter.date_of_birth
    if born is not None and not _FIRST_BIRTH <= born <= letter.issued_at.date():
        yield "the date_of_birth is none"


def _find_text_fault(text: str) -> str | None:
    """Return what keeps a text from being shown as one line."""
    if not text or text != text.strip():
        return "is empty, or begins or ends with a space"
    if len(text) > _LONGEST_TEXT:
        return f"has more than {_LONGEST_TEXT} characters"
    if not text.isprintable():
        hidden = next(each for each in text if not each.isprintable())
        return f"has a character that cannot be printed, U+{ord(hidden):04X}"
    return None


def _is_barcode(text: str) -> bool:
    return len(text) == BARCODE_DIGITS and text.isascii() and text.isdecimal()


def _has_twice(values: Iterable[str]) -> bool:
    listed = list(values)
    return len(set(listed)) != len(listed)


def _as_utc(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        raise ValueError(f"it has a moment of the year {moment.year}")
    if moment.tzinfo is None:
        raise ValueError("it has a moment without its zone")
    return moment.astimezone(UTC)
