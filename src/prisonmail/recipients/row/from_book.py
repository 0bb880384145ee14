"""A row that names a person by number alone is filled from the address book, before its checks."""

from collections.abc import Callable, Iterable, Mapping

from prisonmail.letters.person import Person
from prisonmail.problems.problem import Fault
from prisonmail.recipients.columns.mapping import Columns
from prisonmail.recipients.fields.prison_number import read_prison_number
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.row.row_reading import RowReading
from prisonmail.recipients.row.tidy_row import NAMES

Book = Callable[[], Mapping[str, Person]]
"""Finds the people of the address book, by prison number. It is asked only if a row needs it."""


def fill_from_book(book: Book, row: ListRow, columns: Columns, found: RowReading) -> None:
    """Fill in the name of a row that has none, and prison, date of birth and reference likewise.

    Only blank cells are filled: `tbc` for a prison says that it is not known. If the number is not
    in the book, or is of somebody else, that is all that is said of name and prison.
    """
    names = [columns.of[each] for each in NAMES if each in columns.of]
    number = found.texts.get(Field.PRISON_NUMBER)
    if number is None or not _are_blank(row, (*names, *columns.forenames)):
        return
    number = _read(number)
    if number is None or not (people := book()):
        return
    prisons = [columns.of[Field.PRISON]] if Field.PRISON in columns.of else []
    says_no_prison = _are_blank(row, (*prisons, *columns.address))
    person = people.get(number)
    if person is None:
        if says_no_prison:
            _report(found, Field.PRISON_NUMBER, _not_in_book(number))
    elif found.born and person.date_of_birth and found.born != person.date_of_birth:
        _report(found, Field.DATE_OF_BIRTH, _OTHER_BIRTH)
    else:
        _fill(found, person, with_prison=says_no_prison)


def _fill(found: RowReading, person: Person, *, with_prison: bool) -> None:
    found.from_book = True
    found.texts[Field.NAME] = person.name
    if with_prison:
        found.texts[Field.PRISON] = person.prison
    if not found.has_fault(Field.DATE_OF_BIRTH):
        found.born = found.born or person.date_of_birth
    if person.reference and not found.reference:
        found.texts[Field.REFERENCE] = person.reference


def _report(found: RowReading, wanted: Field, fault: Fault) -> None:
    found.names_nobody = True
    found.report(wanted, fault)


def _are_blank(row: ListRow, columns: Iterable[int]) -> bool:
    return not any(row.cells[index].strip() for index in columns if index < len(row.cells))


def _read(text: str) -> str | None:
    number = read_prison_number(text)
    return None if isinstance(number, Fault) else number


def _not_in_book(number: str) -> Fault:
    return Fault(
        "PM217",
        f"the row has only a number, and `{number}` is not in the address book",
        "Fill in name and prison, or add the person with: prisonmail people add",
    )


_OTHER_BIRTH = Fault(
    "PM218",
    "the address book has another date of birth for this prison number",
    "Find out whose number it is. If the row is right, fill in the name and the prison.",
)
