from datetime import timedelta
from typing import Any

import pytest

from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.records import Happening, Summary
from prisonmail.ledger.verdicts import FirstCheck, Verdict
from prisonmail.reports import letters
from prisonmail.sender.sender import Sender
from prisonmail.use_cases.after_issue.cancel import Cancelled
from prisonmail.use_cases.find import FoundBatch
from tests.conftest import ISSUED_AT, batch_of
from tests.reports.conftest import (
    BORN,
    CANCELLATION,
    CHECKED_AT,
    CODE,
    ENTRY,
    ERASED,
    EXPIRES_AT,
    FIRST_CHECK,
    entry,
)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "not checked"),
        ({"random_check": 100}, "not checked"),
        ({"first_check": FIRST_CHECK}, "checked: ready"),
        ({"first_check": FirstCheck(CHECKED_AT, None, None, Verdict.EXPIRED)}, "checked: expired"),
        ({"first_check": FIRST_CHECK, "cancellation": CANCELLATION}, "cancelled"),
    ],
)
def test_a_code_stands_somewhere(changed: dict[str, Any], said: str) -> None:
    assert letters.state(entry(**changed), EXPIRES_AT) == said


def test_a_code_is_good_to_the_last_second_of_its_day() -> None:
    assert letters.state(ENTRY, EXPIRES_AT + timedelta(seconds=1)) == "expired"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Tarquin Oddwell, A1001XY"),
        ({"date_of_birth": BORN}, "Tarquin Oddwell, A1001XY"),
        ({"prison_number": None, "date_of_birth": BORN}, "Tarquin Oddwell, born 2 July 1991"),
        (ERASED, "(erased)"),
    ],
)
def test_a_letter_is_for_somebody(changed: dict[str, Any], said: str) -> None:
    assert letters.addressee(entry(**changed)) == said


def test_particulars_are_what_the_letter_should_look_like() -> None:
    assert letters.particulars(ENTRY) == [
        ("Code", "12345-67890-1244"),
        ("Marking", "Prison Rule 39"),
        ("For", "Tarquin Oddwell, A1001XY"),
        ("Prison", "HMP Leeds"),
        (
            "From",
            "Greenstone Chambers, 0113 496 0000, eric.brown@greenstonechambers.co.uk.cjsm.net",
        ),
        ("Reference", "C/1201/JE"),
        ("Issued", "21 November 2026 at 12:00"),
        ("Good until", "19 December 2026"),
    ]
    assert "Reference" not in dict(letters.particulars(entry(reference="")))


def test_the_document_of_a_letter() -> None:
    checked = entry(first_check=FIRST_CHECK, date_of_birth=BORN)
    assert letters.letter_document(checked, CHECKED_AT) == {
        "code": "12345678901244",
        "barcode": None,
        "page": 3,
        "line": 4,
        "name": "Tarquin Oddwell",
        "prison_number": "A1001XY",
        "date_of_birth": "1991-07-02",
        "prison": "LEI",
        "reference": "C/1201/JE",
        "marking": "Prison Rule 39",
        "signatory": None,
        "state": "checked: ready",
        "first_check": "2026-11-24T09:30:00+00:00",
        "cancelled": None,
    }


def test_the_document_of_a_batch(sender: Sender) -> None:
    summary = Summary(batch_of(sender, 6), 2, 1, None)
    assert letters.batch_document(summary) == {
        "batch": "20261121-7F3K",
        "issued_at": "2026-11-21T12:00:00+00:00",
        "expires_at": "2026-12-19T23:59:59+00:00",
        "envelope": "dl",
        "letters": 6,
        "checked": 2,
        "arrived": 0,
        "cancelled": 1,
        "printed_at": None,
        "organisation": "Greenstone Chambers",
        "sender": "Eric Brown",
        "cjsm_address": "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "signatories": {},
        "random_check": 0,
    }


def event(kind: EventKind, code: str | None = CODE, detail: str = "", **more: str) -> Happening:
    said: dict[str, Any] = {"location": None, "by": None, "remark": None} | more
    return Happening(7, kind, CHECKED_AT, code, detail, **said)


@pytest.mark.parametrize(
    ("happening", "said"),
    [
        (event(EventKind.ISSUED, None), "issued (whole batch)"),
        (event(EventKind.PRINTED), "printed"),
        (event(EventKind.REPRINT), "reprint asked for"),
        (event(EventKind.CHECKED, detail="ready"), "checked: ready"),
        (
            event(EventKind.CHECKED, detail="duplicate", location="HMP Leeds", by="A. Patel"),
            "checked at HMP Leeds by A. Patel: duplicate",
        ),
        (event(EventKind.CANCELLED, remark="lost"), "cancelled: lost"),
        (event(EventKind.CANCELLED, None), "cancelled: (reason erased) (whole batch)"),
    ],
)
def test_an_event_is_said_in_a_line(happening: Happening, said: str) -> None:
    assert letters.event_words(happening) == f"24 November 2026 at 09:30  {said}"


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [(EventKind.CHECKED, "ready"), (EventKind.ISSUED, None), (EventKind.PURGED, None)],
)
def test_only_the_detail_of_a_check_is_a_verdict(kind: EventKind, verdict: str | None) -> None:
    document = letters.event_document(event(kind, detail="ready", by="A. Patel"))
    assert document == {
        "event": 7,
        "at": "2026-11-24T09:30:00+00:00",
        "kind": kind.value,
        "code": CODE,
        "verdict": verdict,
        "location": None,
        "by": "A. Patel",
        "remark": None,
        "operator": None,
        "machine": None,
    }


@pytest.mark.parametrize(
    ("newly", "checked", "said"),
    [
        (6, 0, ["6 letters cancelled."]),
        (0, 0, ["All of that was cancelled already."]),
        (
            1,
            1,
            ["1 letter cancelled.", "Too late for 1 letter that a mailroom has checked already."],
        ),
    ],
)
def test_a_cancellation_says_for_what_it_is_too_late(
    sender: Sender, newly: int, checked: int, said: list[str]
) -> None:
    done = Cancelled(
        FoundBatch(Summary(batch_of(sender, 6), checked, newly, ISSUED_AT), None), newly
    )
    assert [str(line) for line in letters.cancellation_words(done)] == said
    assert letters.cancellation_document(done) == {
        "version": 1,
        "batch": "20261121-7F3K",
        "cancelled": newly,
        "checked_before": checked,
    }


def test_a_batch_without_paper_is_warned_of() -> None:
    assert str(letters.paper_warning("20261121-7F3K")) == (
        "warning: batch 20261121-7F3K is recorded, but its PDF was perhaps never written. "
        "If you have no paper: prisonmail reprint 20261121-7F3K -o OUT.pdf"
    )
