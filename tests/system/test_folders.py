import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, Run
from tests.systems import needs_bytes, needs_names_of_home


@pytest.mark.parametrize("variable", ["PRISONMAIL_HOME", "PRISONMAIL_LEDGER"])
@pytest.mark.parametrize(
    "place", ["own", "./own", "..", pytest.param("~nobody-here/own", marks=needs_names_of_home)]
)
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


@needs_bytes
@pytest.mark.parametrize(
    "variable", ["PRISONMAIL_HOME", "PRISONMAIL_LEDGER", "PRISONMAIL_LEDGER_KEY_FILE", "--ledger"]
)
def test_a_place_that_is_not_in_utf_8_is_refused(
    home: Path, prisonmail: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    place = os.fsdecode(os.fsencode(home) + b"/Pris\xe9")
    given = ("--ledger", place) if variable == "--ledger" else ()
    if not given:
        monkeypatch.setenv(variable, place)
    run = prisonmail("ledger", "import", EXAMPLES / "recipients.csv", *given)
    named = "A path that is given" if given else variable
    said = f"error: {named} is `{home}/Pris\\udce9`, which is not in UTF-8.\n"
    assert (run.exit_code, run.err.splitlines(keepends=True)[0]) == (2, said)
    assert not list(home.iterdir())
