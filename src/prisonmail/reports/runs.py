"""What a run of `generate`, `mapping` or `reprint` found and did, in words and as JSON."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import assert_never

from prisonmail.errors import AlreadyIssued, ExitCode
from prisonmail.letters.letter import Batch, Draft
from prisonmail.printing.run import Printed
from prisonmail.problems.problem import redact_problem
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.columns.headings import name_option
from prisonmail.recipients.columns.mapping import find_unread
from prisonmail.recipients.fields.cell import clean
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone, error_document, warning
from prisonmail.reports.people.address_book import learnt_document, learnt_words
from prisonmail.reports.problems import count_rows, describe_bad_rows, problem_document
from prisonmail.reports.senders.proofs import fitness_document
from prisonmail.reports.storage import concern_documents
from prisonmail.sheets.merge_fields import make_key
from prisonmail.sheets.paper import Paper
from prisonmail.system import clock
from prisonmail.system.places.storage import Concern
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.after_issue.reissue import Reissued
from prisonmail.use_cases.after_issue.reprint import Reprinted
from prisonmail.use_cases.order import Checked, Issued, Outcome, Refused


def words(outcome: Outcome, now: datetime) -> Iterator[ReportLine]:
    """Say what was done with a list, and what to do next with the paper."""
    match outcome:
        case Issued():
            yield from _printed(outcome)
            yield from _inner_labels(outcome, len(outcome.letters))
            yield from _cancelled(outcome)
            if outcome.remembered:
                yield ReportLine(learnt_words(outcome.remembered))
            if outcome.repeated:
                yield ReportLine("This order was carried out before: nothing was issued again.")
            yield from _play_warning(outcome.paper)
            yield from _sender_warning(outcome.printed)
            yield from _pinned_warning(outcome.batch, now)
            yield ReportLine(f"Next: {_next_step(outcome.paper)}")
        case Checked() if outcome.checked.is_faultless:
            sheets = count(len(outcome.drafts), "sheet")
            line = f"{outcome.checked.name}: no problems. It would print {sheets}."
            yield ReportLine(line, Tone.GOOD)
            yield from _foreseen(outcome)
        case Checked():
            yield ReportLine(describe_bad_rows(outcome.checked), Tone.BAD)
            yield from _in_doubt(outcome.checked)
        case Refused():
            refused = " Nothing was issued and no PDF was written."
            yield ReportLine(describe_bad_rows(outcome.checked), Tone.BAD, refused)
            yield from _in_doubt(outcome.checked)
        case _:
            assert_never(outcome)


def reprint_words(done: Reprinted) -> Iterator[ReportLine]:
    """Say what was printed again, and how much of it no mailroom can deliver."""
    batch, printed = done.summary.batch.id, done.printed
    yield ReportLine(_amount_to(done.letters, printed), Tone.GOOD, f"  (batch {batch} again)")
    yield from _inner_labels(done, done.letters)
    yield from _sender_warning(printed)
    if done.useless:
        yield warning(
            f"{count(done.useless, 'sheet')} cannot be delivered unopened any more, because the "
            f"code is used up, cancelled or expired. See which: prisonmail batches show {batch}"
        )


def _foreseen(outcome: Checked) -> Iterator[ReportLine]:
    if outcome.refusal:
        yield ReportLine("But", Tone.BAD, f" {outcome.refusal.message} {outcome.refusal.remedy}")
    if outcome.repeats:
        yield ReportLine(f"But this order was carried out before, as batch {outcome.repeats}.")


def reissue_words(done: Reissued) -> Iterator[ReportLine]:
    """Say what to look at: what a new letter took over, and for what it came too late."""
    if not isinstance(done.outcome, Issued):
        return
    if done.entry.first_check:
        yield ReportLine("A mailroom has checked the old letter already: it may be delivered too.")
    if done.stale:
        named = ", ".join(f"{{{key}}}" for key in done.stale)
        yield warning(f"the wording has {named} as it was in the list. Read the letter.")


def document(outcome: Outcome, *, redact: bool = False) -> dict[str, object]:
    """Return the JSON document of a run (version 1: fields are only ever added).

    Of its letters and problems there may be very many: they are iterators.
    """
    checked = outcome.checked
    problems = map(redact_problem, checked.problems) if redact else checked.problems
    issued = outcome if isinstance(outcome, Issued) else None
    rejects, post_book = (issued.rejects, issued.post_book) if issued else (None, None)
    return {
        "version": 1,
        **_batch_document(outcome),
        "envelope": outcome.paper.envelope.name,
        "file": checked.name,
        **_layout(checked),
        "rows": count_rows(checked),
        "skipped": dict(checked.skipped),
        **_left_out(checked, outcome.columns_used),
        "rejects": str(rejects) if rejects else None,
        "inner_labels": _name_inner_labels(outcome),
        "post_book": str(post_book) if post_book else None,
        **_repeated(outcome),
        "cancelled_earlier": list(issued.cancelled) if issued else [],
        "address_book": learnt_document(issued.remembered) if issued else None,
        "letters": _letter_documents(outcome, redact=redact),
        "problems": map(problem_document, problems),
        "warnings": concern_documents(outcome.concerns),
        **fitness_document(outcome.fitness, clock.now()),
        "exit": int(outcome.exit_code),
    }


def list_document(checked: CheckedList, concerns: Iterable[Concern] = ()) -> dict[str, object]:
    """Return how a list was understood as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "file": checked.name,
        **_layout(checked),
        "rows": count_rows(checked),
        **_left_out(checked),
        "problems": [problem_document(problem) for problem in checked.problems],
        "warnings": concern_documents(concerns),
        "exit": int(ExitCode.DONE if checked.columns.of else ExitCode.NO),
    }


