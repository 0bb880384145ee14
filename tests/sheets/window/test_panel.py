"""Slides printed sheets through their envelopes, and looks through the window."""

from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from prisonmail.letters.letter import Draft, Letter
from prisonmail.sheets.drawing import Rectangle
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.paper import Paper
from tests.conftest import letter_of
from tests.pages import barcodes, cropped, ink_amount, ink_box, pictures
from tests.sheets.test_envelopes import inside, window_at

DPI = 300
PIXEL = 25.4 / DPI


def positions(envelope: Envelope, step: float) -> Iterator[tuple[float, float]]:
    """Every place that a sheet can have, within the play that the panel survives."""
    (across, up), (whole_across, whole_up) = envelope.survived, envelope.play
    for x in _steps(across, step):
        for y in _steps(up, step):
            yield (whole_across - across) / 2 + x, (whole_up - up) / 2 + y


def _steps(length: float, step: float) -> list[float]:
    return [*(step * n for n in range(int(length / step) + 1)), length]


def assert_shows_everywhere(
    picture: Image.Image, code: str, envelope: Envelope, step: float = 2.0
) -> None:
    seen = cropped(picture, envelope.ever_visible, DPI)
    all_ink = ink_amount(seen)
    box = ink_box(seen, DPI)
    left, top = envelope.ever_visible.left, envelope.ever_visible.top
    ink = Rectangle(box.left + left, box.top + top, box.right + left, box.bottom + top)
    assert inside(ink, envelope.panel, PIXEL)
    for across, down in positions(envelope, step):
        view = cropped(picture, window_at(envelope, across, down), DPI)
        assert ink_amount(view) == all_ink, (across, down)
        assert barcodes(view) == [code], (across, down)


@pytest.mark.parametrize("step", [2.0, pytest.param(1.0, marks=pytest.mark.soak)])
@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_the_panel_shows_and_reads_wherever_the_sheet_lies(
    envelope: Envelope, step: float, letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    some = [letters[0], letters[5]]
    pages = pictures(printed(some, Paper(envelope)), DPI)
    for picture, letter in zip(pages, some, strict=True):
        assert_shows_everywhere(picture, letter.code, envelope, step)


@pytest.mark.soak
@pytest.mark.parametrize("envelope", [DL, C5], ids=lambda each: each.name)
def test_the_panels_of_all_prisons_show_and_read_wherever_the_sheet_lies(
    envelope: Envelope,
    open_prisons: list[str],
    drafted: Callable[..., Draft],
    printed: Callable[..., bytes],
) -> None:
    names = ("Kai Penhallow", "Maximilian Bartholomew Featherstonehaugh-Cholmondeley Smythe")
    drafts = [drafted(name, prison) for prison in open_prisons for name in names]
    some = [letter_of(each, sheet) for sheet, each in enumerate(drafts, start=1)]
    pages = pictures(printed(some, Paper(envelope)), DPI)
    for picture, letter in zip(pages, some, strict=True):
        assert_shows_everywhere(picture, letter.code, envelope)


@pytest.mark.parametrize("envelope", [DL, C5], ids=lambda each: each.name)
def test_every_hard_panel_is_inside_what_always_shows(
    envelope: Envelope, letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    for picture in pictures(printed(letters, Paper(envelope)), DPI):
        box = ink_box(cropped(picture, envelope.ever_visible, DPI), DPI)
        left, top = envelope.ever_visible.left, envelope.ever_visible.top
        ink = Rectangle(box.left + left, box.top + top, box.right + left, box.bottom + top)
        assert inside(ink, envelope.always_visible, PIXEL)


def test_a_printer_offset_moves_all_ink_and_nothing_else(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    plain, moved = (
        next(pictures(printed(letters[:1], Paper(printer_offset=offset)), DPI))
        for offset in ((0.0, 0.0), (2.54, -5.08))
    )
    whole = Rectangle(30, 30, 180, 260)
    shifted = Rectangle(30 - 2.54, 30 + 5.08, 180 - 2.54, 260 + 5.08)
    assert ink_box(cropped(plain, whole, DPI), DPI) == ink_box(cropped(moved, shifted, DPI), DPI)
