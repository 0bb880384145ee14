from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from prisonmail.errors import InputMissing
from prisonmail.printing.letterhead_file import is_unchanged_letterhead, read_letterhead
from prisonmail.printing.other_pdfs import digest_file
from prisonmail.sheets.paper import Paper


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "head.png"
    Image.new("RGB", (400, 40), "navy").save(path)
    return path


def test_without_a_path_the_name_is_set_in_type() -> None:
    head = read_letterhead(None)
    assert (head.picture, head.under) == (None, None)


def test_a_picture_keeps_its_shape_above_every_window(picture: Path) -> None:
    placed = read_letterhead(str(picture)).picture
    assert placed
    assert placed.width / placed.height == pytest.approx(10)
    assert placed.y + placed.height <= 30


def test_the_first_page_of_a_pdf_lies_under_the_sheet(tmp_path: Path) -> None:
    path, writer = tmp_path / "head.PDF", PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(path)
    under = read_letterhead(str(path)).under
    assert under
    assert (under.path, under.number) == (str(path), 0)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("head.png", None, "There is no letterhead at"),
        ("head.png", b"words", "is not a picture that can be read"),
        ("head.pdf", b"words", "cannot be used: the file is not a PDF that can be read"),
    ],
)
def test_what_is_no_letterhead_is_refused(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content:
        path.write_bytes(content)
    with pytest.raises(InputMissing, match=message):
        read_letterhead(str(path))


def test_a_letterhead_that_is_changed_or_gone_is_noticed(picture: Path) -> None:
    known = Paper(letterhead=str(picture), letterhead_digest=digest_file(picture))
    assert is_unchanged_letterhead(Paper())
    assert is_unchanged_letterhead(known)
    picture.write_bytes(picture.read_bytes() + b"x")
    assert not is_unchanged_letterhead(known)
    assert is_unchanged_letterhead(Paper(letterhead=str(picture)))
    picture.unlink()
    assert not is_unchanged_letterhead(Paper(letterhead=str(picture)))
