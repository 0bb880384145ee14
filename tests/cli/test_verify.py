from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.system import clock
from tests.conftest import Run

Cli = Callable[..., Run]


@pytest.fixture
def code(issued: dict[str, str]) -> Code:
    """A code of the example that has been printed."""
    return Code(issued["1"])


@pytest.mark.parametrize("shape", ["plain", "printed", "spaced", "old groups", "scanned"])
def test_a_code_is_read_however_it_is_typed(prisonmail: Cli, code: Code, shape: str) -> None:
    typed = {
        "plain": code,
        "printed": codes.format_code(code),
        "spaced": f" {codes.format_code(code).replace('-', '  ')} ",
        "old groups": f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}",
        "scanned": f"]C0{code}",
    }[shape]
    run = prisonmail("verify", typed)
    assert run.exit_code == 0
    assert run.out.splitlines()[:2] == ["READY", "Deliver it unopened."]


def test_the_answer_has_what_a_mailroom_needs(prisonmail: Cli, code: Code) -> None:
    document = prisonmail("verify", code, "--json").json
    assert document["recipient"] == {
        "name": "Tarquin Oddwell",
        "prison_number": "A1001XY",
        "date_of_birth": None,
        "prison": "LEI",
    }
    assert (document["verdict"], document["deliver"], document["first_check"]) == (
        "ready",
        True,
        None,
    )
    assert (document["code"], document["marking"]) == (code, "Prison Rule 39")
    assert document["organisation"] == "Greenstone Chambers"
    assert document["cjsm_address"] == "eric.brown@greenstonechambers.co.uk.cjsm.net"
    assert document["reference"] == "C/1201/JE"
    issued, expires = (datetime.fromisoformat(document[key]) for key in ("issued_at", "expires_at"))
    assert issued.tzinfo
    assert (clock.uk_date(expires) - clock.uk_date(issued)).days == 28


def test_a_second_check_says_when_where_and_by_whom_it_was_first_checked(
    prisonmail: Cli, code: Code
) -> None:
    prisonmail("verify", code, "--location", "HMP Leeds", "--by", "J. Reed")
    run = prisonmail("verify", code, "--json")
    assert run.exit_code == 1
    first = run.json["first_check"]
    assert (first["location"], first["by"]) == ("HMP Leeds", "J. Reed")
    assert "at HMP Leeds by J. Reed" in run.json["message"]
    assert run.json["recipient"]["name"] == "Tarquin Oddwell"


def test_a_peek_uses_nothing_up(prisonmail: Cli, code: Code) -> None:
    assert prisonmail("verify", code, "--peek").exit_code == 0
    assert prisonmail("verify", code, "--peek").exit_code == 0
    assert prisonmail("verify", code).exit_code == 0
    assert prisonmail("verify", code, "--peek").exit_code == 1


def test_an_old_code_is_expired(
    prisonmail: Cli, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(days=29, hours=1))
    run = prisonmail("verify", code)
    assert run.exit_code == 1
    assert run.out.startswith("EXPIRED\nIt was good until ")


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("12345678901244", "not-issued"),
        ("12345-67890-1245", "mistyped"),
        ("hello", "mistyped"),
        ("", "mistyped"),
    ],
)
def test_other_codes_are_not_delivered(
    prisonmail: Cli, code: Code, typed: str, verdict: str
) -> None:
    run = prisonmail("verify", typed, "--json")
    assert run.exit_code == 1
    document = run.json
    assert (document["verdict"], document["deliver"]) == (verdict, False)
    assert (document["recipient"], document["issued_at"]) == (None, None)


def test_without_a_ledger_only_a_mistyped_code_is_answered(prisonmail: Cli, home: Path) -> None:
    assert prisonmail("verify", "12345678901245").exit_code == 1
    run = prisonmail("verify", "12345678901244", "--json")
    assert run.exit_code == 66
    assert "There is no ledger" in run.err
    assert run.json["exit"] == 66
    assert not list(home.iterdir())


def test_a_code_may_be_typed_with_spaces_and_no_quotes(prisonmail: Cli, code: Code) -> None:
    assert prisonmail("verify", *codes.format_code(code).split("-")).exit_code == 0