def reprint_document(done: Reprinted) -> dict[str, object]:
    """Return what was printed again as JSON (version 1: fields are only ever added)."""
    return {
        "version": 1,
        "batch": done.summary.batch.id,
        "output": _target(done.printed),
        "outputs": [str(path) for path in done.printed.files],
        "pages": done.printed.pages,
        "without_sender": done.printed.without_sender,
        "letters": done.letters,
        "useless": done.useless,
        "post_book": str(done.post_book) if done.post_book else None,
        "inner_labels": str(done.inner_labels) if done.inner_labels else None,
        "warnings": concern_documents(done.concerns),
    }


def _batch_document(outcome: Outcome) -> dict[str, object]:
    match outcome:
        case Issued(batch=batch, output=output, printed=printed):
            return {
                "batch": batch.id,
                "output": str(output),
                "outputs": [str(path) for path in printed.files],
                "pages": printed.pages,
                "without_sender": printed.without_sender,
            }
        case Checked() | Refused():
            return {
                "batch": None,
                "output": None,
                "outputs": [],
                "pages": None,
                "without_sender": None,
            }
        case _:
            assert_never(outcome)


def _letter_documents(outcome: Outcome, *, redact: bool) -> Iterator[dict[str, object]]:
    match outcome:
        case Issued(letters=letters, printed=printed):
            for letter in letters:
                place = {
                    "code": letter.code,
                    "output": str(printed.find_file(letter)),
                    "page": printed.find_page(letter),
                }
                yield place | _draft_document(letter.draft, outcome.checked, redact=redact)
        case Checked(drafts=drafts) | Refused(drafts=drafts):
            for draft in drafts:
                yield _NOWHERE | _draft_document(draft, outcome.checked, redact=redact)
        case _:
            assert_never(outcome)


_NOWHERE = {"code": None, "output": None, "page": None}


def _draft_document(draft: Draft, checked: CheckedList, *, redact: bool) -> dict[str, object]:
    born = None if redact or not draft.date_of_birth else draft.date_of_birth.isoformat()
    return {
        "line": draft.line,
        "name": None if redact else draft.name,
        "prison_number": None if redact else draft.prison_number,
        "date_of_birth": born,
        "prison": draft.prison,
        "reference": None if redact else draft.reference,
        "marking": draft.marking.value,
        "enclosures": len(draft.enclosures),
        "from_address_book": draft.line in checked.from_book,
    }


def _name_inner_labels(outcome: Outcome) -> str | None:
    written = outcome.inner_labels if isinstance(outcome, Issued) else None
    return str(written) if written else None


def _inner_labels(done: Issued | Reprinted, letters: int) -> Iterator[ReportLine]:
    if done.inner_labels:
        named = "standard output" if is_stdout(done.inner_labels) else done.inner_labels
        yield ReportLine(f"{count(letters, 'inner label')} → {named}: sign each.")


def _repeated(outcome: Outcome) -> dict[str, object]:
    """Return whether an order was carried out before; of a check, why it would be refused too."""
    match outcome:
        case Checked(refusal=AlreadyIssued() as refusal):
            return {"repeated": None, "error": error_document(refusal)}
        case Checked(repeats=batch):
            return {"repeated": batch}
        case Issued(repeated=True, batch=batch):
            return {"repeated": batch.id}
        case _:
            return {"repeated": None}


def _cancelled(issued: Issued) -> Iterator[ReportLine]:
    if issued.cancelled:
        yield ReportLine(f"{count(len(issued.cancelled), 'earlier letter')} cancelled.")


def _layout(checked: CheckedList) -> dict[str, object]:
    header = checked.header
    return {
        "encoding": checked.layout.encoding,
        "delimiter": checked.layout.delimiter,
        "sheet": checked.layout.sheet,
        "header_line": checked.layout.header_line,
        "mapping": {
            name_option(field): {"heading": clean(header.cells[index]), "column": index + 1}
            for field, index in checked.columns.of.items()
            if header
        },
    }


