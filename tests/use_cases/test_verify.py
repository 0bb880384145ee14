"""What a mailroom is answered, and what of it is recorded."""

from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.errors import InputMissing
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import FirstCheck, Verdict
from prisonmail.system.record import replace
from prisonmail.use_cases.verify import (
    Answer,
    Asked,
    Checker,
    IssuedLetter,
    RecordedAnswer,
    check_several,
    open_desk,
    read_code,
    verify,
)
from tests.conftest import ISSUED_AT as NOW
from tests.ledger.attacker import Attacker
from tests.use_cases.conftest import Issued

HERE = Checker("HMP Leeds", "A. Patel")


def _count_events(path: Path) -> int:
    return int(Attacker(str(path)).fetch("SELECT COUNT(*) FROM events")[0][0])


def _find_last_note(path: Path) -> tuple[object, ...]:
    query = "SELECT location, checked_by, operator, remark FROM remarks ORDER BY event DESC LIMIT 1"
    return Attacker(str(path)).fetch(query)[0]


def test_an_answer_is_made_ready_before_it_is_recorded_and_then_given(issued: Issued) -> None:
    path, _, letters = issued
    told: list[tuple[Answer, int]] = []

    def prepare(answer: Answer) -> None:
        told.append((answer, _count_events(path)))

    for text, verdict in (
        (f" {codes.format_code(letters[0].code)}\n", Verdict.READY),
        (letters[0].code, Verdict.DUPLICATE),
        ("12345678901244", Verdict.NOT_ISSUED),
        (" 12 ", Verdict.MISTYPED),
    ):
        before = _count_events(path)
        answer = verify(text, path, HERE, NOW, prepare)
        assert answer.verdict is verdict
        assert told.pop() == (answer, before)
        assert not told
        assert _count_events(path) == before + 1
        assert _find_last_note(path)[:3] == ("HMP Leeds", "A. Patel", "A. Patel")
        assert verify(text, path, HERE, NOW).code == answer.code
    assert (answer.code, answer.entry) == ("12", None)
    assert answer.reason == "a code has 14 digits, this has 2"
    assert _find_last_note(path)[3] == "12"


def test_the_entry_is_as_it_was_before_the_check(issued: Issued) -> None:
    path, batch, letters = issued
    first, second = (verify(letters[1].code, path, HERE, NOW) for _ in range(2))
    assert isinstance(first.entry, IssuedLetter)
    assert second.entry
    assert (first.code, first.entry.batch_id, first.reason) == (letters[1].code, batch.id, "")
    assert first.entry.first_check is None
    assert second.entry.first_check
    assert (second.entry.first_check.location, second.entry.first_check.by) == (
        "HMP Leeds",
        "A. Patel",
    )


@pytest.mark.parametrize("text", ["{code}", "12345678901244", "12"])
def test_a_peek_answers_alike_and_records_nothing(issued: Issued, text: str) -> None:
    path, _, letters = issued
    text, told = text.format(code=letters[0].code), list[Answer]()
    before = _count_events(path)
    peeked = verify(text, path, Checker(peek=True), NOW, told.append)
    assert told == [peeked]
    assert _count_events(path) == before
    assert verify(text, path, HERE, NOW) == peeked


def test_whoever_says_nothing_more_checks_as_usual_and_without_a_name() -> None:
    assert Checker() == Checker(location=None, by=None, peek=False, more_checks=False)
    assert Answer("12", Verdict.MISTYPED, None) == Answer("12", Verdict.MISTYPED, None, "")


def test_a_text_is_read_as_a_code_or_as_none() -> None:
    assert [read_code(each) for each in ("12345-67890-1244", "12")] == ["12345678901244", None]


def test_staff_may_ask_for_more_checks(issued: Issued) -> None:
    path, _, letters = issued
    assert verify(letters[0].code, path, Checker(more_checks=True), NOW).verdict is (
        Verdict.MORE_CHECKS
    )


@pytest.mark.parametrize("peek", [True, False])
def test_a_letter_to_another_prison_than_the_one_named_is_told_of(
    issued: Issued, peek: bool
) -> None:
    path, _, letters = issued
    for place, verdict in (("WWI", Verdict.WRONG_PRISON), ("the post room", Verdict.READY)):
        answer = verify(letters[0].code, path, Checker(place, peek=peek), NOW)
        assert answer.verdict is verdict


def test_a_desk_says_as_which_event_each_check_is_recorded(issued: Issued) -> None:
    path, _, letters = issued
    with open_desk(path, HERE) as desk:
        found = [desk.check(f" {text}\n", NOW) for text in (letters[0].code, "12")]
    assert [(each.answer.code, each.event) for each in found] == [(letters[0].code, 2), ("12", 3)]
    with open_desk(path, Checker(peek=True)) as desk:
        assert [desk.check(text, NOW).event for text in (letters[0].code, "12")] == [None, None]


