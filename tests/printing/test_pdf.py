import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from prisonmail.codes import format_code as in_groups
from prisonmail.letters.letter import Draft, Letter
from prisonmail.sheets.envelopes import DL
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window.fitting import Compositor
from tests.conftest import letter_of
from tests.pages import texts
from tests.sheet_fixtures import WINDOW

MOST_BYTES_A_SHEET = 2_000
PAPER = Paper()


@pytest.fixture(scope="module")
def many(drafted: Callable[..., Draft], open_prisons: list[str]) -> list[Letter]:
    names = ("Tarquin Oddwell", "Łukasz Wiśniewski", "Siân Ffion Llwyd")
    return [
        letter_of(drafted(names[n % 3], open_prisons[n % len(open_prisons)]), n, f"{n * 7919:012d}")
        for n in range(1, 1001)
    ]


def test_a_thousand_sheets_take_at_most_two_kilobytes_each(
    many: list[Letter], printed: Callable[..., bytes]
) -> None:
    assert len(printed(many, PAPER)) <= MOST_BYTES_A_SHEET * len(many)


def resolved(holder: Any, key: str) -> Any:
    """What a dictionary of a PDF points to."""
    return holder[key].get_object()


def titles(reader: PdfReader) -> list[str]:
    return [str(item["/Title"]) for item in reader.outline if isinstance(item, Destination)]


def test_the_file_says_what_it_is_and_names_nobody(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters, PAPER)
    reader = PdfReader(BytesIO(pdf))
    catalog = reader.root_object
    assert str(catalog["/Lang"]) == "en-GB"
    metadata = resolved(catalog, "/Metadata").get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert 'xmp:ModifyDate="2026-11-21T12:00:00+00:00"' in metadata
    said = metadata + "".join(titles(reader))
    assert not re.search("Penhallow|Maximilian|A1001XY|Eric|Brown", said)


def test_the_outline_has_each_letter_by_page_and_code(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    assert titles(PdfReader(BytesIO(printed(letters, PAPER)))) == [
        f"{letter.sheet} · {in_groups(letter.code)}" for letter in letters
    ]


def test_what_sheets_share_is_written_once(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    usual = letters[::2]  # a long name pushes down some of what is shared
    pages = PdfReader(BytesIO(printed(usual, PAPER))).pages
    shared = {resolved(page, "/Contents")[0].indirect_reference for page in pages}
    assert len(shared) == 1


def test_the_same_letters_give_the_same_bytes(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    assert printed(letters, PAPER) == printed(letters, PAPER)


def test_bars_are_written_on_the_dots_of_the_printer(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    reader = PdfReader(BytesIO(printed(letters[:1], PAPER)))
    drawn = reader.pages[0].get_contents().get_data()  # type: ignore[union-attr]
    (matrix,) = re.findall(rb"q ([\d.]+) 0 0 [\d.]+ ([\d.]+) [\d.]+ cm", drawn)
    module, left = (float(each) * 100 for each in matrix)
    assert round(module) % 12 == 0
    assert round(left) % 12 == 0
    rectangles = re.findall(rb"(\d+) 0 (\d+) 1 re", drawn)
    assert len(rectangles) == 31
    assert sum(int(width) for _, width in rectangles) < 112


@pytest.mark.skipif(not shutil.which("qpdf"), reason="the checker is not installed")
def test_an_independent_checker_finds_nothing(
    letters: list[Letter], printed: Callable[..., bytes], tmp_path: Path
) -> None:
    path = tmp_path / "letters.pdf"
    path.write_bytes(printed(letters, Paper(duplex=True), summary=True))
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_text_can_be_copied_out_as_it_is_spelt(
    drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    letter = letter_of(drafted("Łukasz Nguyễn Wiśniewski"))
    document = pypdfium2.PdfDocument(printed([letter], PAPER))
    assert "Łukasz Nguyễn Wiśniewski" in document[0].get_textpage().get_text_range()
    document.close()


def test_lines_stand_where_the_layout_has_them(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    for letter in letters:
        layout = Compositor(DL.printed_panel, load_roboto(), WINDOW).fit(letter.draft)
        assert layout
        found = texts(printed([letter], PAPER))
        for line in layout.lines:
            same = [each for each in found if each.text == line.text]
            assert any(
                abs(each.left - layout.left) < 0.4 and each.top < line.y < each.bottom + 0.4
                for each in same
            ), line


def shared_streams(printed: bytes) -> list[Any]:
    """The content streams that several pages show."""
    pages = PdfReader(BytesIO(printed)).pages
    shown = Counter(each for page in pages for each in resolved(page, "/Contents"))
    return [stream for stream, pages in shown.items() if pages > 1]


def test_what_sheets_share_is_compressed(many: list[Letter], printed: Callable[..., bytes]) -> None:
    shared = shared_streams(printed(many[:400], PAPER))
    assert {each.get_object()["/Filter"] for each in shared} == {"/FlateDecode"}


def test_letters_of_a_prison_share_streams(
    many: list[Letter], printed: Callable[..., bytes]
) -> None:
    few, all_of_them = (len(shared_streams(printed(some, PAPER))) for some in (many[:400], many))
    assert 100 < few <= all_of_them < few * 1.2


def test_a_page_draws_no_form(many: list[Letter], printed: Callable[..., bytes]) -> None:
    # some programs load the fonts of a form anew for each page
    assert (
        b" Do"
        not in b"".join(
            page.get_contents().get_data()  # type: ignore[union-attr]
            for page in PdfReader(BytesIO(printed(many[:50], PAPER))).pages
        )
    )
