"""`prisonmail prisons import`: a newer register, shown first and then taken."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.prisons.store import find_overlay_path
from tests.conftest import Run

LEEDS = {
    "prisonId": "LEI",
    "prisonName": "Leeds (HMP)",
    "active": True,
    "addresses": [{"addressLine1": "3 New Road", "town": "Leeds", "postcode": "LS12 2TJ"}],
}
EXMERE = {
    "prisonId": "XMI",
    "prisonName": "Exmere (HMP)",
    "active": True,
    "addresses": [{"addressLine1": "1 Example Road", "town": "Leicester", "postcode": "LE1 1AA"}],
}
HULL = {"prisonId": "HLI", "prisonName": "Hull (HMP & YOI)", "active": False, "addresses": []}
Prisonmail = Callable[..., Run]


@pytest.fixture
def newer(home: Path) -> Path:
    path = home / "newer.json"
    path.write_text(json.dumps([LEEDS, EXMERE, HULL]), encoding="utf-8")
    return path


def test_an_import_shows_its_changes_and_waits_for_yes(prisonmail: Prisonmail, newer: Path) -> None:
    run = prisonmail("prisons", "import", newer)
    assert run.exit_code == 1
    assert run.out.splitlines() == [
        "closed         HLI   HMP & YOI Hull",
        "new            XMI   HMP Exmere",
        "                     1 Example Road, LEICESTER, LE1 1AA",
        "new address    LEI   HMP Leeds",
        "                     was 2 Gloucester Terrace, LEEDS, LS12 2TJ",
        "                     now 3 New Road, LEEDS, LS12 2TJ",
        "3 prisons changed, 0 prisons as before.",
    ]
    assert "Nothing was taken. To take it add --yes." in run.err
    assert not find_overlay_path().exists()


def test_an_import_that_is_taken_holds_until_it_is_forgotten(
    prisonmail: Prisonmail, newer: Path
) -> None:
    assert prisonmail("prisons", "import", newer, "--yes").exit_code == 0
    shown = prisonmail("prisons", "show", "LEI")
    assert "3 New Road" in shown.out
    assert "as in your own import of" in shown.err
    listed = prisonmail("prisons", "leeds")
    assert listed.out.splitlines()[1].endswith("today *")
    assert "(today), from your own import (*)." in listed.err
    assert "not open" in prisonmail("prisons", "hull").err
    assert ", 3 from your own import (*)." in prisonmail("prisons").err
    assert prisonmail("prisons", "import", "--forget").exit_code == 1
    assert prisonmail("prisons", "import", "--forget", "--yes").exit_code == 0
    assert "2 Gloucester Terrace" in prisonmail("prisons", "show", "LEI").out
    assert "no entries of your own" in prisonmail("prisons", "import", "--forget").err


def test_an_import_again_changes_nothing(prisonmail: Prisonmail, newer: Path) -> None:
    prisonmail("prisons", "import", newer, "--yes")
    again = prisonmail("prisons", "import", newer, "--yes")
    assert (again.exit_code, again.out) == (0, "3 prisons as before.\n")


@pytest.mark.parametrize(("reply", "exit_code"), [(b"y\n", 0), (b"n\n", 1)])
def test_on_a_terminal_an_import_asks(newer: Path, reply: bytes, exit_code: int) -> None:
    pty = pytest.importorskip("pty")
    terminal, keyboard = pty.openpty()
    os.write(terminal, reply)
    command = [sys.executable, "-m", "prisonmail", "prisons", "import", str(newer)]
    run = subprocess.run(command, stdin=keyboard, capture_output=True, timeout=300, check=False)
    os.close(terminal)
    os.close(keyboard)
    assert run.returncode == exit_code
    assert b"Take these changes?" in run.stderr
    assert find_overlay_path().exists() == (exit_code == 0)


def test_an_import_with_nothing_newer_takes_nothing(prisonmail: Prisonmail, home: Path) -> None:
    (home / "old.csv").write_text(
        "code,register_name,town,postcode,active,as_of\n"
        "LEI,Leeds (HMP),Leeds,LS12 2TJ,t,2020-01-01\n"
    )
    run = prisonmail("prisons", "import", "old.csv", "--yes")
    assert run.exit_code == 0
    assert run.out == "0 prisons as before, 1 left, as what is known is newer.\n"
    assert "nothing was taken" in run.err
    assert not find_overlay_path().exists()


def test_forgetting_answers_in_json(prisonmail: Prisonmail, newer: Path) -> None:
    prisonmail("prisons", "import", newer, "--yes")
    assert prisonmail("prisons", "import", "--forget", "--json").json["forgotten"] is False
    assert prisonmail("prisons", "import", "--forget", "--json", "-y").json["forgotten"] is True
    assert not find_overlay_path().exists()


def test_an_import_reads_standard_input(prisonmail: Prisonmail, newer: Path) -> None:
    run = prisonmail("prisons", "import", "-", "--yes", stdin=newer.read_bytes())
    assert run.exit_code == 0
    assert find_overlay_path().exists()


def test_an_import_answers_in_json(prisonmail: Prisonmail, newer: Path) -> None:
    document = prisonmail("prisons", "import", newer, "--json").json
    assert (document["taken"], document["exit"], document["unchanged"]) == (False, 1, 0)
    (new,) = [change for change in document["changes"] if change["code"] == "XMI"]
    assert new["kinds"] == ["new"]
    assert new["after"]["address"] == ["1 Example Road", "LEICESTER", "LE1 1AA"]
    taken = prisonmail("prisons", "import", newer, "--json", "--yes").json
    assert (taken["taken"], taken["exit"]) == (True, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([LEEDS, LEEDS | {"active": "?"}, {}], "2 faults."),
        ([LEEDS | {"prisonName": "Leeds"}], "does not say what kind of place it is"),
        ([], "the file has no prisons."),
        ("not,a,register\n1,2,3\n", "line 1: there is no column code"),
        ("\0\0", "it is not text."),
    ],
)
def test_a_bad_file_changes_nothing(
    prisonmail: Prisonmail, home: Path, content: object, said: str
) -> None:
    path = home / "bad"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    run = prisonmail("prisons", "import", path, "--yes")
    assert run.exit_code == 65
    assert said in run.err
    assert "Nothing was changed." in run.err
    assert not find_overlay_path().exists()


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(["missing.csv"], 66), (["."], 66), ([], 2), (["x.csv", "--forget"], 2)],
)
def test_an_import_of_nothing_is_refused(
    prisonmail: Prisonmail, arguments: list[str], exit_code: int
) -> None:
    run = prisonmail("prisons", "import", *arguments)
    assert run.exit_code == exit_code
    assert run.err


def test_a_damaged_import_can_be_dropped(prisonmail: Prisonmail, home: Path) -> None:
    find_overlay_path().write_bytes(b"damaged")
    run = prisonmail("prisons", "leeds")
    assert run.exit_code == 66
    assert "prisonmail prisons import --forget" in run.err
    assert prisonmail("prisons", "import", "--forget", "--yes").exit_code == 0
    assert prisonmail("prisons", "leeds").exit_code == 0
