"""A private letter that is a Word document, from its file to the reprint."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx.document import Document as WordDocument

from tests.conftest import Run
from tests.pages import pictures, words
from tests.sheets.letter.word.documents import (
    add_paragraph,
    field,
    run,
    saved,
    with_paragraph,
    written,
)

Prisonmail = Callable[..., Run]

LETTER = field("MERGEFIELD Client_Court") + run(
    " is where we meet, {name}.", '<w:u w:val="single"/>'
)
LIST = "name,prison number,prison,Client court\nAnn Hart,A1001XY,LEI,Leeds\n"


@pytest.fixture
def listed(home: Path, profile: Path) -> Path:
    path = home / "list.csv"
    path.write_text(LIST, "utf-8")
    return path


def test_it_is_printed_and_printed_again_without_its_file(
    prisonmail: Prisonmail, listed: Path, home: Path
) -> None:
    def write(document: WordDocument) -> None:
        add_paragraph(document, LETTER)
        document.sections[0].footer.paragraphs[0].text = "Greenstone Chambers"

    path = saved(home / "letter.txt", written(write))  # its content tells what it is
    run = prisonmail("generate", listed, "--letter", path, "--json")
    assert run.exit_code == 0, run.err
    (warned,) = [each for each in run.json["warnings"] if each["kind"] == "letter"]
    assert warned["place"] == str(path)
    assert warned["message"].endswith("of this: underlining, its header and footer.")
    assert "underlining" in run.err
    printed = (home / "list.pdf").read_bytes()
    assert "Leeds is where we meet, Ann Hart. Yours sincerely" in words(printed, 1)
    path.unlink()
    again = prisonmail("reprint", run.json["batch"], "-o", "again.pdf")
    assert again.exit_code == 0, again.err
    first, second = (
        [page.tobytes() for page in pictures(file, 60)]
        for file in (printed, (home / "again.pdf").read_bytes())
    )
    assert first == second


def test_one_that_was_only_typed_leaves_nothing_out(
    prisonmail: Prisonmail, listed: Path, home: Path
) -> None:
    path = saved(home / "letter.docx", with_paragraph(run("Dear {name}")))
    done = prisonmail("generate", listed, "--letter", path, "--check", "--json")
    assert [each for each in done.json["warnings"] if each["kind"] == "letter"] == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (with_paragraph(run("Dear {nmae}")), "has the field {nmae}, which is not known"),
        (with_paragraph(field("MERGEFIELD Town")), "has the field {Town}, which is not known"),
        (with_paragraph(run("Dear 字")), "has U+5B57 in it"),
        (with_paragraph(run(" ")), "is empty"),
        (
            with_paragraph(run("My dear") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
            "has in it what cannot be printed: a footnote near “My dear”.",
        ),
        (with_paragraph(run("x")).replace(b"\x08\x00", b"\x63\x00"), "is not a Word document that"),
        (with_paragraph(run("x"))[:-30], "it is neither UTF-8 nor Windows-1252 text"),
    ],
)
def test_what_cannot_be_printed_is_refused_before_a_code_is_issued(
    prisonmail: Prisonmail, listed: Path, home: Path, content: bytes, message: str
) -> None:
    path = saved(home / "letter.docx", content)
    run = prisonmail("generate", listed, "--letter", path)
    assert run.exit_code in (2, 66)
    assert message in " ".join(run.err.split())
    assert not list(home.glob("ledger*"))


def test_one_that_unpacks_without_end_and_other_archives_are_not_read(
    prisonmail: Prisonmail, listed: Path, home: Path
) -> None:
    for name, size, message in (
        ("word/document.xml", 65 << 20, "unpacks to far more than a letter needs"),
        ("content.xml", 9, "it is neither UTF-8 nor Windows-1252 text"),
    ):
        with ZipFile(home / "letter.docx", "w", ZIP_DEFLATED) as archive:
            archive.writestr(name, bytes(size))
        run = prisonmail("generate", listed, "--letter", "letter.docx")
        assert run.exit_code == 66
        assert message in " ".join(run.err.split())
