"""How a docket's event binds what was received with it."""

from collections.abc import Iterable

from prisonmail.ledger.chain.seals import Digest

Cells = tuple[object, ...]


def digest_docket(docket: Cells, letters: Iterable[Cells], withdrawals: Iterable[Cells]) -> Digest:
    """Return the digest of a docket's facts, its letters' and the codes that it withdraws.

    >>> digest_docket(("LEI", 17), [("12345678901244",)], [("98765432109833",)]).text[:16]
    'cfdcfa79075682ed'
    """
    return Digest().add([docket]).add(letters).add([("withdrawn",)]).add(withdrawals)


def seal_addressees(seal: Digest, hand: Cells, people: Iterable[Cells]) -> Digest:
    """Finish a seal of whose hand received a docket, and of those whom its letters are to."""
    return seal.add([hand]).add(people)
