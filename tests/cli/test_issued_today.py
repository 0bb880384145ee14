"""Nobody gets two letters because a list came in another file, order or shape on the same day."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import Run

Prisonmail = Callable[..., Run]
Rows = Sequence[Sequence[str]]
HEADINGS = ("Ref", "Name", "Prison No", "Date of birth", "Prison", "Office", "Papers")
ANN = ("C/1", "Ann Hart", "A1001XY", "12/03/1980", "HMP Leeds", "Leeds", "")
BEN = ("C/2", "Ben Ó Cuív", "", "01/02/1990", "HMP Hull", "Hull", "")
CAL = ("C/3", "Cal Hart", "A1003XY", "", "HMP Garth", "Leeds", "")
LIST = (HEADINGS, ANN, BEN)


@pytest.fixture
def issue(prisonmail: Prisonmail, profile: Path) -> Callable[..., Run]:
    """Writes a list, issues it, and starts the PDF's name anew each time."""

    def run(rows: Rows, *options: object, name: str = "list.csv", encoding: str = "utf-8") -> Run:
        text = "\n".join(",".join(row) for row in rows)
        Path(name).write_text(text, encoding, newline="\r\n")
        return prisonmail("generate", name, "--force", *options)

    return run


def columns_turned(rows: Rows) -> Rows:
    names = {"Name": "Client name", "Prison No": "NOMS number", "Date of birth": "DOB"}
    turned = [list(reversed(row)) for row in rows]
    return [[names.get(cell, cell) for cell in turned[0]], *turned[1:]]


@pytest.mark.parametrize(
    ("again", "how"),
    [
        (LIST, {}),
        (LIST, {"name": "copy.csv"}),
        (LIST, {"encoding": "utf-16"}),
        ((HEADINGS, BEN, ANN), {}),
        (columns_turned(LIST), {}),
        ((HEADINGS, (*ANN[:4], "LEI", *ANN[5:]), BEN), {}),
        ((HEADINGS, ("C/1", "ANN HART", "a1001xy", "1980-03-12", *ANN[4:]), BEN), {}),
        ((HEADINGS, (*ANN[:5], "York", ""), BEN), {}),
    ],
    ids=["same", "copy", "encoding", "sorted", "columns", "prison code", "written", "ignored"],
)
def test_the_same_people_are_stopped(
    issue: Callable[..., Run], again: Rows, how: dict[str, str]
) -> None:
    assert issue(LIST).exit_code == 0
    run = issue(again, **how)
    assert run.exit_code == 65
    assert "has been issued today already" in run.err
    assert issue(again, "--again", **how).exit_code == 0


def test_a_workbook_of_the_same_people_is_stopped(
    issue: Callable[..., Run], prisonmail: Prisonmail
) -> None:
    assert issue(LIST).exit_code == 0
    book = Workbook()
    for row in LIST:
        book.active.append(row)
    book.save("list.xlsx")
    run = prisonmail("generate", "list.xlsx", "-o", "other.pdf")
    assert run.exit_code == 65
    assert "list.xlsx has been issued today already" in run.err


@pytest.mark.parametrize("option", [("--sort", "prison"), ("--duplex",), ("--envelope", "c5")])
def test_other_paper_does_not_make_other_letters(
    issue: Callable[..., Run], option: tuple[str, ...]
) -> None:
    assert issue(LIST).exit_code == 0
    assert issue(LIST, *option).exit_code == 65


@pytest.mark.parametrize(
    "other",
    [
        (HEADINGS, ANN, BEN, CAL),
        (HEADINGS, ANN),
        (HEADINGS, ANN, ANN, BEN),
        (HEADINGS, ("C/9", *ANN[1:]), BEN),
        (HEADINGS, ANN, (*BEN[:4], "HMP Garth", *BEN[5:])),
    ],
    ids=["one more", "one fewer", "one twice", "reference", "prison"],
)
def test_other_people_go_on(issue: Callable[..., Run], other: Rows) -> None:
    assert issue(LIST).exit_code == 0
    assert issue(other).exit_code == 0


def test_other_words_papers_or_choice_of_rows_go_on(issue: Callable[..., Run]) -> None:
    Path("letter.txt").write_text("Dear {name} of {Office},", "utf-8")
    for name in ("one.pdf", "two.pdf"):
        canvas = Canvas(name, pagesize=(595, 842))
        canvas.drawString(99, 400, name)
        canvas.save()
    york = (HEADINGS, (*ANN[:5], "York", ""), BEN)
    papers = [(HEADINGS, (*ANN[:6], name), BEN) for name in ("one.pdf", "two.pdf")]
    runs = [
        issue(LIST),
        issue(LIST, "--letter", "letter.txt"),
        issue(york, "--letter", "letter.txt"),
        *(issue(rows, "--enclose", "Papers") for rows in papers),
        issue(LIST, "--where", "Office=Leeds"),
    ]
    assert [run.exit_code for run in runs] == [0] * 6
    assert issue(york, "--letter", "letter.txt").exit_code == 65
    assert issue((HEADINGS, ANN)).exit_code == 65
