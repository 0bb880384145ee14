import json

import pytest

from prisonmail.ledger.verdicts import Cancellation, FirstCheck
from prisonmail.reports import verdicts
from prisonmail.reports.lines import Tone
from prisonmail.use_cases.verify import Answer, IssuedLetter, Verdict
from tests.reports.conftest import (
    BORN,
    CANCELLATION,
    CHECKED_AT,
    CODE,
    ENTRY,
    ERASED,
    FIRST_CHECK,
    entry,
)

WHEN = "24 November 2026"
RING = "Ring the sender, on a number that you have already if you can"
MESSAGES: list[tuple[Verdict, IssuedLetter | None, str]] = [
    (Verdict.READY, ENTRY, "Deliver it unopened."),
    (
        Verdict.NOT_ISSUED,
        None,
        f"This ledger has not issued the code. {RING}, and read out the code: a number from the "
        "letter itself proves nothing.",
    ),
    (
        Verdict.SENDER_NOT_ACCEPTED,
        ENTRY,
        f"The key that announced the letter is not accepted here. {RING}, and read out the code: "
        "a number from the letter itself proves nothing.",
    ),
    (
        Verdict.SENDER_SUSPENDED,
        ENTRY,
        "The sender is suspended: make further checks before you deliver it.",
    ),
    (
        Verdict.WRONG_PRISON,
        ENTRY,
        "The letter is to HMP Leeds. Send it on unopened: its code can still be checked there.",
    ),
    (
        Verdict.WRONG_PRISON,
        None,
        "The letter is to another prison. Send it on unopened: its code can still be checked "
        "there.",
    ),
    (
        Verdict.DUPLICATE,
        entry(first_check=FIRST_CHECK),
        f"It was first checked on {WHEN} at 09:30 at HMP Leeds by A. Patel. This may be a copy: "
        "make further checks.",
    ),
    (
        Verdict.DUPLICATE,
        entry(first_check=FirstCheck(CHECKED_AT, None, None)),
        f"It was first checked on {WHEN} at 09:30. This may be a copy: make further checks.",
    ),
    (
        Verdict.DUPLICATE,
        None,
        "It has been checked before. This may be a copy: make further checks.",
    ),
    (
        Verdict.EXPIRED,
        ENTRY,
        f"It was good until 19 December 2026. {RING}, before you deliver it.",
    ),
    (
        Verdict.EXPIRED,
        None,
        f"The code is no longer good. {RING}, before you deliver it.",
    ),
    (
        Verdict.CANCELLED,
        entry(cancellation=CANCELLATION),
        f"The sender cancelled the letter on {WHEN}: wrong enclosure. Do not deliver it. {RING}.",
    ),
    (
        Verdict.CANCELLED,
        entry(cancellation=Cancellation(CHECKED_AT, "It was lost.")),
        f"The sender cancelled the letter on {WHEN}: It was lost. Do not deliver it. {RING}.",
    ),
    (
        Verdict.CANCELLED,
        entry(cancellation=Cancellation(CHECKED_AT, None)),
        f"The sender cancelled the letter on {WHEN}. Do not deliver it. {RING}.",
    ),
    (
        Verdict.CANCELLED,
        None,
        f"The sender has cancelled the letter. Do not deliver it. {RING}.",
    ),
    (
        Verdict.MORE_CHECKS,
        ENTRY,
        "More checks are asked for, and that is recorded. Make them before you deliver.",
    ),
    (
        Verdict.RANDOM_CHECK,
        ENTRY,
        "The letter is good, and was picked at random: make your further checks.",
    ),
]


@pytest.mark.parametrize(("verdict", "held", "said"), MESSAGES)
def test_a_verdict_says_what_to_do(verdict: Verdict, held: IssuedLetter | None, said: str) -> None:
    assert verdicts.message(Answer(CODE, verdict, held)) == said


def test_a_mistyped_code_says_what_is_wrong_with_it() -> None:
    answer = Answer("1234", Verdict.MISTYPED, None, "it has 4 digits and not 14")
    said = "This is not a code: it has 4 digits and not 14. Type it again, or scan it."
    assert verdicts.message(answer) == said


