"""An order with a key is carried out once, and answered the same each time; on each database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.use_cases.order import Issued, Order
from tests.cli.conftest import GOOD
from tests.conftest import Run

Cli = Callable[..., Run]
KEYED = ("generate", "list.csv", "--idempotency-key", "matter 7", "--json")


@pytest.fixture
def keyed(
    prisonmail: Cli, listed: Callable[[str], Path], place: str, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The first answer to an order with a key."""
    monkeypatch.setenv("PRISONMAIL_LEDGER", place)
    listed(GOOD)
    done = prisonmail(*KEYED)
    assert done.exit_code == 0, done.err
    assert done.json["repeated"] is None
    return done


def test_it_is_answered_with_the_first_result_and_the_pdf_is_left_alone(
    prisonmail: Cli, keyed: Run, home: Path, place: str
) -> None:
    before = (home / "list.pdf").stat()
    again = prisonmail(*KEYED)
    assert again.exit_code == 0
    assert again.json == keyed.json | {"repeated": keyed.json["batch"]}
    assert (home / "list.pdf").stat().st_mtime_ns == before.st_mtime_ns
    with open_ledger(place) as ledger:
        assert (ledger.count_batches(), ledger.audit().faults) == (1, ())
        assert [each.kind for each in ledger.list_happenings(keyed.json["batch"])] == [
            "issued",
            "printed",
        ]


def test_a_pdf_that_is_gone_is_printed_again_with_the_same_bytes(
    prisonmail: Cli, keyed: Run, home: Path
) -> None:
    first = (home / "list.pdf").read_bytes()
    (home / "list.pdf").unlink()
    assert prisonmail(*KEYED).json["repeated"] == keyed.json["batch"]
    assert (home / "list.pdf").read_bytes() == first


def test_lists_beside_the_pdf_are_written_again_only_if_they_are_gone(
    prisonmail: Cli, listed: Callable[[str], Path], home: Path
) -> None:
    listed(f"{GOOD}C/2,Ben Hart,A1O02XY,HMP Hull\n")
    beside = ("--skip-bad", "--rejects", "fix.csv", "--manifest", "m.csv", "--post-book", "p.csv")
    files = [home / name for name in ("fix.csv", "m.csv", "p.csv")]
    first = prisonmail(*KEYED, *beside)
    assert first.exit_code == 1, first.err
    written = [path.read_bytes() for path in files]
    files[1].unlink()
    files[2].write_text("mine", "utf-8")
    again = prisonmail(*KEYED, *beside)
    assert again.json == first.json | {"repeated": first.json["batch"]}
    assert [path.read_bytes() for path in files] == [*written[:2], b"mine"]


def test_it_is_so_for_ever_and_whatever_else_is_asked_for(
    prisonmail: Cli, keyed: Run, later: Callable[[int], None]
) -> None:
    later(400)
    assert prisonmail(*KEYED, "--again", "--cancel-earlier").json["batch"] == keyed.json["batch"]
    purge = ("purge", "--yes", "--before")
    assert prisonmail(*purge, f"{clock.uk_date(clock.now())}").exit_code == 0
    erased = prisonmail(*KEYED)
    assert erased.exit_code == 65
    assert (erased.json["error"]["kind"], erased.json["error"]["batch"]) == (
        "already-issued",
        keyed.json["batch"],
    )
    assert prisonmail("ledger", "check").exit_code == 0


def test_a_check_says_so_and_another_list_is_refused(
    prisonmail: Cli, keyed: Run, listed: Callable[[str], Path]
) -> None:
    checked = prisonmail(*KEYED, "--check")
    assert (checked.exit_code, checked.json["repeated"]) == (0, keyed.json["batch"])
    assert "carried out before" in checked.err
    listed(f"{GOOD}C/2,Ben Hart,A1002XY,HMP Hull\n")
    for more in ((), ("--check",)):
        other = prisonmail(*KEYED, *more)
        assert (other.exit_code, other.json["error"]["kind"]) == (65, "key-used")
        assert other.json["error"]["batch"] == keyed.json["batch"]
    assert prisonmail("generate", "list.csv", "--idempotency-key", " ").exit_code == 2


def test_a_list_that_was_issued_today_is_told_by_a_check_too(prisonmail: Cli, keyed: Run) -> None:
    checked = prisonmail("generate", "list.csv", "--check", "--json")
    refused = prisonmail("generate", "list.csv", "--force", "--json")
    assert (checked.exit_code, refused.exit_code) == (1, 65)
    assert checked.json["error"] == refused.json["error"]
    assert checked.json["error"]["kind"] == "already-issued"
    assert checked.json["error"]["batch"] == keyed.json["batch"]
    assert prisonmail("generate", "list.csv", "--check", "--again").exit_code == 0


def test_of_many_at_once_one_is_carried_out(
    place: str, listed: Callable[[str], Path], profile: Path, home: Path
) -> None:
    listed(GOOD)

    def run(number: int) -> str:
        order = Order("list.csv", profile, place, output=home / f"{number}.pdf")
        done = generate_once(order, "matter 7")
        assert isinstance(done, Issued)
        return done.batch.id

    with open_ledger(place, make=True):
        pass
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(run, range(4)))) == 1
    with open_ledger(place) as ledger:
        assert (ledger.count_batches(), ledger.audit().faults) == (1, ())


def test_the_key_is_not_kept_as_it_was_given(place: str, keyed: Run) -> None:
    with open_ledger(place) as ledger:
        (row,) = ledger._database.fetch_all("SELECT order_key FROM batches")
        assert (len(row["order_key"]), "matter" in row["order_key"]) == (64, False)
        ledger._database.execute("UPDATE batches SET order_key = 'other'")
        (fault,) = ledger.audit().faults
    assert "a recipient was changed or removed" in fault


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("generate", "none.csv"), "input"),
        (("generate", "list.csv", "--nonsense"), "usage"),
        (("generate", "list.csv", "-o", "profile.toml"), "output"),
        (("batches", "--ledger", "none.sqlite3"), "no-ledger"),
        (("batches", "show", "x"), "usage"),
    ],
)
def test_an_error_has_a_kind(
    prisonmail: Cli, listed: Callable[[str], Path], words: tuple[str, ...], kind: str
) -> None:
    listed(GOOD)
    error = prisonmail(*words, "--json").json["error"]
    assert (error["kind"], error["batch"]) == (kind, None)
    assert error.keys() == {"kind", "message", "help", "batch"}


def test_a_barcode_on_the_letters_that_were_issued_is_no_other_letters(
    prisonmail: Cli, listed: Callable[[str], Path], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_LEDGER", place)
    listed("Name,Prison number,Prison,Barcode\nAnn Hart,A1001XY,LEI,123456789012\n")
    first, again = prisonmail(*KEYED), prisonmail(*KEYED)
    assert (first.exit_code, again.exit_code) == (0, 0), again.err
    assert again.json == first.json | {"repeated": first.json["batch"]}
    listed("Name,Prison number,Prison,Barcode\nBob Clay,A1002XY,LEI,123456789012\n")
    other = prisonmail("generate", "list.csv", "--idempotency-key", "matter 8", "--json")
    assert other.exit_code == 65