def test_several_that_ask_at_once_are_each_answered_as_if_they_asked_alone(
    issued: Issued,
) -> None:
    path, _, letters = issued
    one, two, three = (each.code for each in letters)
    told, later = list[Answer](), NOW + timedelta(seconds=1)

    def refuse(answer: Answer) -> None:
        raise InputMissing(answer.verdict)

    asked = [
        Asked(one, HERE, NOW, " B. Khan ", told.append),
        Asked(one, Checker("HMP Leeds"), later, "C. Moss"),
        Asked(two, HERE, NOW, "B. Khan", refuse),
        Asked(two, Checker("WWI", "D. Roe"), NOW, "D. Roe"),
        Asked(three, Checker(more_checks=True), NOW, "B. Khan"),
    ]
    with open_ledger(path) as ledger:
        first, second, third = (ledger.find_letter(each.code) for each in letters)
        found = check_several(ledger, asked)
        with ledger.snapshot():
            happened = {each.number: each for each in ledger.read_log(Selection())}
    assert first
    refused = found.pop(2)
    assert isinstance(refused, InputMissing)
    assert refused.message == "ready"
    answers = [each for each in found if isinstance(each, RecordedAnswer)]
    again = replace(first, first_check=FirstCheck(NOW, "HMP Leeds", "A. Patel"))
    assert [each.answer for each in answers] == [
        Answer(one, Verdict.READY, first),
        Answer(one, Verdict.DUPLICATE, again),
        Answer(two, Verdict.WRONG_PRISON, second),
        Answer(three, Verdict.MORE_CHECKS, third),
    ]
    assert told == [answers[0].answer]
    recorded = [happened[each.event or 0] for each in answers]
    assert len(happened) == 1 + len(recorded)
    assert [
        (each.code, each.detail, each.at, each.location, each.by, each.operator)
        for each in recorded
    ] == [
        (one, "ready", NOW, "HMP Leeds", "A. Patel", "B. Khan"),
        (one, "duplicate", later, "HMP Leeds", None, "C. Moss"),
        (two, "wrong-prison", NOW, "WWI", "D. Roe", "D. Roe"),
        (three, "more-checks", NOW, None, None, "B. Khan"),
    ]


def test_without_a_ledger_the_check_digits_answer_for_a_mistyped_code(tmp_path: Path) -> None:
    told: list[Answer] = []
    missing = tmp_path / "none.sqlite3"
    answer = verify(" 12 ", missing, HERE, NOW, told.append)
    assert (answer.code, answer.verdict, answer.entry) == ("12", Verdict.MISTYPED, None)
    assert answer.reason == "a code has 14 digits, this has 2"
    assert told == [answer]
    with pytest.raises(InputMissing, match="There is no ledger"):
        verify(" 12345-67890-1244 ", missing, HERE, NOW)
    assert not missing.exists()


def test_for_a_barcode_of_the_ministry_it_is_told_who_answers(issued: Issued) -> None:
    answer = verify("1234-5678-9012", issued[0], HERE, NOW)
    assert (answer.verdict, answer.reason) == (
        Verdict.MISTYPED,
        "a code has 14 digits, this has 12. If it is a barcode that is checked in Send Legal Mail, "
        "the barcode service of HM Prison and Probation Service, check it there: nothing here can "
        "answer for it",
    )


def test_a_ledger_that_went_back_answers_for_no_code_and_records_nothing(issued: Issued) -> None:
    path, _, letters = issued
    backup = Attacker(str(path)).copy()
    verify(letters[0].code, path, HERE, NOW)
    Attacker(str(path)).put_back(backup)
    code: Code = letters[0].code
    with open_desk(path, HERE) as desk:
        answer = desk.answer(f" {code} ", NOW)
        assert (answer.code, answer.verdict, answer.entry) == (
            code,
            Verdict.LEDGER_WENT_BACK,
            None,
        )
        assert answer.reason.startswith("The ledger has gone back: ")
        assert answer.reason.endswith("compare it with a backup.")
        assert ". If a backup was put back on purpose" in answer.reason
        assert desk.answer("12", NOW).verdict == Verdict.MISTYPED
        assert [desk.answer("12", NOW).code, desk.answer("12", NOW).entry] == ["12", None]
    assert _count_events(path) == 1
    with open_ledger(path) as ledger:
        several = check_several(ledger, [Asked(code, HERE, NOW, "A. Patel")] * 2)
        assert several == [RecordedAnswer(answer)] * 2
        assert "gone back" in ledger.audit().faults[0]
