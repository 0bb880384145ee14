"""Whether symbols are read after what printers, scanners, folds and post do to them."""

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from prisonmail.codes import is_valid
from prisonmail.letters.letter import Letter
from prisonmail.sheets.drawing import Rectangle
from prisonmail.sheets.envelopes import C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window.fitting import Compositor
from tests.pages import barcodes, cropped, pictures
from tests.sheet_fixtures import WINDOW

SPECKS_IN_A_MILLION = 4_000


def speckled(picture: Image.Image) -> Image.Image:
    drawn = random.Random(39)  # noqa: S311 - the same specks on every run
    pen = ImageDraw.Draw(spoilt := picture.copy())
    for _ in range(picture.width * picture.height * SPECKS_IN_A_MILLION // 1_000_000):
        at = (drawn.randrange(picture.width), drawn.randrange(picture.height))
        pen.point(at, fill=drawn.choice((0, 255)))
    return spoilt


def creased(picture: Image.Image) -> Image.Image:
    """A fold across the symbol: a white line with a grey shadow under it."""
    pen = ImageDraw.Draw(spoilt := picture.copy())
    y = picture.height * 5 // 8
    pen.line((0, y, picture.width, y + 6), fill=255, width=6)
    pen.line((0, y + 5, picture.width, y + 11), fill=128, width=5)
    return spoilt


def skewed(picture: Image.Image) -> Image.Image:
    return picture.rotate(5, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def faded(picture: Image.Image) -> Image.Image:
    grey = Image.new("L", picture.size, 255)
    return ImageChops.blend(ImageEnhance.Contrast(picture).enhance(1.0), grey, 0.2)


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(1.0))


def valid(read: list[str]) -> list[str]:
    """Leave out misreadings that pass the symbol's own check, but not the code's check digits."""
    return [text for text in read if is_valid(text)]


HARMS = [blurred, skewed, faded, speckled, creased]


def panels(pdf: bytes, envelope: Envelope, dpi: int) -> list[Image.Image]:
    return [cropped(page, envelope.ever_visible, dpi) for page in pictures(pdf, dpi)]


@pytest.mark.parametrize("envelope", [DL, C5], ids=lambda each: each.name)
@pytest.mark.parametrize("dpi", [200, 300, 600])
def test_every_symbol_is_read_at_every_resolution(
    letters: list[Letter], printed: Callable[..., bytes], envelope: Envelope, dpi: int
) -> None:
    found = panels(printed(letters[:6], Paper(envelope)), envelope, dpi)
    assert [barcodes(each) for each in found] == [[letter.code] for letter in letters[:6]]


def test_wide_symbols_are_read_at_150_dots_to_the_inch(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    compositor = Compositor(DL.printed_panel, load_roboto(), WINDOW)
    layouts = {letter.code: compositor.fit(letter.draft) for letter in letters}
    wide = [x for x in letters if (found := layouts[x.code]) and found.symbol.module_dots == 8]
    assert len(wide) >= len(letters) / 3
    views = panels(printed(wide, Paper(DL)), DL, 150)
    assert [barcodes(each) for each in views] == [[letter.code] for letter in wide]


@pytest.fixture(scope="module", params=[DL, C5], ids=lambda each: each.name)
def scanned(
    request: pytest.FixtureRequest, letters: list[Letter], printed: Callable[..., bytes]
) -> list[Image.Image]:
    """The panels of six letters, as a scanner sees them."""
    return panels(printed(letters[:6], Paper(request.param)), request.param, 300)


@pytest.mark.parametrize("harm", HARMS, ids=lambda each: each.__name__)
def test_symbols_are_read_after_harm(
    letters: list[Letter], scanned: list[Image.Image], harm: Callable[[Image.Image], Image.Image]
) -> None:
    assert [valid(barcodes(harm(each))) for each in scanned] == [[x.code] for x in letters[:6]]


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="the second reader is not installed")
def test_another_reader_reads_them_too(
    letters: list[Letter], scanned: list[Image.Image], tmp_path: Path
) -> None:
    paths = []
    for number, panel in enumerate(scanned):
        for harm in (Image.Image.copy, *HARMS):
            path = tmp_path / f"{number}-{harm.__name__}.png"
            harm(panel).save(path, compress_level=1)
            paths.append(path)
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Scode128.enable", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    expected = [letter.code for letter in letters[:6] for _ in range(len(HARMS) + 1)]
    assert valid(read.stdout.split()) == expected


def test_nothing_stands_beside_the_symbol_in_its_quiet_zone(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    (picture,) = pictures(printed(letters[:1], Paper(DL)), 600)
    layout = Compositor(DL.printed_panel, load_roboto(), WINDOW).fit(letters[0].draft)
    assert layout
    symbol = layout.symbol
    dot = 25.4 / 600
    quiet = 10 * symbol.module_dots * dot
    left = symbol.first_dot * dot
    right = left + 112 * symbol.module_dots * dot
    for zone in (left - quiet, right):
        area = Rectangle(zone + dot, symbol.top, zone + quiet - dot, symbol.top + 12)
        assert cropped(picture, area, 600).getextrema() == (255, 255)
