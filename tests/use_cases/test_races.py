"""Many processes at one ledger at once."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from prisonmail.codes import Code
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.issued.issuing import AlreadyIssuedError
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from tests.conftest import ISSUED_AT
from tests.dockets.samples import DOCKET
from tests.soundness import generate, start_pool, started

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def _issue(place: str, sender: Sender, drafts: list[Draft], batches: int) -> list[str]:
    codes: list[str] = []
    for _ in range(batches):
        with open_ledger(place, make=True) as ledger:
            _, letters = ledger.issue(Drafts(drafts), sender, "dl", ISSUED_AT, 28)
            codes += [letter.code for letter in letters]
    return codes


def _issue_once(place: str, sender: Sender, drafts: list[Draft]) -> str:
    with open_ledger(place, make=True) as ledger:
        its = (Drafts(drafts), sender, "dl", ISSUED_AT, 28)
        try:
            return ledger.issue(*its, list_digest="same", once_on=ISSUED_AT.date())[0].id
        except AlreadyIssuedError as error:
            return f"already {error.batch_id}"


def _check(place: str, codes: list[str]) -> list[str]:
    with open_ledger(place) as ledger:
        return [ledger.check(Code(code), AT).verdict.value for code in codes]


def test_eight_processes_that_issue_at_once_lose_and_double_nothing(
    place: str, sender: Sender, drafted: object
) -> None:
    drafts = [drafted(f"Person {number}") for number in range(50)]  # type: ignore[operator]
    with start_pool(8) as pool:
        found = pool.starmap(_issue, [(place, sender, drafts, 5)] * 8)
    issued = [code for codes in found for code in codes]
    with open_ledger(place) as ledger:
        recorded = [
            letter.code
            for summary in ledger.list_batches(100)
            for letter in ledger.read_letters(summary.batch.id)
        ]
        assert ledger.audit().faults == ()
    assert len(issued) == len(set(issued)) == 8 * 5 * 50
    assert sorted(recorded) == sorted(issued)


def test_of_eight_processes_that_issue_one_list_at_once_one_does(
    place: str, sender: Sender, drafted: object
) -> None:
    drafts = [drafted(f"Person {number}") for number in range(300)]  # type: ignore[operator]
    with start_pool(8) as pool:
        found = pool.starmap(_issue_once, [(place, sender, drafts)] * 8, chunksize=1)
    (batch,) = (each for each in found if not each.startswith("already"))
    assert Counter(found) == {batch: 1, f"already {batch}": 7}
    with open_ledger(place) as ledger:
        assert ledger.count_batches() == 1


def test_of_sixteen_processes_that_check_one_code_exactly_one_is_told_ready(
    place: str, sender: Sender, drafted: object
) -> None:
    codes = _issue(place, sender, [drafted()] * 12, 1)  # type: ignore[operator]
    with start_pool(16) as pool:
        found = pool.starmap(_check, [(place, codes)] * 16, chunksize=1)
    for answers in zip(*found, strict=True):
        assert Counter(answers) == {"ready": 1, "duplicate": 15}
    with open_ledger(place) as ledger:
        assert ledger.audit().faults == ()


def test_eight_runs_of_the_program_write_one_new_ledger(home: Path, profile: Path) -> None:
    runs = [
        started(generate, home, f"{number}.pdf", "ledger.sqlite3", f"{number}.txt")
        for number in range(8)
    ]
    for number, run in enumerate(runs):
        run.join(300)
        said = (home / f"{number}.txt").read_text()
        assert (run.exitcode, "locked" in said) == (0, False), said
    with open_ledger(home / "ledger.sqlite3") as ledger:
        assert [each.batch.size for each in ledger.list_batches(20)] == [6] * 8
        found = ledger.audit()
    assert (found.faults, found.without_paper) == ((), ())


def test_of_eight_processes_that_check_announced_codes_at_once_one_is_told_ready(
    place: str,
) -> None:
    with open_ledger(place, make=True) as ledger:
        ledger.received_dockets.set_standing(DOCKET.key, KeyStanding.ACCEPTED, AT)
        ledger.received_dockets.receive(DOCKET, "0" * 64, "HMP Leeds", AT)
    codes = [letter.code for letter in DOCKET.letters]
    with start_pool(8) as pool:
        found = pool.starmap(_check, [(place, codes)] * 8)
    for answers in zip(*found, strict=True):
        assert Counter(answers) == {"ready": 1, "duplicate": 7}
    with open_ledger(place) as ledger:
        assert ledger.audit().faults == ()
