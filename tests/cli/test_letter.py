"""One letter without a list goes through what a list of one row goes through."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import Run
from tests.pages import words

Cli = Callable[..., Run]
ANN = ("letter", "--name", "Ann Hart", "--number", "A1001XY", "--prison", "HMP Leeds")


def test_it_is_issued_and_printed(prisonmail: Cli, profile: Path, home: Path) -> None:
    (home / "wording.txt").write_text("Dear {name}, about {reference}.", "utf-8")
    canvas = Canvas(str(home / "papers.pdf"), pagesize=A4)
    canvas.drawString(100, 400, "Papers for the hearing")
    canvas.save()
    more = ("--reference", "C/1", "--marking", "Rule 39", "--letter", "wording.txt")
    done = prisonmail(*ANN, *more, "--enclose", "papers.pdf", "-o", "hart.pdf", "--json")
    assert done.exit_code == 0, done.err
    (letter,) = done.json["letters"]
    assert (letter["name"], letter["prison"], letter["reference"]) == ("Ann Hart", "LEI", "C/1")
    pdf = (home / "hart.pdf").read_bytes()
    text = " ".join(words(pdf, page) for page in range(done.json["pages"]))
    assert "Dear Ann Hart, about C/1." in text
    assert "Papers for the hearing" in text
    assert prisonmail("verify", letter["code"]).exit_code == 0


@pytest.mark.parametrize(
    ("typed", "said", "exit_code"),
    [
        (("letter",), "--name, --prison, --number or --dob", 2),
        (("letter", "--name", "A B", "--prison", "LEI"), "needs more: --number or --dob", 2),
        ((*ANN[:-1], "Ledes"), "Ledes", 65),
        ((*ANN[:4], "A1O01XY", *ANN[5:]), "PM204", 65),
        ((*ANN, "--dob", "31/02/1980"), "PM2", 65),
        ((*ANN, "--marking", "Rule 99"), "PM", 65),
        ((*ANN, "--enclose", "none.pdf"), "PM503", 65),
        ((*ANN, "--profile", "none.toml"), "none.toml", 66),
        ((*ANN, "-o", "profile.toml", "--force"), "profile.toml", 73),
        ((*ANN, "--check"), "This letter: no problems. It would print 1 sheet.", 0),
    ],
)
def test_it_has_the_checks_words_and_exit_codes_of_a_list(
    prisonmail: Cli, profile: Path, home: Path, typed: tuple[str, ...], said: str, exit_code: int
) -> None:
    done = prisonmail(*typed)
    assert (done.exit_code, said in done.err) == (exit_code, True), done.err
    assert not (home / "letter.pdf").exists()
    assert not (home / "ledger.sqlite3").exists()


def test_the_same_letter_on_one_day_is_asked_about(prisonmail: Cli, profile: Path) -> None:
    assert prisonmail(*ANN).exit_code == 0
    again = prisonmail(*ANN, "-o", "2.pdf")
    assert (again.exit_code, "This letter has been issued today already" in again.err) == (65, True)
    assert "PW651" in prisonmail(*ANN, "--check").err
    done = prisonmail(*ANN, "-o", "2.pdf", "--again", "--cancel-earlier", "--json")
    assert (done.exit_code, len(done.json["cancelled_earlier"])) == (0, 1)
