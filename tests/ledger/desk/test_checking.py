"""Several checks in one transaction: each is answered as if it came alone."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from prisonmail.codes import Code, mint
from prisonmail.errors import InputMissing, LedgerWentBack
from prisonmail.ledger.chain.watch import EVENTS_OF_A_HEAD
from prisonmail.ledger.database.database import Row, Values
from prisonmail.ledger.desk.checking import Outcome, Question
from prisonmail.ledger.records import Check
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.system.operators import Operator
from tests.conftest import ISSUED_AT as AT
from tests.ledger.attacker import Attacker
from tests.ledger.conftest import Issue

UNKNOWN = Code("12345678901244")
PATEL = Operator("A. Patel", "scanner-2")


def _verdicts(found: list[Outcome]) -> list[Verdict | None]:
    return [each.verdict if isinstance(each, Check) else None for each in found]


def _number_of_last(ledger: Ledger) -> int:
    seen = ledger.recall()[1]
    return seen.number if seen else 0


def test_of_several_checks_of_one_code_the_first_is_ready(ledger: Ledger, issue: Issue) -> None:
    _, letters = issue(3)
    one, two, three = (each.code for each in letters)
    asked = [one, two, UNKNOWN, one, three, one, UNKNOWN, two]
    found = ledger.check_all([Question(code, AT, "HMP Leeds", operator=PATEL) for code in asked])
    ready, again, new = Verdict.READY, Verdict.DUPLICATE, Verdict.NOT_ISSUED
    assert _verdicts(found) == [ready, ready, new, again, ready, again, new, again]
    second = found[3]
    assert isinstance(second, Check)
    assert second.entry
    assert second.entry.first_check
    assert second.entry.first_check.location == "HMP Leeds"
    with ledger.snapshot():
        happened = [row for row in ledger.read_table("events") if row["kind"] == "checked"]
        hands = {row["operator"] for row in ledger.read_table("remarks") if row["location"]}
    assert sorted(row["code"] for row in happened) == sorted(asked)
    assert hands == {PATEL.name}
    assert ledger.audit().faults == ()


def test_an_answer_that_cannot_be_made_ready_uses_up_nothing_and_stops_no_other(
    ledger: Ledger, issue: Issue
) -> None:
    _, letters = issue(2)
    one, two = (each.code for each in letters)

    def fail(check: Check) -> None:
        raise ValueError(check.verdict)

    found = ledger.check_all(
        [Question(one, AT, prepare=fail), Question(two, AT), Question(one, AT)]
    )
    assert isinstance(found[0], ValueError)
    assert _verdicts(found[1:]) == [Verdict.READY, Verdict.READY]
    before = _number_of_last(ledger)
    (alone,) = ledger.check_all([Question(one, AT, prepare=fail)])
    assert isinstance(alone, ValueError)
    assert ledger.check_all([]) == []
    assert _number_of_last(ledger) == before
    assert ledger.audit().faults == ()


def test_of_letters_that_are_all_to_be_picked_none_is_missed(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (one, two) = issue(2, random_check=100)
    monkeypatch.setattr(secrets, "randbelow", lambda number: number - 1)
    (found,) = ledger.check_all([Question(one.code, AT)])
    assert _verdicts([found, ledger.check(two.code, AT)]) == [Verdict.RANDOM_CHECK] * 2


def test_a_code_that_was_changed_by_hand_spoils_no_other_answer(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    _, letters = issue(2)
    one, two = (each.code for each in letters)
    ledger.check(one, AT)
    Attacker(place).run("UPDATE letters SET first_check = NULL")
    found = ledger.check_all([Question(one, AT), Question(two, AT)])
    assert isinstance(found[0], InputMissing)
    assert _verdicts(found[1:]) == [Verdict.READY]


def test_a_ledger_that_went_back_answers_none(place: str, ledger: Ledger, issue: Issue) -> None:
    _, letters = issue(2)
    before = Attacker(place).copy()
    ledger.check(letters[0].code, AT)
    Attacker(place).put_back(before)
    with pytest.raises(LedgerWentBack):
        ledger.check_all([Question(each.code, AT) for each in letters])


def test_a_row_that_is_not_written_undoes_all_of_them(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    _, letters = issue(3)
    Attacker(place).run(*_eat_uses(place, letters[1].code))
    with pytest.raises(InputMissing, match="does not take what is recorded"):
        ledger.check_all([Question(each.code, AT) for each in letters])
    for each in letters:
        assert ledger.peek(each.code, AT).verdict == Verdict.READY


def _eat_uses(place: str, code: str) -> Iterator[str]:
    """Have the database pass over that one code is used up, without a word."""
    if place.startswith("postgresql:"):
        yield ("CREATE FUNCTION eat() RETURNS trigger AS 'BEGIN RETURN NULL; END' LANGUAGE plpgsql")
        yield (
            f"CREATE TRIGGER eat BEFORE UPDATE ON letters FOR EACH ROW "
            f"WHEN (OLD.code = '{code}') EXECUTE FUNCTION eat()"
        )
        return
    yield (
        f"CREATE TRIGGER eat BEFORE UPDATE ON letters WHEN OLD.code = '{code}' "
        "BEGIN SELECT RAISE(IGNORE); END"
    )


def test_a_head_is_sealed_in_the_middle_of_several_checks(ledger: Ledger, issue: Issue) -> None:
    issue()
    ledger.check_all([Question(code, AT) for code in mint(EVENTS_OF_A_HEAD + 1)])
    with ledger.snapshot():
        heads = [row["number"] for row in ledger.read_table("heads")]
    assert EVENTS_OF_A_HEAD in heads
    assert ledger.audit().faults == ()


def test_two_desks_that_ask_about_the_same_codes_at_once_get_one_ready_each(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    _, letters = issue(60)
    asked = [Question(each.code, AT) for each in letters]

    def ask(step: int) -> list[Verdict | None]:
        with open_ledger(place) as desk:
            found = [desk.check_all(asked[begin : begin + step]) for begin in range(0, 60, step)]
        return _verdicts([each for some in found for each in some])

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, [7, 10, 20, 60]))
    for verdicts in zip(*answers, strict=True):
        assert sorted(filter(None, verdicts)) == ["duplicate"] * 3 + ["ready"]
    assert ledger.audit().faults == ()


@pytest.mark.parametrize("number", range(1, 10))
def test_letters_of_however_many_codes_are_looked_up_at_once(
    ledger: Ledger, issue: Issue, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, letters = issue(number)
    codes = [each.code for each in letters]
    known = [ledger.find_letter(code) for code in codes]
    database, looked = ledger._database, list[str]()
    fetch_all = database.fetch_all

    def fetch(statement: str, *values: Values) -> list[Row]:
        looked.append(statement)
        return fetch_all(statement, *values)

    monkeypatch.setattr(database, "fetch_all", fetch)
    found = ledger.check_all([Question(code, AT) for code in [*codes, UNKNOWN]])
    assert [each.entry for each in found if isinstance(each, Check)] == [*known, None]
    assert _verdicts(found) == [*[Verdict.READY] * number, Verdict.NOT_ISSUED]
    assert len([each for each in looked if "letters.code IN" in each]) == 1
