"""The letters of one list in little memory, before they have codes and with them."""

import json
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Self

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.letters.letter import Draft, Enclosure, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sender.sender import Sender
from prisonmail.system.packed_sequence import Packed, PackedSequence
from prisonmail.system.record import asdict

FACTS = ("line", "marking", "prison", "prison_name", "address", "signatory")
"""What is recorded of a letter for good: columns of the ledger, in the order of packing."""
PERSON = ("name", "prison_number", "date_of_birth", "reference", "additions", "barcode")
"""What is recorded of a person until it is erased: likewise."""


_SEPARATOR = "\x1f"
"""Stands in no tidied cell."""
_MARKINGS = {marking.value: marking for marking in Marking}
_SIZE = 32
"""Bytes of a SHA-256."""


class Drafts(PackedSequence[Draft]):
    """Drafts in the order in which they are to be printed.

    Each is packed as the ledger records it: its FACTS and then its PERSON, in one plain tuple
    (named tuples pack four times as slowly, and one tuple for each slows recording by 5 %).
    """

    def _pack(self, value: Draft) -> Packed:
        return (
            value.line,
            str(value.marking),  # quicker than its value
            value.prison,
            value.prison_name,
            "\n".join(value.address),
            value.signatory or None,
            value.name,
            value.prison_number,
            value.date_of_birth.isoformat() if value.date_of_birth else None,
            value.reference,
            _pack_additions(value),
            value.barcode,
        )

    def _unpack(self, packed: Packed) -> Draft:
        line, marking, prison, place, address, signatory, *person = packed
        name, number, born, reference, more, barcode = person
        return Draft(
            line,
            _MARKINGS[marking],
            prison,
            place,
            _split_address(address),
            name,
            number,
            date.fromisoformat(born) if born else None,
            reference,
            *read_additions(more),
            barcode,
            signatory or "",
        )


# Letters go to the same prisons again and again.
@lru_cache(maxsize=1024)
def _split_address(lines: str) -> tuple[str, ...]:
    return tuple(lines.split("\n"))


def read_additions(packed: str | None) -> tuple[Mapping[str, str], tuple[Enclosure, ...]]:
    """Read what a draft has beside its fixed fields: own columns, and enclosures."""
    if packed is None:
        return {}, ()
    found = json.loads(packed)
    enclosed = found["enclosure"] or []
    several = enclosed if isinstance(enclosed, list) else [enclosed]
    return found["columns"], tuple(Enclosure(**each) for each in several)


def _pack_additions(draft: Draft) -> str | None:
    """Pack them; one enclosure is packed as it was when a letter could have no more than one."""
    if not draft.columns and not draft.enclosures:
        return None
    several = [asdict(each) for each in draft.enclosures]
    enclosed = several if len(several) > 1 else next(iter(several), None)
    return json.dumps({"columns": dict(draft.columns), "enclosure": enclosed}, ensure_ascii=False)


class Fingerprint:
    """Tells whether two lists are of the same people, in whatever order and file.

    It grows with each person, and somebody who is listed twice counts twice. It is the sum of a
    SHA-256 for each person, modulo 2 to the power of 256: a sum has no order.

    >>> one, other = Fingerprint(), Fingerprint()
    >>> for name, number in (("Ann Hart", "A1001XY"), ("Ben Hart", "A1002XY")):
    ...     one.add(name, number)
    >>> for name, number in (("Ben Hart", "A1002XY"), ("Ann Hart", "A1001XY")):
    ...     other.add(name, number)
    >>> one.digest() == other.digest(), one.digest() == one.digest("Dear {name},")
    (True, False)
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, *fields: str) -> None:
        """Take in one person: all that makes their letter what it is, already tidied."""
        text = _SEPARATOR.join(fields)
        self._sum += int.from_bytes(sha256(text.encode()).digest(), "big")

    def digest(self, *choices: str) -> str:
        """Tell these people, and what was chosen for all, from any others, in hexadecimal."""
        people = (self._sum % (1 << 8 * _SIZE)).to_bytes(_SIZE, "big")
        return sha256(people + _SEPARATOR.join(choices).encode()).hexdigest()


class ListDrafts(Drafts):
    """The drafts of a whole list, and what tells it from other lists."""

    def __init__(self, drafts: Iterable[Draft] = ()) -> None:
        self.fingerprint = Fingerprint()
        self.signatories: set[str] = set()
        super().__init__(drafts)

    def choose_signatories(self, senders: Mapping[str, Sender]) -> dict[str, Sender]:
        """Return those of some senders who sign letters by their key, in their order."""
        return {key: who for key, who in senders.items() if key and key in self.signatories}

    def append(self, value: Draft) -> None:
        """Add a draft at the end."""
        self.fingerprint.add(*_distinguishing_fields(value))
        self.signatories.add(value.signatory)
        super().append(value)


def _distinguishing_fields(draft: Draft) -> tuple[str, ...]:
    """Return all that tells one letter from another that was issued before."""
    born = draft.date_of_birth
    who: tuple[str, ...] = (
        draft.name.casefold(),
        draft.prison_number or "",
        str(born.toordinal()) if born else "",
        draft.prison,
        draft.reference,
        draft.marking,
        ",".join(each.digest for each in draft.enclosures),
    )
    if draft.signatory:
        who = (*who, draft.signatory)
    if not draft.columns:
        return who
    return (*who, *(part for column in sorted(draft.columns.items()) for part in column))


def sort_by_prison(drafts: Iterable[Draft]) -> ListDrafts:
    """Sort drafts by the name of their prison, and for each prison as they come."""
    piles: dict[str, Drafts] = {}
    for draft in drafts:
        piles.setdefault(draft.prison_name, Drafts()).append(draft)
    return ListDrafts(draft for name in sorted(piles) for draft in piles.pop(name))


class PackedLetters(Collection[Letter]):
    """The letters of a batch, in sheet order: drafts, each with its code."""

    def __init__(self, drafts: Collection[Draft], first_sheet: int = 1) -> None:
        self._drafts = drafts
        self._first_sheet = first_sheet
        self._numbers = array("q")  # a code has 14 digits, which 64 bits hold

    @classmethod
    def pack(cls, letters: Sequence[Letter]) -> Self:
        """Pack some letters that follow one another."""
        packed = cls(Drafts(each.draft for each in letters), letters[0].sheet)
        packed.add(each.code for each in letters)
        return packed

    def add(self, minted: Iterable[Code]) -> None:
        """Add the codes of the next drafts."""
        self._numbers.extend(map(int, minted))

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Letter]:
        numbered = enumerate(zip(self._drafts, self._numbers, strict=True), self._first_sheet)
        for sheet, (draft, number) in numbered:
            yield Letter(Code(f"{number:0{codes.CODE_DIGITS}d}"), sheet, draft)

    def __contains__(self, value: object) -> bool:
        return any(value == letter for letter in self)
