"""Where all of a panel stands; and printed sheets, slid through their envelopes and looked at."""

from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from prisonmail.codes import format_code
from prisonmail.letters.hmpps_barcode import format_barcode, parse_barcode
from prisonmail.letters.letter import Draft, Letter
from prisonmail.sheets.drawing import (
    DOT,
    MM_PER_POINT,
    Box,
    Rectangle,
    Slot,
    Symbol,
    TextRun,
)
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.panel import draw_bars, draw_panel, place_symbol
from tests.conftest import letter_of
from tests.pages import barcodes, cropped, ink_amount, ink_box, pictures
from tests.sheets.test_envelopes import inside, window_at

DPI = 300
PIXEL = 25.4 / DPI


@pytest.mark.parametrize("module_dots", [8, 6])
@pytest.mark.parametrize("envelope", [DL, C5], ids=lambda each: each.name)
def test_a_symbol_stands_as_far_to_the_right_and_as_low_as_it_can(
    envelope: Envelope, module_dots: int
) -> None:
    """With ten modules of white at its sides, and its digits below its middle."""
    area, face, module = envelope.panel, load_roboto().regular, module_dots * DOT
    place = place_symbol(area, module_dots, load_roboto())
    for first, modules, left, printed in (
        (place.first_dot, 112, place.code_left, "12345-67890-1244"),
        (place.barcode_dot, 101, place.barcode_left, "1234-5678-9012"),
    ):
        assert first % 4 == 0
        assert 0 <= area.right - (first * DOT + (modules + 10) * module) < 4 * DOT
        middle = left + face.measure_width(printed, 8) / 2
        assert middle == pytest.approx(first * DOT + modules * module / 2)
    assert place.baseline == area.bottom - 0.1
    digits_top = place.baseline - face.capital_height * 8 * MM_PER_POINT
    assert place.top == pytest.approx(digits_top - 0.8 - 12)
    assert place.white_top == pytest.approx(place.top - 0.8)
    assert place.whole_width == pytest.approx(area.width - 2 * 0.1)
    quiet_zone = place.first_dot * DOT - 10 * module
    assert area.left + 0.1 + place.beside_width == pytest.approx(quiet_zone)
    assert place.module_dots == module_dots


def test_a_panel_is_drawn_with_its_code_or_with_a_barcode_in_place_of_that(
    drafted: Callable[..., Draft],
) -> None:
    layout, code = Compositor(DL.panel, load_roboto()).fit(drafted()), letter_of(drafted()).code
    barcode = parse_barcode("123456789012")
    assert layout
    place, module = layout.symbol, layout.symbol.module_dots * DOT
    for drawn, digits, printed, dot, left in (
        (draw_panel(layout, code), code, format_code(code), place.first_dot, place.code_left),
        (
            draw_panel(layout, code, barcode),
            barcode,
            format_barcode(barcode),
            place.barcode_dot,
            place.barcode_left,
        ),
    ):
        lines, symbol = drawn
        person = tuple(
            TextRun(DL.panel.left + 0.1, line.y, line.text, 9.0, line.bold, line.slot)
            for line in layout.person
        )
        assert lines.texts == (*person, *layout.place.texts, *layout.sender.texts)
        bars = Symbol(dot * DOT, place.top, module, 12.0, digits)
        assert symbol.symbols == (bars,)
        assert symbol.texts == (TextRun(left, place.baseline, printed, 8.0, slot=Slot.CODE),)
        *_, last = draw_bars(bars)
        modules = (112 - 2, 101 - 2)[digits is barcode]
        assert last == pytest.approx(Box(bars.x + modules * module, bars.y, 2 * module, 12.0))


def test_all_lines_of_a_panel_are_listed_from_top_to_bottom(
    drafted: Callable[..., Draft],
) -> None:
    layout = Compositor(DL.panel, load_roboto()).fit(drafted())
    assert layout
    assert layout.lines[:3] == layout.person
    place = [(run.text, run.y, False, None) for run in layout.place.texts]
    assert list(layout.lines[3:]) == place


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
