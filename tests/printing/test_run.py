from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from prisonmail.letters.letter import Letter
from prisonmail.printing.run import name_volumes, print_letters
from prisonmail.sender.sender import Sender
from prisonmail.sheets.paper import Paper
from tests.conftest import batch_of


def test_volumes_have_so_many_letters_each(
    letters: list[Letter], sender: Sender, tmp_path: Path
) -> None:
    batch = batch_of(sender, 5)
    done = print_letters(batch, letters[:5], Paper(), tmp_path / "out.pdf", split=2)
    assert [path.name for path in done.files] == ["out-001.pdf", "out-002.pdf", "out-003.pdf"]
    assert [len(PdfReader(path).pages) for path in done.files] == [2, 2, 1]
    assert [done.find_page(letter) for letter in letters[:5]] == [1, 2, 1, 2, 1]
    files = [done.find_file(letter).name for letter in letters[:5]]
    assert files == ["out-001.pdf", "out-001.pdf", "out-002.pdf", "out-002.pdf", "out-003.pdf"]
    assert done.pages == 5


@pytest.mark.parametrize(
    ("paper", "sides"),
    [
        (Paper(), "/Simplex"),
        (Paper(duplex=True), "/DuplexFlipLongEdge"),
        (Paper(duplex=True, encloses=True), "/DuplexFlipLongEdge"),
        (Paper(duplex=True, labels="L7163"), "/Simplex"),
    ],
)
def test_viewers_are_asked_to_print_at_actual_size_on_the_sides_that_were_chosen(
    paper: Paper, sides: str, letters: list[Letter], sender: Sender, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    done = print_letters(batch_of(sender, 2), letters[:2], paper, out)
    asked = cast("DictionaryObject", PdfReader(out).root_object["/ViewerPreferences"])
    assert {**asked} == {"/DisplayDocTitle": True, "/PrintScaling": "/None", "/Duplex": sides}
    assert done.archival is not paper.encloses


def test_a_batch_that_fills_its_volumes_has_no_empty_one() -> None:
    names = [path.name for path in name_volumes(Path("out.pdf"), 4, 2)]
    assert names == ["out-001.pdf", "out-002.pdf"]
    assert name_volumes(Path("-"), 4, None) == (Path("-"),)
