from array import array
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from prisonmail.ledger.records import Summary
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.printing.run import Printed
from prisonmail.problems.collected import Problems
from prisonmail.problems.problem import CellPlace, Fault
from prisonmail.recipients.checked_list import CheckedList, GoodRows
from prisonmail.recipients.columns.mapping import Columns
from prisonmail.reports import runs
from prisonmail.sender.sender import Sender
from prisonmail.sheets.envelopes import C4
from prisonmail.sheets.paper import Paper
from prisonmail.system.record import replace
from prisonmail.use_cases.after_issue.reprint import Reprinted
from prisonmail.use_cases.order import Checked, Issued, Refused
from tests.conftest import ISSUED_AT, batch_of, letter_of

GOOD = CheckedList("list.csv", None, Columns({}), GoodRows(), Problems(), 0)
PROBLEM = CellPlace("list.csv", 3, value="A1O02XY", reference="C/2").join_fault(
    Fault("PM204", "`A1O02XY` is not a prison number")
)
BAD = replace(GOOD, problems=Problems([PROBLEM, PROBLEM]), rows_read=4)
NEXT = (
    "Next: print at 100 % on A4, one side; sign; fold at the ticks; insert in DL window envelopes, "
    "address to the window."
)


def printed(*files: str, pages: int = 2, archival: bool = True) -> Printed:
    return Printed(
        tuple(map(Path, files or ("list.pdf",))), pages, archival, 1, array("L", [1, 2]), None
    )


@pytest.fixture
def issued(sender: Sender, drafted: Callable[..., Draft]) -> Callable[..., Issued]:
    """Makes the outcome of a run that issued two letters."""

    def make(checked: CheckedList = GOOD, **changed: Any) -> Issued:
        outcome = Issued(
            checked=checked,
            paper=Paper(),
            enclosed=(),
            batch=batch_of(sender, 2),
            letters=[letter_of(drafted(), sheet) for sheet in (1, 2)],
            output=Path("list.pdf"),
            printed=printed(),
            rejects=None,
        )
        return replace(outcome, **changed)

    return make


def said(outcome: Issued | Checked | Refused) -> list[str]:
    return [str(line) for line in runs.words(outcome, ISSUED_AT)]


def test_what_was_printed_is_said_and_what_to_do_next(issued: Callable[..., Issued]) -> None:
    assert said(issued()) == ["2 sheets → list.pdf  (batch 20261121-7F3K)", NEXT]


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (
            {"printed": printed("a-001.pdf", "a-002.pdf", pages=6)},
            "2 letters on 6 pages → a-001.pdf to a-002.pdf  (batch 20261121-7F3K)",
        ),
        ({"printed": printed("-")}, "2 sheets → standard output  (batch 20261121-7F3K)"),
        ({"checked": BAD}, "4 rows left out because of problems."),
        (
            {"checked": BAD, "rejects": Path("fix.csv")},
            "4 rows left out because of problems, written to fix.csv.",
        ),
        (
            {"printed": printed(archival=False)},
            "It is a plain PDF, not PDF/A, since it has pages from other PDFs in it.",
        ),
        (
            {"paper": Paper(labels="L7163")},
            "Next: print at 100 % on L7163 labels, stick them on, and add your own letters.",
        ),
        ({"paper": Paper(duplex=True)}, NEXT.replace("one side", "on both sides")),
    ],
)
def test_more_is_said_of_a_run_that_is_not_plain(
    issued: Callable[..., Issued], changed: dict[str, Any], line: str
) -> None:
    assert line in said(issued(**changed))


def test_a_sheet_that_can_slide_too_far_is_warned_of(issued: Callable[..., Issued]) -> None:
    assert any(
        "in a C4 envelope the sheet can slide" in line for line in said(issued(paper=Paper(C4)))
    )


def test_a_day_pinned_in_the_past_is_warned_of(issued: Callable[..., Issued]) -> None:
    lines = runs.words(issued(), ISSUED_AT + timedelta(days=29))
    assert any("their codes were good until 19 December 2026." in str(line) for line in lines)


