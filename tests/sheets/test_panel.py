from collections.abc import Callable

import pytest

from prisonmail.letters import Draft
from prisonmail.prisons.directory import Directory
from prisonmail.sheets import code128, panel
from prisonmail.sheets.drawing import DOT, MM_PER_POINT
from prisonmail.sheets.envelopes import DL
from prisonmail.sheets.fonts import roboto
from tests.conftest import letter_of

AREA = DL.always_visible
NAMES = (
    "Al Ng",
    "Tarquin Oddwell",
    "Łukasz Wiśniewski-Kowalczyk",
    "Nguyễn Thị Bích Ngọc",
    "Ян Новак",
    "Maximilian Bartholomew Featherstonehaugh-Cholmondeley Smythe",
)


@pytest.mark.parametrize("name", NAMES)
def test_on_dl_every_prison_fits_with_all_its_ink_in_the_window(
    name: str, drafted: Callable[..., Draft], directory: Directory
) -> None:
    typeface = roboto()
    for prison in directory:
        if not prison.active:
            continue
        draft = drafted(name, prison.code)
        layout = panel.fit(draft, AREA, typeface)
        assert layout, prison.code
        drawing = panel.draw(layout, letter_of(draft), typeface)
        for run in drawing.texts:
            face = typeface.face(bold=run.bold)
            above, below = face.extent(run.text, run.size)
            assert run.size >= 8
            assert AREA.left <= run.x
            assert run.x + face.width(run.text, run.size) <= AREA.right
            assert AREA.top <= run.y - above
            assert run.y + below <= AREA.bottom
        shown = " ".join(run.text for run in drawing.texts)
        for item in (name, draft.identity, draft.prison_name, *draft.address):
            assert item in shown, (prison.code, item)


def test_the_symbol_has_its_quiet_zones_height_and_dot_grid(drafted: Callable[..., Draft]) -> None:
    typeface = roboto()
    for name in NAMES:
        draft = drafted(name, "BWI")
        layout = panel.fit(draft, AREA, typeface)
        assert layout
        drawing = panel.draw(layout, letter_of(draft), typeface)
        module = layout.module_dots * DOT
        first, last = drawing.boxes[0], drawing.boxes[-1]
        quiet = code128.QUIET_MODULES * module
        assert layout.module_dots in (8, 6)
        assert last.x + last.width + quiet <= AREA.right + 1e-9
        for box in drawing.boxes:
            assert box.height >= 12
            for edge in (box.x, box.width):
                assert abs(edge / DOT - round(edge / DOT)) < 1e-6
        beside = [r for r in drawing.texts if r.y > first.y - 1 and r.x < first.x]
        for run in beside:
            width = typeface.face(bold=run.bold).width(run.text, run.size)
            assert run.x + width <= first.x - quiet + 1e-9


def test_capitals_are_never_under_2_mm() -> None:
    assert roboto().regular.capital_height * min(panel.SIZES) * MM_PER_POINT >= 2.0


def test_the_largest_type_and_the_widest_module_that_fit_are_taken(
    drafted: Callable[..., Draft],
) -> None:
    short = panel.fit(drafted("Al Ng", "LEI"), AREA, roboto())
    long = panel.fit(drafted("Al Ng", "KVI"), AREA, roboto())
    assert short
    assert (short.size, short.module_dots) == (9.0, 8)
    assert long
    assert long.module_dots == 6


def test_a_name_that_cannot_be_broken_does_not_fit(drafted: Callable[..., Draft]) -> None:
    assert panel.fit(drafted("W" * 60), AREA, roboto()) is None
