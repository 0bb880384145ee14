"""The partner who answers for it sees a month's letters and checks, on the screen and on paper."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from prisonmail.system import clock
from tests.conftest import Run

Cli = Callable[..., Run]


@pytest.fixture
def used(prisonmail: Cli, issued: dict[str, str]) -> dict[str, str]:
    prisonmail("verify", issued["1"])
    prisonmail("verify", issued["1"])
    prisonmail("verify", "12345678901244")
    prisonmail("cancel", issued["2"], "--reason", "lost")
    return issued


def test_letters_and_checks_of_a_month_are_counted(
    prisonmail: Cli, used: dict[str, str], home: Path
) -> None:
    month = f"{clock.uk_date(clock.now()):%Y-%m}"
    told = prisonmail("ledger", "report", "--month", month, "--json").json
    assert told["total"] == {
        "letters": 6,
        "checked": 1,
        "unchecked": 4,
        "expired": 0,
        "cancelled": 1,
    }
    assert told["signatories"][0] == {"name": "Eric Brown", **told["total"]}
    assert sum(each["letters"] for each in told["prisons"]) == 6
    assert (told["checks"], told["guesses"]) == (
        {"ready": 1, "duplicate": 1, "not-issued": 1},
        1,
    )
    shown = prisonmail("ledger", "report")
    assert "6 letters issued" in shown.out
    assert "HMP & YOI Berwyn" in shown.out
    rows = list(csv.DictReader(io.StringIO(prisonmail("ledger", "report", "--csv").out)))
    assert {row["Letters"] for row in rows if row["By"] == "all"} == {"6"}
    earlier = prisonmail("ledger", "report", "--month", "2020-02", "--json").json
    assert (earlier["total"]["letters"], earlier["until"]) == (0, "2020-02-29")


def test_it_goes_on_paper_as_one_tagged_page(
    prisonmail: Cli, used: dict[str, str], home: Path
) -> None:
    for more in ([], ["--checks"]):
        path = home / f"report{len(more)}.pdf"
        assert prisonmail("ledger", "report", *more, "-o", path).exit_code == 0
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 1
            assert "/StructTreeRoot" in pdf.Root
        assert prisonmail("ledger", "report", *more, "-o", path).exit_code == 73


def test_checks_are_listed_by_day_and_prison(prisonmail: Cli, used: dict[str, str]) -> None:
    told = prisonmail("ledger", "report", "--checks", "--json").json
    assert [(each["prison"], each["checks"]) for each in told["days"]] == [
        (None, {"not-issued": 1}),
        ("HMP Leeds", {"ready": 1, "duplicate": 1}),
    ]
    rows = list(
        csv.DictReader(io.StringIO(prisonmail("ledger", "report", "--checks", "--csv").out))
    )
    assert [row["Duplicate"] for row in rows] == ["0", "1"]


@pytest.mark.parametrize(
    "options",
    [
        ("--month", "2026-13"),
        ("--month", "2026-11", "--since", "2026-11-01"),
        ("--since", "2026-11-02", "--until", "2026-11-01"),
        ("-o", "-"),
        ("--json", "--csv"),
    ],
)
def test_what_makes_no_period_is_refused(
    prisonmail: Cli, issued: dict[str, str], options: tuple[str, ...]
) -> None:
    assert prisonmail("ledger", "report", *options).exit_code == 2
