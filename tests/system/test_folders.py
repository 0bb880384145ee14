from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.mark.parametrize("variable", ["PRISONMAIL_HOME", "PRISONMAIL_LEDGER"])
@pytest.mark.parametrize("place", ["own", "./own", "..", "~nobody-here/own"])
def test_a_place_that_is_another_one_in_each_folder_is_refused(
    home: Path,
    prisonmail: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    place: str,
) -> None:
    monkeypatch.setenv(variable, place)
    run = prisonmail("ledger", "path")
    assert (run.exit_code, run.out) == (2, "")
    assert "Write the whole path." in run.err
    assert not list(home.iterdir())


@pytest.mark.parametrize("variable", ["PRISONMAIL_HOME", "PRISONMAIL_LEDGER", "--ledger"])
def test_a_tilde_that_no_shell_replaced_is_the_users_own_folder(
    home: Path, prisonmail: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    given = ("--ledger", "~/own") if variable == "--ledger" else ()
    if not given:
        monkeypatch.setenv(variable, "~/own")
    own = home / "own" / "ledger.sqlite3" if variable == "PRISONMAIL_HOME" else home / "own"
    assert prisonmail("ledger", "path", *given).out == f"{own}\n"