def _left_out(checked: CheckedList, used: Collection[str] = ()) -> dict[str, object]:
    """Return what of a list was not read, in full; but columns whose keys are used otherwise."""
    layout = checked.layout
    return {
        "rows_in_doubt": len(checked.doubts),
        "columns_ignored": [
            {"heading": heading, "column": index + 1}
            for index, heading in _ignored_columns(checked)
            if make_key(heading) not in used
        ],
        "columns_hidden": list(layout.hidden_columns),
        "sheets_not_read": list(layout.unread_sheets),
        "lines_skipped": (
            {"line": line, "reason": reason} for line, reason in checked.skipped_rows
        ),
    }


def _ignored_columns(checked: CheckedList) -> Iterator[tuple[int, str]]:
    """Return the columns, from 0, that have a heading and are not read."""
    header = checked.header
    if header and checked.columns.of:
        for index in find_unread(header, checked.columns):
            yield index, clean(header.cells[index])


def _in_doubt(checked: CheckedList) -> Iterator[ReportLine]:
    """Say how many of the other rows are no more certain than the bad ones."""
    if checked.doubts and not checked.is_unusable:
        others = count(len(checked.doubts), "other row is", "other rows are")
        yield ReportLine(
            f"{others} in doubt because of another row; --skip-bad leaves such rows out too."
        )


def _printed(outcome: Issued) -> Iterator[ReportLine]:
    printed, left_out = outcome.printed, outcome.checked.rows_bad
    done = _amount_to(len(outcome.letters), printed)
    yield ReportLine(done, Tone.GOOD, f"  (batch {outcome.batch.id})")
    if left_out:
        kept = f", written to {outcome.rejects}" if outcome.rejects else ""
        line = f"{count(left_out, 'row')} left out because of problems{kept}."
        yield ReportLine(line, Tone.BAD)
    if not printed.archival:
        yield ReportLine("It is a plain PDF, not PDF/A, since it has pages from other PDFs in it.")


def _amount_to(letters: int, printed: Printed) -> str:
    return f"{_amount(letters, printed.pages)} → {_target(printed)}"


def _target(printed: Printed) -> str:
    """Name the files that were written."""
    first, last = printed.files[0], printed.files[-1]
    if first != last:
        return f"{first} to {last.name}"
    return "standard output" if is_stdout(first) else str(first)


def _amount(letters: int, pages: int) -> str:
    """Count sheets, or letters and pages if they differ.

    >>> _amount(2, 2), _amount(2, 6)
    ('2 sheets', '2 letters on 6 pages')
    """
    if pages == letters:
        return count(letters, "sheet")
    return f"{count(letters, 'letter')} on {count(pages, 'page')}"


def _play_warning(paper: Paper) -> Iterator[ReportLine]:
    """Warn if the sheet can slide so far in its envelope that a part of its panel is hidden."""
    envelope = paper.envelope
    if paper.labels or envelope.survived == envelope.play:
        return
    (across, up), (whole_across, whole_up) = envelope.survived, envelope.play
    yield warning(
        f"in a {envelope.name.upper()} envelope the sheet can slide ±{whole_across / 2:g} "
        f"mm across and ±{whole_up / 2:g} mm up, and its window panel shows through "
        f"±{across / 2:g} and ±{up / 2:g} mm. Keep the sheet from sliding further."
    )


def _sender_warning(printed: Printed) -> Iterator[ReportLine]:
    """Warn of windows that do not say who the letter is from."""
    if printed.without_sender:
        yield warning(
            f"the window of {count(printed.without_sender, 'sheet')} has no room for your name and "
            "telephone beside the address. A `short_name` in the profile may fit."
        )


def _pinned_warning(batch: Batch, now: datetime) -> Iterator[ReportLine]:
    """Warn if SOURCE_DATE_EPOCH pinned a day to come, or so long past that no code is good."""
    issued, today = clock.uk_date(batch.issued_at), clock.uk_date(now)
    if issued > today:
        yield warning(
            f"SOURCE_DATE_EPOCH is set, so these letters show a day to come, "
            f"{clock.long_date(issued)}. Do not post them: unset it, and issue new ones."
        )
    if batch.expires_at < now:
        until = clock.long_date(clock.uk_date(batch.expires_at))
        yield warning(
            f"SOURCE_DATE_EPOCH is set, so these letters show a day of the past and their "
            f"codes were good until {until}. Do not post them: unset it, and issue new ones."
        )


def _next_step(paper: Paper) -> str:
    if paper.labels:
        return f"print at 100 % on {paper.labels} labels, stick them on, and add your own letters."
    sides = "on both sides" if paper.duplex else "one side"
    return (
        f"print at 100 % on A4, {sides}; sign; fold at the ticks; "
        f"insert in {paper.envelope.name.upper()} window envelopes, address to the window."
    )
