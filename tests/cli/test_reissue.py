"""A letter is issued again, mended, and the old code cancelled with it; on each database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from prisonmail.errors import OutputRefused
from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from tests.conftest import Run
from tests.pages import words

Cli = Callable[..., Run]
LIST = (
    "Forename,Surname,Prison Number,DOB,Prison,Ref,Salutation,Matter,Papers,Barcode\n"
    'Ann,Hart,A1001XY,1/2/1980,HMP Leeds,C/1,Dear Ms Hart,"Appeal, second",papers.pdf,'
    "1234-5678-9012\n"
    "Łukasz,Wiśniewski,,03/04/1981,HMP Leeds,,Dear Łukasz,Parole,,\n"
)
WORDING = "{Salutation},\n\nYour {Matter}, {Surname}.\n"


@pytest.fixture
def codes(
    prisonmail: Cli, place: str, home: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The codes of two letters with all that a letter can have."""
    monkeypatch.setenv("PRISONMAIL_LEDGER", place)
    (home / "list.csv").write_text(LIST, "utf-8")
    (home / "wording.txt").write_text(WORDING, "utf-8")
    canvas = Canvas(str(home / "papers.pdf"), pagesize=A4)
    canvas.drawString(100, 400, "Papers for the hearing")
    canvas.save()
    options = ("--letter", "wording.txt", "--enclose", "Papers", "--json", "--envelope", "c5")
    done = prisonmail("generate", "list.csv", *options)
    assert done.exit_code == 0, done.err
    return [letter["code"] for letter in done.json["letters"]]


def verdict(prisonmail: Cli, code: str) -> str:
    return str(prisonmail("verify", code, "--peek", "--json").json["verdict"])


def test_it_goes_to_another_prison_with_all_that_it_had(
    prisonmail: Cli, codes: list[str], home: Path
) -> None:
    done = prisonmail("reissue", codes[0], "--prison", "WYI", "-o", "new.pdf", "--json")
    assert (done.exit_code, done.json["cancelled_earlier"]) == (0, [codes[0]]), done.err
    assert done.json["envelope"] == "c5"
    (letter,) = done.json["letters"]
    assert (letter["prison"], letter["marking"]) == ("WYI", "YOI Rule 17")
    assert (letter["name"], letter["date_of_birth"]) == ("Ann Hart", "1980-02-01")
    pdf = (home / "new.pdf").read_bytes()
    text = " ".join(words(pdf, page) for page in range(done.json["pages"]))
    for said in ("Dear Ms Hart", "Your Appeal, second, Hart.", "Papers for the hearing"):
        assert said in text
    assert "as it was in the list" in done.err
    (found,) = prisonmail("find", letter["code"], "--json").json["letters"]
    assert (found["barcode"], found["reference"]) == ("123456789012", "C/1")
    assert [verdict(prisonmail, code) for code in (codes[0], letter["code"])] == [
        "cancelled",
        "ready",
    ]
    told = prisonmail("verify", codes[0], "--peek").out
    assert f"reissued in batch {done.json['batch']}" in told
    assert prisonmail("ledger", "check").exit_code == 0


def test_one_that_got_lost_is_printed_as_it_was_and_a_name_is_put_right(
    prisonmail: Cli, codes: list[str]
) -> None:
    again = prisonmail("reissue", codes[1], "--json")
    assert again.exit_code == 0, again.err
    (letter,) = again.json["letters"]
    assert letter["name"] == "Łukasz Wiśniewski"
    assert again.json["output"] == f"reissue-{codes[1]}.pdf"
    assert "as it was in the list" not in again.err
    mended = prisonmail("reissue", letter["code"], "--name", "Lukas Vis", "--json", "-o", "m.pdf")
    assert mended.json["letters"][0]["name"] == "Lukas Vis"
    assert mended.json["cancelled_earlier"] == [letter["code"]]


def refuse(change: dict[str, Any]) -> tuple[str, ...]:
    return tuple(word for key, value in change.items() for word in (f"--{key}", value))


@pytest.mark.parametrize(
    ("change", "said", "exit_code"),
    [
        ({"prison": "HMP Holloway"}, "PM301", 65),
        ({"prison": "Ledes"}, "PM30", 65),
        ({"number": "A1O01XY"}, "PM204", 65),
        ({"name": ""}, "PM2", 65),
        ({"output": "list.pdf"}, "there already", 73),
        ({"profile": "none.toml"}, "none.toml", 66),
    ],
)
def test_what_is_refused_changes_nothing(
    prisonmail: Cli,
    codes: list[str],
    change: dict[str, Any],
    said: str,
    exit_code: int,
) -> None:
    before = prisonmail("ledger", "log", "--json").json
    done = prisonmail("reissue", codes[0], *refuse(change))
    assert (done.exit_code, said in done.err) == (exit_code, True), done.err
    assert prisonmail("ledger", "log", "--json").json == before


def test_what_cannot_be_reissued_is_told(
    prisonmail: Cli, codes: list[str], home: Path, later: Callable[[int], None]
) -> None:
    batch = prisonmail("find", codes[0], "--json").json["letters"][0]["batch"]
    assert prisonmail("reissue", batch).exit_code == 2
    assert prisonmail("reissue", "12345-67890-1244").exit_code == 66
    prisonmail("verify", codes[1])
    checked = prisonmail("reissue", codes[1], "--prison", "HLI")
    assert (checked.exit_code, "checked the old letter already" in checked.err) == (0, True)
    twice = prisonmail("reissue", codes[1], "--prison", "HLI", "-o", "2.pdf")
    assert (twice.exit_code, "This letter is cancelled: reissued in batch" in twice.err) == (
        2,
        True,
    )
    (home / "papers.pdf").write_bytes((home / "papers.pdf").read_bytes() + b"\n")
    changed = prisonmail("reissue", codes[0])
    assert (changed.exit_code, "is not the file that was enclosed" in changed.err) == (66, True)
    later(60)
    assert prisonmail("purge", "--before", f"{clock.uk_date(clock.now())}", "--yes").exit_code == 0
    erased = prisonmail("reissue", codes[0])
    assert (erased.exit_code, "have been erased" in erased.err) == (66, True)


def test_if_its_paper_cannot_be_made_the_codes_are_told(
    prisonmail: Cli, codes: list[str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise OutputRefused("The disk is full.")

    monkeypatch.setattr("prisonmail.printing.pdf.write_sheets", fail)
    done = prisonmail("reissue", codes[0], "--prison", "HLI", "-o", "new.pdf")
    assert (done.exit_code, "are recorded, but have no paper" in done.err) == (73, True), done.err
    assert verdict(prisonmail, codes[0]) == "cancelled"
    with open_ledger(place) as ledger:
        assert ledger.audit().faults == ()
