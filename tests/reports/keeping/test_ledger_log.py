from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import pytest

from prisonmail.reports.keeping.ledger_log import Tally, cells, document
from prisonmail.use_cases.keeping.ledger_log import EventKind, Guesses, Happening
from tests.conftest import ISSUED_AT

CODE, BATCH = "12345678901244", "20261121-7F3K"


def event(
    kind: EventKind, detail: str = "", *, code: str | None = None, erased: bool = False, **note: str
) -> Happening:
    noted = {"location": None, "by": None, "remark": None, **note}
    batch = None if kind is EventKind.PURGED else BATCH
    return Happening(7, kind, ISSUED_AT, code, detail, batch_id=batch, erased=erased, **noted)


SAID = [
    (event(EventKind.ISSUED), BATCH, "batch issued"),
    (event(EventKind.ISSUED, erased=True), BATCH, "batch issued: (erased)"),
    (event(EventKind.PRINTED), BATCH, "batch printed"),
    (event(EventKind.PRINTED, code=CODE), "12345-67890-1244", "sheet printed"),
    (event(EventKind.REPRINT), BATCH, "reprint asked for"),
    (
        event(EventKind.CHECKED, "ready", code=CODE, by="A. Patel", location="HMP Leeds"),
        "12345-67890-1244",
        "checked: ready, by A. Patel at HMP Leeds",
    ),
    (event(EventKind.CHECKED, "mistyped", remark="12"), BATCH, "checked: mistyped (12)"),
    (event(EventKind.CHECKED, "ready", erased=True), BATCH, "checked: ready (erased)"),
    (event(EventKind.CANCELLED, remark="lost"), BATCH, "batch cancelled: lost"),
    (
        event(EventKind.CANCELLED, code=CODE, erased=True),
        "12345-67890-1244",
        "letter cancelled: (erased)",
    ),
    (
        event(EventKind.PURGED, "2026-10-31T00:00:00+00:00"),
        "",
        "erased what was from before 31 October 2026",
    ),
    (event(EventKind.PURGED, "by hand"), "", "erased what was from before by hand"),
    (
        event(EventKind.ACCEPTED, "5:ab", remark="a fire"),
        BATCH,
        "an older ledger accepted: a fire",
    ),
    (
        event(EventKind.SIGNING_KEY, "revoked SHA256:ab", remark="stolen"),
        BATCH,
        "firm's key revoked SHA256:ab: stolen",
    ),
    (event(EventKind.HOME_SAVED, remark="a.home"), BATCH, "home saved: a.home"),
    (event(EventKind.EXPORTED, remark="all.jsonl"), BATCH, "ledger exported: all.jsonl"),
    (
        event(EventKind.CANCELLED, remark="lost", operator="erin", machine="desk-2"),
        BATCH,
        "batch cancelled: lost [erin on desk-2]",
    ),
    (
        event(EventKind.CHECKED, "ready", by="A. Patel", operator="A. Patel", machine="desk-2"),
        BATCH,
        "checked: ready, by A. Patel [on desk-2]",
    ),
]


@pytest.mark.parametrize(("told", "of", "what"), SAID)
def test_an_event_is_said_in_a_line(told: Happening, of: str, what: str) -> None:
    assert cells(told) == (f"{ISSUED_AT:%d-%m-%Y %H:%M}", of, what)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "37 checks of codes that are not of this ledger at 12:00"),
        (3, "37 checks of codes that are not of this ledger between 12:00 and 12:03"),
        (
            60 * 24,
            "37 checks of codes that are not of this ledger between 21-11-2026 12:00 and "
            "22-11-2026 12:00",
        ),
    ],
)
def test_guesses_are_counted_with_their_times(minutes: int, said: str) -> None:
    last = ISSUED_AT + timedelta(minutes=minutes)
    assert cells(Guesses(37, ISSUED_AT, last))[1:] == ("", said)
    known = Guesses(37, ISSUED_AT, last, "HMP Hull", "B. New")
    assert cells(known)[2] == f"{said}, by B. New at HMP Hull"


def test_events_are_counted_as_they_are_told() -> None:
    tally = Tally()
    guess, ready = event(EventKind.CHECKED, "mistyped"), event(EventKind.CHECKED, "ready")
    assert list(tally.count([ready, guess, ready])) == [ready, guess, ready]
    assert tally.words() == "3 events, 1 check of what is no code of this ledger among them."
    assert list(tally.documents()) == [
        {"kind": "checked", "verdict": "ready", "count": 2},
        {"kind": "checked", "verdict": "mistyped", "count": 1},
    ]
    assert Tally().words() == "0 events."


def test_events_as_json() -> None:
    purged = event(EventKind.PURGED, "2026-10-31T00:00:00+00:00")
    accepted = event(EventKind.ACCEPTED, "5:ab", erased=True)
    found = document([purged, accepted])
    assert list(found) == ["version", "events", "totals"]
    first, second = cast("Iterator[dict[str, object]]", found["events"])
    assert first == {
        "event": 7,
        "at": ISSUED_AT.isoformat(),
        "kind": "purged",
        "code": None,
        "verdict": None,
        "location": None,
        "by": None,
        "remark": None,
        "operator": None,
        "machine": None,
        "batch": None,
        "before": "2026-10-31T00:00:00+00:00",
        "head": None,
        "detail": None,
        "erased": False,
    }
    assert (second["head"], second["before"], second["erased"]) == ("5:ab", None, True)
