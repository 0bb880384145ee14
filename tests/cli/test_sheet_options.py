import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import EXAMPLES, Run
from tests.pages import barcodes, ink_amount, pictures, words

Prisonmail = Callable[..., Run]
LIST = (EXAMPLES / "recipients.csv").read_text("utf-8").splitlines()


@pytest.fixture
def recipients(home: Path, profile: Path) -> Path:
    """The example list with a column of papers, one of them there."""
    canvas = Canvas(str(home / "papers.pdf"), pagesize=A4)
    canvas.drawString(100, 400, "Papers for the hearing")
    canvas.save()
    papers = ["Papers", "papers.pdf", *[""] * (len(LIST) - 2)]
    path = home / "clients.csv"
    lines = (f"{line},{cell}" for line, cell in zip(LIST, papers, strict=True))
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_all_options_together(prisonmail: Prisonmail, home: Path, recipients: Path) -> None:
    (home / "letter.txt").write_text("Dear {name},\n\nSee {papers}. " + "We wait. " * 300, "utf-8")
    run = prisonmail(
        *("generate", recipients, "--duplex", "--sort", "prison", "--summary", "--json"),
        *("--letter", "letter.txt", "--enclose", "papers", "--manifest", "done.csv"),
    )
    assert run.exit_code == 0
    pdf = (home / "clients.pdf").read_bytes()
    letters = run.json["letters"]
    assert [each["prison"] for each in letters] == ["BWI", "LNI", "STI", "LEI", "LEI", "WYI"]
    pages = list(pictures(pdf, 200))
    assert run.json["pages"] == len(pages)
    for each in letters:
        assert barcodes(pages[each["page"] - 1]) == [each["code"]]
        assert each["page"] % 2 == 1
    assert "6 letters to 5 prisons" in words(pdf, len(pages) - 1)
    assert "plain PDF" in run.err
    assert "on both sides" in run.err
    with (home / "done.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert {each["code"]: str(each["page"]) for each in letters} == {
        code: row["page"] for code, row in rows.items()
    }
    enclosed = next(each["page"] for each in letters if each["name"] == "Tarquin Oddwell")
    assert words(pdf, enclosed + 1) == "Papers for the hearing"


def test_an_envelope_that_lets_sheets_slide_too_far_is_warned_of(
    prisonmail: Prisonmail, recipients: Path
) -> None:
    run = prisonmail("generate", recipients, "--envelope", "c4")
    assert run.exit_code == 0
    assert "±13.5 mm up, and its window panel shows through ±9.5 and ±6.75 mm" in run.err
    assert "warning" not in prisonmail("generate", recipients, "-o", "dl.pdf").err


def test_volumes(prisonmail: Prisonmail, home: Path, recipients: Path) -> None:
    run = prisonmail("generate", recipients, "--split", 4, "--json")
    assert run.json["outputs"] == ["clients-001.pdf", "clients-002.pdf"]
    assert [each["page"] for each in run.json["letters"]] == [1, 2, 3, 4, 1, 2]
    again = prisonmail("generate", recipients, "--split", 4)
    assert again.exit_code == 73
    assert "clients-001.pdf is there already." in again.err


def test_labels(prisonmail: Prisonmail, home: Path, recipients: Path) -> None:
    run = prisonmail("generate", recipients, "--layout", "labels:l7163", "--json")
    assert run.json["pages"] == 1
    (page,) = pictures((home / "clients.pdf").read_bytes(), 300)
    assert sorted(barcodes(page)) == sorted(each["code"] for each in run.json["letters"])
    assert "L7163 labels" in run.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--letter", "letter.txt"), "The letter has the field {nmae}, which is not known."),
        (("--enclose", "Files"), "The list has no column Files for --enclose."),
        (("--layout", "labels:X1"), "There is no layout called labels:X1."),
        (("--layout", "labels:L7163", "--duplex"), "--duplex cannot be used with them"),
        (("--split", 2, "-o", "-"), "Volumes cannot go to standard output."),
        (("--envelope", "c9"), "There is no envelope called c9."),
    ],
)
def test_wrong_options_are_refused_before_anything_is_issued(
    prisonmail: Prisonmail,
    home: Path,
    recipients: Path,
    options: tuple[object, ...],
    message: str,
) -> None:
    (home / "letter.txt").write_text("Dear {nmae},", "utf-8")
    run = prisonmail("generate", recipients, *options)
    assert run.exit_code == 2
    assert message in run.err
    assert not list(home.glob("ledger*"))
    assert not (home / "clients.pdf").exists()


