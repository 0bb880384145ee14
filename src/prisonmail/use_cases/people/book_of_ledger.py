"""The address book of a ledger, as lists are filled from it."""

from collections.abc import Mapping
from functools import cache

from prisonmail.errors import LedgerMissing
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.person import Person
from prisonmail.recipients.row.from_book import Book


def open_book(place: str) -> Book:
    """Return what reads the address book of a ledger once, and only if a row asks for it.

    If there is no ledger, nobody is in it. Reading raises InputMissing.
    """

    @cache
    def read() -> Mapping[str, Person]:
        try:
            with open_ledger(place) as ledger:
                people = [each.person for each in ledger.address_book.list_entries()]
        except LedgerMissing:
            return {}
        return {each.prison_number: each for each in people if each.prison_number}

    return read
