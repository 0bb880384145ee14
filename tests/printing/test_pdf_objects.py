"""What is written fast is what was drawn, the same each time, in memory that does not grow."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from benchmarks.layout import draw_plainly
from benchmarks.peers import draw_with_fpdf2
from benchmarks.sample import lay_out_sheets as many_sheets
from benchmarks.sample import make_letters as many_letters
from PIL import ImageChops, ImageFilter
from pypdf import PdfReader

from prisonmail.letters.letter import Letter
from prisonmail.printing import pdf
from prisonmail.sheets.envelopes import C5
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from tests.conftest import ISSUED_AT, SENDER, batch_of
from tests.pages import barcodes, pictures, words
from tests.sheet_fixtures import written

ROOT = Path(__file__).parent.parent.parent
DPI = 300
SOFT = ImageFilter.BoxBlur(3)
"""Wide enough that an edge which is rounded to another pixel is no difference."""
MOST_DIFFERENT = 96
"""Of 255; a bar that is missing differs by more."""
PRINT = """
import sys
from pathlib import Path
from benchmarks.sample import make_letters as letters
from prisonmail.printing.run import print_letters
from prisonmail.sheets.paper import Paper
from tests.conftest import SENDER, batch_of
rows = int(sys.argv[1])
print_letters(batch_of(SENDER, rows), letters(rows), Paper(), Path(sys.argv[2]), summary=True)
status = Path("/proc/self/status")  # getrusage would count the process that started this one
peak = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
print(peak[0].split()[1])
"""


class Counted(BytesIO):
    """A file that, like standard output, can neither seek nor tell."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError("it cannot seek")

    def tell(self) -> int:
        raise OSError("it cannot tell")


def run_print(rows: int, target: Path, **environment: str) -> int:
    """Print so many letters in a process of their own, and give its peak memory in MB."""
    command = [sys.executable, "-c", PRINT, str(rows), str(target)]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        timeout=1800,
        capture_output=True,
    )
    return int(run.stdout) // 1024


@pytest.mark.parametrize("paper", [Paper(), Paper(C5)], ids=["dl", "c5"])
def test_what_is_printed_is_what_is_drawn(
    paper: Paper, letters: list[Letter], tmp_path: Path
) -> None:
    drawing = LetterSheets(batch_of(SENDER, 24), paper, load_roboto(), Letterhead())
    drawn = [sheet for each in (*letters[::3], *letters[::3]) for sheet in drawing.draw(each)]
    plain = tmp_path / "plain.pdf"
    draw_with_fpdf2(map(draw_plainly, drawn), plain)
    pdfs = plain.read_bytes(), written(drawn)
    for number, (other, ours) in enumerate(zip(*(pictures(x, DPI) for x in pdfs), strict=True)):
        assert words(pdfs[0], number) == words(pdfs[1], number)
        difference = ImageChops.difference(other.resize(ours.size).filter(SOFT), ours.filter(SOFT))
        assert not any(difference.histogram()[MOST_DIFFERENT:])


def test_every_page_has_its_own_code_and_place_in_the_outline() -> None:
    pages = 600
    reader = PdfReader(BytesIO(written(many_sheets(pages))))
    assert len(reader.pages) == pages
    starts = [reader.get_destination_page_number(each) for each in reader.outline]  # type: ignore[arg-type]
    assert starts == list(range(pages))
    *_, last = many_letters(100)
    picture = next(pictures(written([*many_sheets(100)][-1:]), 200))
    assert barcodes(picture) == [last.code]


def test_a_target_need_not_seek() -> None:
    target = Counted()
    pdf.write_sheets(many_sheets(5), target, pdf.About("Letters", ISSUED_AT))
    assert target.getvalue() == written(many_sheets(5))


def test_two_processes_print_the_same_bytes(tmp_path: Path) -> None:
    printed = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.pdf"
        run_print(60, target, PYTHONHASHSEED=seed)
        printed.append(target.read_bytes())
    assert printed[0] == printed[1]


@pytest.mark.soak
def test_memory_does_not_grow_with_the_sheets(tmp_path: Path) -> None:
    assert run_print(100_000, tmp_path / "out.pdf") < 120