def test_missing_papers_are_problems_of_their_rows(
    prisonmail: Prisonmail, home: Path, recipients: Path
) -> None:
    (home / "papers.pdf").unlink()
    run = prisonmail("generate", recipients, "--enclose", "Papers", "--json")
    assert run.exit_code == 65
    (problem,) = run.json["problems"]
    assert (problem["code"], problem["line"], problem["heading"]) == ("PM503", 2, "Papers")
    assert not list(home.glob("ledger*"))


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_letterhead_of_the_firms_own(
    prisonmail: Prisonmail, home: Path, recipients: Path, profile: Path, kind: str
) -> None:
    Image.new("RGB", (600, 120), "navy").save(home / "head.png")
    canvas = Canvas(str(home / "head.pdf"), pagesize=A4)
    canvas.rect(0, 0, *A4, fill=1)
    canvas.save()
    profile.write_text(f'letterhead = "head.{kind}"\n' + profile.read_text("utf-8"), "utf-8")
    run = prisonmail("generate", recipients, "-o", "out.pdf", "--json")
    assert run.exit_code == 0
    pdf = (home / "out.pdf").read_bytes()
    assert words(pdf).count("Greenstone Chambers") < 3
    for page, letter in zip(pictures(pdf, 200), run.json["letters"], strict=True):
        assert barcodes(page) == [letter["code"]]
        assert ink_amount(page.crop((160, 90, 500, 220))) > 20_000
    archival = b"pdfaid" in pdf
    assert archival is (kind == "png")
    assert len(PdfReader(home / "out.pdf").outline) == len(LIST) - 1


@pytest.mark.parametrize("content", [None, b"not a picture"])
def test_a_letterhead_that_cannot_be_read(
    prisonmail: Prisonmail, home: Path, recipients: Path, profile: Path, content: bytes | None
) -> None:
    if content:
        (home / "head.png").write_bytes(content)
    profile.write_text('letterhead = "head.png"\n' + profile.read_text("utf-8"), "utf-8")
    run = prisonmail("generate", recipients)
    assert run.exit_code == 66
    assert "head.png" in run.err
    assert not list(home.glob("ledger*"))


def test_a_reprint_keeps_wording_enclosures_envelope_and_sides(
    prisonmail: Prisonmail, home: Path, recipients: Path
) -> None:
    wording = home / "letter.txt"
    wording.write_text("Dear {name},\n\nSee {papers}, your reference {reference}.", "utf-8")
    profile = home / "profile.toml"
    profile.write_text(f"{profile.read_text('utf-8')}printer_offset = [1.5, -1.0]\n", "utf-8")
    run = prisonmail(
        *("generate", recipients, "--duplex", "--envelope", "c5", "--json"),
        *("--letter", wording, "--enclose", "papers"),
    )
    wording.unlink()
    profile.unlink()
    again = prisonmail("reprint", run.json["batch"], "-o", "again.pdf")
    assert again.exit_code == 0, again.err
    first, second = (
        [page.tobytes() for page in pictures((home / name).read_bytes(), 60)]
        for name in ("clients.pdf", "again.pdf")
    )
    assert first == second
    one = prisonmail("reprint", run.json["letters"][0]["code"], "-o", "one.pdf")
    assert one.exit_code == 0, one.err
    assert words((home / "one.pdf").read_bytes(), 1) == "Papers for the hearing"


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_reprint_never_encloses_another_file(
    prisonmail: Prisonmail, home: Path, recipients: Path, change: str
) -> None:
    run = prisonmail("generate", recipients, "--enclose", "papers", "--json")
    papers = home / "papers.pdf"
    if change == "gone":
        papers.unlink()
    else:
        canvas = Canvas(str(papers), pagesize=A4)
        canvas.drawString(100, 400, "Another client's papers")
        canvas.save()
    again = prisonmail("reprint", run.json["batch"], "-o", "again.pdf")
    assert again.exit_code == 66
    assert "papers.pdf" in again.err
    assert not (home / "again.pdf").exists()
