"""The use case: a person of the address book becomes the row of a list."""

from prisonmail.errors import InputMissing, LedgerMissing
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.person import Person
from prisonmail.recipients.recipient import Field


def find_cells(place: str, number: str) -> dict[str, str]:
    """Return the cells of a row, by field, of the person with a prison number.

    They are empty if the address book has nobody with it. Raises InputMissing.
    """
    wanted = "".join(number.split()).upper()
    try:
        with open_ledger(place) as ledger:
            entry = ledger.address_book.find_by_number([wanted]).get(wanted)
    except LedgerMissing:
        entry = None
    return write_person(entry.person) if entry else {}


def require_cells(place: str, number: str) -> dict[str, str]:
    """Return the same. Raises InputMissing if there is nobody, too."""
    cells = find_cells(place, number)
    if not cells:
        raise InputMissing(
            "Nobody in the address book has that prison number.",
            "See who is in it with: prisonmail people list",
        )
    return cells


def write_person(person: Person) -> dict[str, str]:
    """Return the cells of a row, by field, of a person."""
    born = f"{person.date_of_birth:%d/%m/%Y}" if person.date_of_birth else None
    cells = {
        Field.NAME: person.name,
        Field.PRISON_NUMBER: person.prison_number,
        Field.DATE_OF_BIRTH: born,
        Field.PRISON: person.prison,
        Field.REFERENCE: person.reference,
    }
    return {field.value: text for field, text in cells.items() if text}
