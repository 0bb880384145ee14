"""The address book of a ledger, as lists are filled from it."""

from collections.abc import Mapping
from functools import cache

from prisonmail.ledger.store import look_into
from prisonmail.letters.person import Person
from prisonmail.recipients.row.from_book import Book


def open_book(place: str) -> Book:
    """Return what reads the address book of a ledger once, and only if a row asks for it.

    If there is no ledger, nobody is in it. Reading raises InputMissing.
    """

    @cache
    def read() -> Mapping[str, Person]:
        with look_into(place) as ledger:
            entries = ledger.address_book.list_entries() if ledger else ()
            people = [each.person for each in entries]
        return {each.prison_number: each for each in people if each.prison_number}

    return read
