"""`prisonmail cjsm`, and what the profile's commands say of addresses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

SECURE = "eric.brown@greenstonechambers.co.uk.cjsm.net"


def test_a_secure_address_is_said_to_be_and_exits_0(prisonmail: Callable[..., Run]) -> None:
    run = prisonmail("cjsm", SECURE)
    assert (run.exit_code, run.err) == (0, "")
    assert run.out.splitlines()[0] == f"secure: {SECURE}"


def test_one_that_is_not_secure_exits_1_and_all_are_answered(
    prisonmail: Callable[..., Run],
) -> None:
    run = prisonmail("cjsm", SECURE, "a@gmail.com.cjsm.net", "a@force.pnn.police.uk")
    assert run.exit_code == 1
    assert [line for line in run.out.splitlines() if line[0] != " "] == [
        f"secure: {SECURE}",
        "not secure: a@gmail.com.cjsm.net",
        "not secure: a@force.pnn.police.uk",
    ]
    assert "Not confirmed" in run.out


def test_the_json_has_all_that_is_known(prisonmail: Callable[..., Run]) -> None:
    run = prisonmail("cjsm", "--json", "a@trust.nhs.net", f" {SECURE} ")
    first, second = run.json["addresses"]
    assert first["standing"] == "add"
    assert first["becomes"] == "a@trust.nhs.net.cjsm.net"
    assert (first["certainty"], first["as_of"]) == ("reported", "2026-11-26")
    assert (second["address"], second["secure"], second["source"]) == (SECURE, True, None)


def test_an_address_commands_no_terminal(prisonmail: Callable[..., Run]) -> None:
    run = prisonmail("cjsm", "a@\x1b[2Jb.net")
    assert "\x1b" not in run.out
    assert run.exit_code == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("a@gmail.com.cjsm.net", "before .cjsm.net it has gmail.com"),
        ("a@trust.nhs.uk.cjsm.net", "ask for an address at nhs.net"),
        ("a@x.gsi.gov.uk.cjsm.net", "out of use since 2019"),
        ("a@force.pnn.police.uk.cjsm.net", "are said to have left for FORCE.police.uk"),
        ("a@greenstone.co.uk.cjsm.net.cjsm.net", "it has cjsm.net in it twice"),
    ],
)
def test_a_profile_with_an_address_that_cannot_be_is_refused(
    prisonmail: Callable[..., Run], profile: Path, address: str, said: str
) -> None:
    profile.write_text(profile.read_text("utf-8").replace(SECURE, address), "utf-8")
    for words in (("profile", "check"), ("generate", "list.csv")):
        run = prisonmail(*words)
        assert run.exit_code == 66
        assert said in run.err


def test_a_profile_with_a_plain_address_is_warned_of(
    prisonmail: Callable[..., Run], profile: Path
) -> None:
    assert "warning" not in prisonmail("profile", "check").err
    profile.write_text(profile.read_text("utf-8").replace(SECURE, "office@cjsm.net"), "utf-8")
    run = prisonmail("profile", "check")
    assert run.exit_code == 0
    assert "refuses addresses that end in @cjsm.net" in run.err
