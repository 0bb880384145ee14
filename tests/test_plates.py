"""Plates are what the libraries make, and without them the same bytes are made.

`python -m tests.test_plates` makes the plates that come with the package.
"""

import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

from prisonmail.letters.letter import Draft
from prisonmail.printing.plate import Plate
from prisonmail.printing.plate_making import make_plate
from prisonmail.printing.plates import USUAL_CHARACTERS, load_plate, save_plate
from prisonmail.sheets import fonts
from prisonmail.sheets.font_files.measuring import measure_roboto
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window import code128
from prisonmail.system.plate_files import read_plate_file, write_plate_file
from tests.conftest import letter_of
from tests.pages import barcodes, pictures, words

ROOT = Path(__file__).parent.parent
PRINT = """
import sys
from io import BytesIO
from benchmarks.sample import lay_out_sheets, _ISSUED_AT
from prisonmail.printing import pdf
pdf.write_sheets(lay_out_sheets(20), sys.stdout.buffer, pdf.About("Letters", _ISSUED_AT))
"""


def test_measures_are_those_of_the_font_files() -> None:
    assert read_plate_file(*fonts.PLATE) == measure_roboto()


def test_bar_patterns_are_those_of_the_library() -> None:
    assert tuple(read_plate_file(*code128.PLATE)) == code128.take_patterns()


def test_the_fonts_of_a_pdf_are_those_that_the_library_embeds() -> None:
    made, kept = make_plate(USUAL_CHARACTERS), load_plate()
    assert made.fonts == kept.fonts
    assert made.intent == kept.intent
    assert unpacked(made) == unpacked(kept)


def unpacked(plate: Plate) -> list[tuple[bytes, bytes]]:
    """The objects of a plate, whichever release of zlib has packed them."""
    return [
        (entries, zlib.decompress(stream or b"x\x9c\x03\x00\x00\x00\x00\x01"))
        for entries, stream in plate.objects
    ]


def test_without_plates_the_same_bytes_are_made(tmp_path: Path) -> None:
    bare = tmp_path / "src"
    shutil.copytree(ROOT / "src", bare, ignore=shutil.ignore_patterns("*.plate", "__pycache__"))
    made = [run_print(source) for source in (ROOT / "src", bare)]
    assert made[0] == made[1]


def run_print(source: Path) -> bytes:
    """Print some letters with the package as it lies in a folder."""
    environment = os.environ | {"PYTHONPATH": f"{source}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, "-c", PRINT], env=environment, check=True, capture_output=True, cwd=ROOT
    ).stdout


def test_rare_characters_are_printed_too(
    drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    letters = [letter_of(drafted("Ελένη Παπαδοπούλου")), letter_of(drafted(), 2, "1" * 12)]
    pdf = printed(letters, Paper())
    assert "Ελένη Παπαδοπούλου" in words(pdf)
    assert [barcodes(each) for each in pictures(pdf, 200)] == [[each.code] for each in letters]


def test_a_damaged_plate_counts_as_none(tmp_path: Path) -> None:
    beside = str(tmp_path / "module.py")
    write_plate_file(beside, "some.plate", [1, 2, 3])
    plate = tmp_path / "some.plate"
    whole = plate.read_bytes()
    for damaged in (
        b"",
        whole[:-1],
        whole.replace(b"2", b"9", 1),
        b"\n",
        whole + b" ",
        b"\xff" * 99,
    ):
        plate.write_bytes(damaged)
        assert read_plate_file(beside, "some.plate") is None


if __name__ == "__main__":
    write_plate_file(*fonts.PLATE, measure_roboto())
    write_plate_file(*code128.PLATE, code128.take_patterns())
    save_plate(make_plate(USUAL_CHARACTERS))
