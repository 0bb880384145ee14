"""What a list says of a person, and what the address book says: the list counts, with a warning."""

from collections.abc import Iterable, Iterator

from prisonmail.ledger.store import Ledger
from prisonmail.letters.person import Person
from prisonmail.prisons.store import load_directory
from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.name import is_same_person
from prisonmail.recipients.recipient import Field, Recipient

_REMEDY = "If the list is right, change the address book with: prisonmail people add"


def find_known(ledger: Ledger, people: Iterable[Recipient]) -> dict[str, Person]:
    """Return those of some people who are in the address book, by prison number."""
    numbers = [each.prison_number for each in people if each.prison_number]
    found = ledger.address_book.find_by_number(numbers)
    return {number: entry.person for number, entry in found.items()}


def find_other_name(who: Recipient, known: Person | None) -> Iterator[tuple[Field, Fault]]:
    """Warn if the number of a person is that of somebody with another name."""
    if known and not is_same_person(who.name, known.name):
        yield (
            Field.NAME,
            Fault(
                "PW653",
                f"the address book has another name for this prison number: `{known.name}`",
                "Find out whose number it is, and correct the list or the address book.",
            ),
        )


def find_other_prison(who: Recipient, known: Person | None) -> Iterator[tuple[Field, Fault]]:
    """Warn if the address book has a person at another prison."""
    if known and known.prison != who.prison.code:
        prison = load_directory().find_by_code(known.prison)
        name = prison.name if prison else known.prison
        yield (
            Field.PRISON,
            Fault("PW652", f"the address book has this person at {name}", _REMEDY),
        )