def test_a_checked_or_refused_list_is_said_to_be_good_or_bad(
    drafted: Callable[..., Draft],
) -> None:
    drafts = Drafts([drafted()])
    bad = "list.csv: 2 problems in 4 of 4 rows."
    good = "list.csv: no problems. It would print 1 sheet."
    assert said(Checked(GOOD, Paper(), (), drafts)) == [good]
    assert said(Checked(BAD, Paper(), (), drafts)) == [bad]
    assert said(Refused(BAD, Paper(), (), drafts)) == [
        f"{bad} Nothing was issued and no PDF was written."
    ]
    whole = replace(BAD, rows_read=0)
    assert said(Checked(whole, Paper(), (), drafts)) == ["list.csv: 2 problems."]


def plain(document: dict[str, object]) -> dict[str, Any]:
    """A document with its iterators run through."""
    many = ("letters", "problems", "lines_skipped")
    return {key: [*value] if key in many else value for key, value in document.items()}  # type: ignore[misc]


def test_the_document_of_an_issued_list(issued: Callable[..., Issued]) -> None:
    document = plain(runs.document(issued(BAD, rejects=Path("fix.csv"))))
    (first, second) = document.pop("letters")
    (problem, _) = document.pop("problems")
    assert document == {
        "version": 1,
        "batch": "20261121-7F3K",
        "output": "list.pdf",
        "outputs": ["list.pdf"],
        "pages": 2,
        "without_sender": 0,
        "envelope": "dl",
        "file": "list.csv",
        "encoding": None,
        "delimiter": None,
        "sheet": None,
        "header_line": None,
        "mapping": {},
        "rows": {"read": 4, "ok": 0, "bad": 4, "skipped": 0},
        "skipped": {},
        "rows_in_doubt": 0,
        "columns_ignored": [],
        "columns_hidden": [],
        "sheets_not_read": [],
        "lines_skipped": [],
        "rejects": "fix.csv",
        "inner_labels": None,
        "post_book": None,
        "repeated": None,
        "cancelled_earlier": [],
        "address_book": None,
        "warnings": [],
        "proof": None,
        "sender_status": None,
        "exit": 1,
    }
    assert (first["page"], second["page"], first["output"]) == (1, 2, "list.pdf")
    assert (first["name"], first["reference"]) == ("Tarquin Oddwell", "C/1201/JE")
    assert (problem["code"], problem["value"]) == ("PM204", "A1O02XY")


def test_the_document_of_a_list_that_was_not_issued_has_the_same_fields(
    issued: Callable[..., Issued], drafted: Callable[..., Draft]
) -> None:
    refused = plain(runs.document(Refused(BAD, Paper(), (), Drafts([drafted()]))))
    assert list(refused) == list(runs.document(issued()))
    assert (refused["batch"], refused["output"], refused["pages"], refused["exit"]) == (
        None,
        None,
        None,
        65,
    )
    (letter,) = refused["letters"]
    assert (letter["code"], letter["output"], letter["page"], letter["line"]) == (
        None,
        None,
        None,
        2,
    )


def test_a_redacted_document_names_nobody(issued: Callable[..., Issued]) -> None:
    document = plain(runs.document(issued(BAD), redact=True))
    text = repr(document)
    for personal in ("Tarquin", "C/1201/JE", "A1O02XY", "C/2"):
        assert personal not in text


def test_the_document_of_a_list_counts_its_rows() -> None:
    document = runs.list_document(BAD)
    assert (document["rows"], document["exit"]) == (
        {"read": 4, "ok": 0, "bad": 4, "skipped": 0},
        1,
    )
    problems = document["problems"]
    assert isinstance(problems, list)
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("useless", "lines"),
    [
        (0, ["2 sheets → list.pdf  (batch 20261121-7F3K again)"]),
        (
            1,
            [
                "2 sheets → list.pdf  (batch 20261121-7F3K again)",
                "warning: 1 sheet cannot be delivered unopened any more, because the code is used "
                "up, cancelled or expired. See which: prisonmail batches show 20261121-7F3K",
            ],
        ),
    ],
)
def test_a_reprint_says_how_much_of_it_is_useless(
    sender: Sender, useless: int, lines: list[str]
) -> None:
    done = Reprinted(Summary(batch_of(sender, 2), 1, 0, ISSUED_AT), 2, useless, printed())
    assert [str(line) for line in runs.reprint_words(done)] == lines
    assert runs.reprint_document(done) == {
        "version": 1,
        "batch": "20261121-7F3K",
        "output": "list.pdf",
        "outputs": ["list.pdf"],
        "pages": 2,
        "without_sender": 0,
        "letters": 2,
        "useless": useless,
        "post_book": None,
        "inner_labels": None,
        "warnings": [],
    }
