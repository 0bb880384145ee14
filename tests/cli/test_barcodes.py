"""A firm's own HMPPS barcodes: the column of a list, and the PDF that they are read from."""

import builtins
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from prisonmail.sheets.window import code128
from tests.conftest import Run
from tests.pages import barcodes, pictures

Cli = Callable[..., Run]
HEAD = "Name,Prison number,Prison,Barcode,Barcode date\n"
TARQUIN = "Tarquin Oddwell,A1001XY,HMP Leeds,"
BETHAN = "Bethan Quillfeather,A1003XY,HMP Hull,"
KAI = "Kai Penhallow,A1006XY,HMYOI Wetherby,"


def codes_of(run: Run) -> list[tuple[str, int]]:
    return [(each["code"], each["line"]) for each in run.json["problems"]]


def test_the_window_shows_the_barcode_and_the_particulars_the_code(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    (home / "c.csv").write_text(f"{HEAD}{TARQUIN}1234-5678-9012,\n{BETHAN}210987654321,\n{KAI},,\n")
    done = prisonmail("generate", "c.csv", "--json")
    assert (done.exit_code, codes_of(done)) == (0, [("PW641", 4)])
    letters = done.json["letters"]
    pdf = (home / "c.pdf").read_bytes()
    shown = [barcodes(each) for each in pictures(pdf, 200)]
    assert shown == [["123456789012"], ["210987654321"], [letters[2]["code"]]]
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert "1234-5678-9012" in texts[0]
    assert ["Send Legal Mail" in text for text in texts] == [True, True, False]
    assert ["not in the barcode service" in text for text in texts] == [False, False, True]
    for layout in ((), ("--layout", "labels:L7163")):
        code = letters[0]["code"]
        prisonmail("reprint", code, "-o", "again.pdf", "--force")
        again = (home / "again.pdf").read_bytes()
        assert [barcodes(each) for each in pictures(again, 200)] == [["123456789012"]], layout
    answered = prisonmail("verify", letters[0]["code"], "--json").json
    assert (answered["verdict"], answered["barcode"]) == ("ready", "123456789012")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (f"{TARQUIN}1234-5678-901,\n", [("PM231", 2)]),
        (f"{TARQUIN}12345-67890-1244,\n", [("PM231", 2)]),
        (f"{TARQUIN}1.23457E+11,\n", [("PM231", 2)]),
        (f"{TARQUIN}]C0123456789012,\n", []),
        (f"{TARQUIN}123456789012,1/9/2020\n", [("PM232", 2)]),
        (f"{TARQUIN}123456789012,1/9/2090\n", [("PM232", 2)]),
        (f"{TARQUIN}123456789012,soon\n", [("PM232", 2)]),
        (f"{TARQUIN},soon\n", []),
        (f"{TARQUIN}123456789012,\n{KAI}9999 8888 7777,\n{BETHAN}1234 5678 9012,\n", [
            ("PM411", 2), ("PM411", 4)]),
        (f"{TARQUIN},\n{KAI},\n", []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_barcodes_is_told_by_its_cell(
    prisonmail: Cli, profile: Path, home: Path, rows: str, found: list[tuple[str, int]]
) -> None:
    (home / "c.csv").write_text(HEAD + rows)
    done = prisonmail("generate", "c.csv", "--check", "--json")
    assert codes_of(done) == found
    assert all(each["heading"].startswith("Barcode") for each in done.json["problems"])


def test_a_barcode_on_a_letter_of_the_ledger_is_refused_until_that_is_cancelled(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    (home / "c.csv").write_text(f"{HEAD}{TARQUIN}123456789012,\n{BETHAN},\n")
    first = prisonmail("generate", "c.csv", "--json").json["letters"][0]["code"]
    (home / "d.csv").write_text(f"{HEAD}{KAI}1234-5678-9012,\n{BETHAN}999988887777,\n")
    refused = prisonmail("generate", "d.csv", "--json")
    assert (refused.exit_code, codes_of(refused)) == (65, [("PM412", 2)])
    assert first in refused.json["problems"][0]["message"]
    assert not (home / "d.pdf").exists()
    some = prisonmail("generate", "d.csv", "--skip-bad", "--rejects", "fix.csv", "--json")
    assert (some.exit_code, len(some.json["letters"])) == (1, 1)
    assert "1234-5678-9012" in (home / "fix.csv").read_text("utf-8")
    prisonmail("cancel", first, "--reason", "spoiled")
    assert prisonmail("generate", "fix.csv").exit_code == 0


def test_a_barcode_of_hmpps_is_not_ours_to_answer_for(prisonmail: Cli, home: Path) -> None:
    run = prisonmail("verify", "1234-5678-9012", "--json")
    assert (run.exit_code, run.json["verdict"]) == (1, "mistyped")
    assert "checked in Send Legal Mail" in run.json["message"]


def label(*digits: str) -> Image.Image:
    """A page with labels as the Ministry's service draws them: a picture of few dots."""
    page = Image.new("RGB", (1240, 1754), "white")
    for number, each in enumerate(digits):
        small = Image.new("RGB", (253, 98), "white")
        pen = ImageDraw.Draw(small)
        for bar in code128.locate_bars(each):
            left = 140 + bar.start
            pen.rectangle((left, 20, left + bar.width - 1, 70), fill="black")
        page.paste(small.resize((531, 206), Image.Resampling.BICUBIC), (118, 325 + 400 * number))
    return page


def write_labels(path: Path, *pages: tuple[str, ...]) -> None:
    first, *more = (label(*digits) for digits in pages)
    file = BytesIO()
    first.save(file, "PDF", resolution=150, save_all=True, append_images=more)
    path.write_bytes(file.getvalue())


def test_the_barcodes_of_a_pdf_are_listed_in_the_order_of_its_pages(
    prisonmail: Cli, home: Path
) -> None:
    write_labels(home / "labels.pdf", ("999988887777",), ("000000000001",), ("123456789012",))
    done = prisonmail("barcodes", "labels.pdf", "-o", "codes.csv")
    assert (done.exit_code, done.err.splitlines()[0]) == (0, "3 barcodes → codes.csv")
    listed = (home / "codes.csv").read_text().splitlines()
    assert listed == ["page,barcode", "1,9999-8888-7777", "2,0000-0000-0001", "3,1234-5678-9012"]
    assert prisonmail("barcodes", "labels.pdf", "-o", "codes.csv").exit_code == 73
    assert prisonmail("barcodes", "labels.pdf", "-o", "-").out.splitlines() == listed


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((("999988887777",), ()), "page 2 has no barcode"),
        ((("999988887777", "123456789012"),), "page 1 has more than one barcode"),
        ((("999988887777",), ("999988887777",)), "page 2 has the barcode of page 1"),
        ((("99998888777766",),), "page 1 has no barcode"),
    ],
)
def test_a_pdf_whose_pages_have_not_one_each_is_refused(
    prisonmail: Cli, home: Path, pages: tuple[tuple[str, ...], ...], said: str
) -> None:
    write_labels(home / "labels.pdf", *pages)
    done = prisonmail("barcodes", "labels.pdf", "-o", "codes.csv")
    assert (done.exit_code, said in done.err, (home / "codes.csv").exists()) == (65, True, False)


def test_what_is_no_pdf_or_is_not_installed_is_said_in_a_line(
    prisonmail: Cli, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "list.pdf").write_bytes(b"%PDF-1.7 no")
    for name, said in (("list.pdf", "is not a PDF"), ("gone.pdf", "There is no file")):
        done = prisonmail("barcodes", name, "-o", "codes.csv")
        assert (done.exit_code, said in done.err) == (66, True)
    whole = builtins.__import__

    def without(name: str, *more: object) -> object:
        if name == "zxingcpp":
            raise ImportError(name)
        return whole(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    done = prisonmail("barcodes", "list.pdf", "-o", "codes.csv")
    assert (done.exit_code, "pip install 'prisonmail[barcodes]'" in done.err) == (66, True)
