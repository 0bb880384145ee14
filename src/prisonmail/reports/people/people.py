"""People of the address book, in words and as JSON."""

from collections.abc import Iterator
from datetime import datetime

from prisonmail.ledger.issued.correspondence import Written
from prisonmail.problems.problem import redact_problem
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.reports.people.address_book import learnt_document, learnt_words
from prisonmail.reports.problems import count_rows, describe_bad_rows, problem_document
from prisonmail.system import clock
from prisonmail.use_cases.people.learning import Learning
from prisonmail.use_cases.people.people_search import KnownPerson


def person_document(known: KnownPerson, now: datetime) -> dict[str, object]:
    """Return what the address book has of a person as JSON."""
    person, last = known.entry.person, known.last
    born = person.date_of_birth
    return {
        "name": person.name,
        "prison_number": person.prison_number,
        "date_of_birth": born.isoformat() if born else None,
        "prison": person.prison,
        "reference": person.reference,
        "note": person.note,
        "changed_at": known.entry.written_at.isoformat(),
        "last_letter": _letter_document(last, now) if last else None,
    }


def person_row(known: KnownPerson, now: datetime) -> dict[str, object]:
    """Return the same as a row, under headings that are known of a list."""
    last = known.last
    wrote = clock.uk_date(last.issued_at).isoformat() if last else None
    return {**person_document(known, now), "last_letter": wrote, "sent_to": last and last.prison}


def person_cells(known: KnownPerson, now: datetime) -> tuple[str, ...]:
    """Write a person as a row: name, number or birth, prison, reference, last letter."""
    person, last = known.entry.person, known.last
    born = f"{person.date_of_birth:%d-%m-%Y}" if person.date_of_birth else ""
    written = f"{_short_day(last)}, {last.prison}, {written_state(last, now)}" if last else "none"
    return (person.name, person.prison_number or born, known.prison_name, person.reference, written)


def person_particulars(known: KnownPerson, now: datetime) -> Iterator[tuple[str, str]]:
    """Return what is known of a person, line by line with labels."""
    person, last = known.entry.person, known.last
    yield "Name", person.name
    if person.prison_number:
        yield "Number", person.prison_number
    if person.date_of_birth:
        yield "Born", clock.long_date(person.date_of_birth)
    yield "Prison", known.prison_name
    if person.reference:
        yield "Reference", person.reference
    if person.note:
        yield "Note", person.note
    if last:
        day, state = clock.long_date(clock.uk_date(last.issued_at)), written_state(last, now)
        yield "Written to", f"at {last.prison_name} on {day}: {state}"


def learning_words(done: Learning) -> Iterator[ReportLine]:
    """Say what was put into the address book, or why nothing was."""
    checked = done.checked
    if done.learnt is None:
        refused = " Nothing was put into the address book."
        yield ReportLine(describe_bad_rows(checked), Tone.BAD, refused)
        return
    yield ReportLine(learnt_words(done.learnt), Tone.GOOD)
    if checked.rows_bad:
        left_out = count(checked.rows_bad, "row")
        yield ReportLine(f"{left_out} left out because of problems.", Tone.BAD)


def learning_document(done: Learning, *, redact: bool = False) -> dict[str, object]:
    """Return the same as JSON (version 1: fields are only ever added)."""
    problems = map(redact_problem, done.checked.problems) if redact else done.checked.problems
    return {
        "version": 1,
        "file": done.checked.name,
        "rows": count_rows(done.checked),
        "address_book": learnt_document(done.learnt),
        "problems": map(problem_document, problems),
        "exit": int(done.exit_code),
    }


def written_state(letter: Written, now: datetime) -> str:
    """Say in a word or two where the code of a letter stands."""
    if letter.is_cancelled:
        return "cancelled"
    if letter.is_checked:
        return "checked"
    return "not checked" if letter.is_good(now) else "expired"


def _letter_document(letter: Written, now: datetime) -> dict[str, object]:
    return {
        "code": letter.code,
        "issued_at": letter.issued_at.isoformat(),
        "prison": letter.prison,
        "state": written_state(letter, now),
    }


def _short_day(letter: Written) -> str:
    return f"{clock.uk_date(letter.issued_at):%d-%m-%Y}"
