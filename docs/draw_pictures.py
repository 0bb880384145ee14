"""Draws the pictures of the documentation from the example: python docs/draw_pictures.py."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
DPI = 100
EDGE = 1


def draw_sheet(target: Path) -> None:
    """Draw the first sheet of the example, whole, with a thin edge."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "example.pdf"
        subprocess.run(
            [
                *(sys.executable, "-m", "prisonmail", "generate", EXAMPLES / "recipients.csv"),
                *("--profile", EXAMPLES / "profile.toml", "--output", pdf),
            ],
            env=os.environ | {"PRISONMAIL_HOME": folder},
            check=True,
        )
        page: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=DPI / 72).to_pil()
    framed = ImageOps.expand(page.convert("L"), EDGE, fill=190)
    framed.quantize(16).save(target, optimize=True)


if __name__ == "__main__":
    draw_sheet(HERE / "sheet.png")
