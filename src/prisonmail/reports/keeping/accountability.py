"""What is held about a person, and what of it was erased, in words, as JSON and as rows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from prisonmail.ledger.people.entry import BookEntry
from prisonmail.reports.counts import count
from prisonmail.reports.keeping.ledgers import rewriting_documents, rewriting_words
from prisonmail.reports.letters import event_document, event_words, found_document, particulars
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.system import clock
from prisonmail.system.record import asdict
from prisonmail.use_cases.accountability.erase import ErasedPerson
from prisonmail.use_cases.accountability.holdings import HeldLetter, Holdings
from prisonmail.use_cases.accountability.one_person import FoundPerson

LEFT = "Left, and naming nobody: codes, prisons, days, verdicts, and that it was erased."
ALSO_RECEIVED = warning(
    "this ledger has received dockets too. Their people are not looked for here, and none can be "
    "erased alone: one seal binds all people of a docket. A purge of the days on which the dockets "
    "came erases them."
)
NOTHING_HELD = "Nothing is held about such a person, or it has been erased."
ENTRY_HEADINGS = ("Name", "Prison number", "Date of birth", "Prison", "Reference", "Note")
"""As lists have them, so that they can be read back."""
_LETTER_HEADINGS = (
    *("batch", "code", "issued_at", "expires_at", "name", "prison_number", "date_of_birth"),
    *("prison", "reference", "marking", "state", "first_check", "cancelled"),
)


def describe_person(person: FoundPerson) -> str:
    """Say in a line what tells a person from others, and what is held of them."""
    born = date.fromisoformat(person.born) if person.born else None
    known = (
        " or ".join(person.names),
        person.number or "no prison number",
        f"born {clock.long_date(born)}" if born else "date of birth not known",
    )
    return f"{', '.join(known)}: {_count_held(person)}"


def erase_question(person: FoundPerson) -> str:
    """Ask whether a person is to be erased."""
    held = _count_held(person)
    return f"Erase this person, {held} and what was noted of its checks, for good?"


def erasure_words(done: ErasedPerson) -> Iterator[ReportLine]:
    """Say what was erased, if its bytes are gone too, and what is left."""
    yield ReportLine(f"Erased this person: {_count_held(done.person)}.", Tone.GOOD)
    yield from rewriting_words(done.rewritten)
    yield ReportLine(LEFT)
    if done.person.unclear:
        unclear = count(done.person.unclear, "letter")
        yield ReportLine(
            f"Not erased: {unclear} without a prison number, whose name and date of birth another "
            "person has too.",
            Tone.CAUTION,
        )


def erasure_document(done: ErasedPerson) -> dict[str, object]:
    """Return what was erased as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "letters": len(done.person.letters),
        "address_book": len(done.person.entries),
        "codes": [each.code for each in done.person.letters],
        "unclear": done.person.unclear,
        "done": done.done,
        "steps": rewriting_documents(done.rewritten),
    }


def holdings_document(held: Holdings, now: datetime) -> dict[str, object]:
    """Return what is held about a person as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "made_at": now.isoformat(),
        "names": list(held.person.names),
        "prison_number": held.person.number,
        "date_of_birth": held.person.born,
        "address_book": [_entry_document(each) for each in held.person.entries],
        "letters": [_letter_document(each, now) for each in held.letters],
        "unclear": held.person.unclear,
    }


def holdings_lines(held: Holdings, now: datetime) -> Iterator[str]:
    """Tell what is held about a person in words that they can read."""
    yield "What is held about one person"
    yield f"Made on {clock.long_time(now)}"
    yield describe_person(held.person)
    for entry in held.person.entries:
        yield from ("", "Address book")
        cells = zip(ENTRY_HEADINGS, write_entry(entry), strict=True)
        yield from (f"  {heading:<15}{cell}" for heading, cell in cells if cell)
    for each in held.letters:
        yield from ("", f"Letter of batch {each.letter.batch_id}")
        yield from (f"  {label:<15}{text}" for label, text in particulars(each.letter))
        columns = each.letter.columns.items()
        yield from (f"  {label:<15}{text}" for label, text in columns)
        yield from (f"  Enclosure      {enclosed.path}" for enclosed in each.letter.enclosures)
        yield from (f"  {event_words(happening)}" for happening in each.happened)


def holdings_rows(held: Holdings, now: datetime) -> Iterator[Sequence[str]]:
    """Write a row for each letter to a person, after their entries of the address book."""
    for entry in held.person.entries:
        yield ENTRY_HEADINGS
        yield write_entry(entry)
        yield ()
    yield _LETTER_HEADINGS
    for each in held.letters:
        document = found_document(each.letter, now)
        yield [str(document[key] or "") for key in _LETTER_HEADINGS]


def address_book_rows(entries: Iterable[BookEntry]) -> Iterator[Sequence[str]]:
    """Write the address book as a list that can be read back."""
    yield ENTRY_HEADINGS
    yield from map(write_entry, entries)


def address_book_document(entries: Iterable[BookEntry]) -> dict[str, object]:
    """Return the address book as JSON (version 1: fields are only ever added)."""
    return {"version": 1, "address_book": [_entry_document(each) for each in entries]}


def write_entry(entry: BookEntry) -> tuple[str, ...]:
    """Write an entry as a row, as ENTRY_HEADINGS."""
    person = entry.person
    born = f"{person.date_of_birth:%d/%m/%Y}" if person.date_of_birth else ""
    number = person.prison_number or ""
    return (person.name, number, born, person.prison, person.reference, person.note)


def _entry_document(entry: BookEntry) -> dict[str, object]:
    person = asdict(entry.person)
    born = entry.person.date_of_birth
    dated = {"date_of_birth": born.isoformat() if born else None}
    return person | dated | {"written_at": entry.written_at.isoformat()}


def _letter_document(held: HeldLetter, now: datetime) -> dict[str, object]:
    letter = held.letter
    return found_document(letter, now) | {
        "prison_name": letter.prison_name,
        "organisation": letter.organisation,
        "columns": dict(letter.columns),
        "enclosures": [each.path for each in letter.enclosures],
        "events": [event_document(each) for each in held.happened],
    }


def _count_held(person: FoundPerson) -> str:
    letters = count(len(person.letters), "letter")
    entries = len(person.entries)
    book = f" and {count(entries, 'entry', 'entries')} of the address book" if entries else ""
    return f"{letters}{book}"