def test_a_ledger_that_went_back_says_how_and_that_nothing_is_delivered_on_its_word() -> None:
    answer = Answer(CODE, Verdict.LEDGER_WENT_BACK, None, "It ends with event 7.")
    said = "It ends with event 7. Until then deliver nothing on its word."
    assert verdicts.message(answer) == said


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], 0),
        ([Verdict.READY], 0),
        ([Verdict.READY, Verdict.DUPLICATE], 1),
        ([Verdict.READY, Verdict.LEDGER_WENT_BACK], 66),
    ],
)
def test_the_exit_code_is_of_the_gravest_verdict(given: list[Verdict], code: int) -> None:
    assert int(verdicts.exit_code(given)) == code


def test_every_verdict_has_a_message() -> None:
    with_reasons = {Verdict.MISTYPED, Verdict.LEDGER_WENT_BACK}
    assert {verdict for verdict, *_ in MESSAGES} | with_reasons == set(Verdict)


@pytest.mark.parametrize("verdict", Verdict)
def test_only_ready_is_good_and_has_its_name_as_title(verdict: Verdict) -> None:
    assert (verdicts.tone(verdict) is Tone.GOOD) == (verdict is Verdict.READY) == verdict.deliver
    assert verdicts.title(verdict).lower().replace(" ", "-") == verdict.value


def test_the_document_of_a_first_check() -> None:
    assert verdicts.document(Answer(CODE, Verdict.READY, ENTRY)) == {
        "version": 1,
        "code": "12345678901244",
        "verdict": "ready",
        "deliver": True,
        "message": "Deliver it unopened.",
        "organisation": "Greenstone Chambers",
        "cjsm_address": "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "telephone": "0113 496 0000",
        "marking": "Prison Rule 39",
        "recipient": {
            "name": "Tarquin Oddwell",
            "prison_number": "A1001XY",
            "date_of_birth": None,
            "prison": "LEI",
        },
        "reference": "C/1201/JE",
        "issued_at": "2026-11-21T12:00:00+00:00",
        "expires_at": "2026-12-19T23:59:59+00:00",
        "first_check": None,
        "batch": "20261121-7F3K",
        "cancelled": None,
        "barcode": None,
        "source": "ledger",
        "docket": None,
        "sender_proof": None,
    }


def test_the_document_tells_of_an_earlier_check_and_of_a_cancellation() -> None:
    held = entry(first_check=FIRST_CHECK, cancellation=CANCELLATION, date_of_birth=BORN)
    document = verdicts.document(Answer(CODE, Verdict.CANCELLED, held))
    assert document["first_check"] == {
        "at": "2026-11-24T09:30:00+00:00",
        "location": "HMP Leeds",
        "by": "A. Patel",
        "verdict": "ready",
    }
    assert document["cancelled"] == {"at": "2026-11-24T09:30:00+00:00", "reason": "wrong enclosure"}
    assert json.loads(json.dumps(document))["recipient"]["date_of_birth"] == "1991-07-02"


@pytest.mark.parametrize("verdict", [Verdict.MISTYPED, Verdict.NOT_ISSUED])
def test_the_document_of_an_unknown_code_has_the_same_fields(verdict: Verdict) -> None:
    unknown = verdicts.document(Answer("12", verdict, None, "it is short"))
    assert list(unknown) == list(verdicts.document(Answer(CODE, Verdict.READY, ENTRY)))
    said = {key for key, value in unknown.items() if value is not None}
    assert said == {"version", "code", "verdict", "deliver", "message"}


def test_the_document_of_an_erased_letter_names_nobody() -> None:
    document = verdicts.document(Answer(CODE, Verdict.READY, entry(**ERASED)))
    assert document["recipient"] == {
        "name": None,
        "prison_number": None,
        "date_of_birth": None,
        "prison": "LEI",
    }


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        ({}, "0 checks."),
        ({Verdict.READY: 1}, "1 check: 1 ready."),
        ({Verdict.EXPIRED: 1, Verdict.READY: 2000}, "2,001 checks: 2,000 ready, 1 expired."),
    ],
)
def test_checks_are_counted_by_verdict(tally: dict[Verdict, int], said: str) -> None:
    assert verdicts.tally_words(tally) == said
