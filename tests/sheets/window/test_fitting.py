from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.letters.letter import Draft, Letter
from prisonmail.prisons.directory import Directory
from prisonmail.sender.markings import Marking
from prisonmail.sheets.drawing import DOT, MM_PER_POINT, Box, Drawing, Rectangle, Slot, combine
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.panel import PanelLayout, draw_bars, draw_panel
from tests.conftest import BORN, letter_of
from tests.sheet_fixtures import HARDEST_PRISONS, LONGEST

WORDS = {
    "long words": "Maximilian Bartholomew Featherstonehaugh Cholmondeley Smythe Wolfgang Amadeus",
    "capitals": "MAXIMILIAN BARTHOLOMEW FEATHERSTONEHAUGH CHOLMONDELEY SMYTHE WOLFGANG AMADEUS",
    "accents": "Ana Maria Ødegård-Kowalska ap Gwilym Nguyễn Thị Phương Łucja Şahin Ștefan Ħal",
}
IDENTITIES: list[dict[str, Any]] = [
    {},
    {
        "prison_number": None,
        "date_of_birth": BORN,
        "marking": Marking.CONFIDENTIAL_ACCESS,
    },
]


def name_of(words: str, length: int) -> str:
    name = words[:length]
    return name[:-1] + "x" if name[-1] in " -" else name


def bars_of(drawing: Drawing) -> list[Box]:
    return [bar for symbol in drawing.symbols for bar in draw_bars(symbol)]


def ink(layout: PanelLayout, letter: Letter) -> list[Rectangle]:
    """The ink of everything in a panel: lines, code and bars."""
    drawing = combine(draw_panel(layout, letter.code))
    texts = []
    for text in drawing.texts:
        face = load_roboto().choose(bold=text.bold)
        extent, em = face.measure_extent(text.text), text.size * MM_PER_POINT
        right = text.x + face.measure_width(text.text, text.size)
        texts.append(
            Rectangle(text.x, text.y - extent.above * em, right, text.y + extent.below * em)
        )
    return texts + [Rectangle(b.x, b.y, b.x + b.width, b.y + b.height) for b in bars_of(drawing)]


def assert_right(layout: PanelLayout, draft: Draft, area: Rectangle) -> None:
    letter = letter_of(draft)
    found = ink(layout, letter)
    assert min(each.left for each in found) >= area.left
    assert max(each.right for each in found) <= area.right
    assert min(each.top for each in found) >= area.top - 1e-6
    assert max(each.bottom for each in found) <= area.bottom + 1e-6
    lines = found[: len(layout.lines)]
    for upper, lower in pairwise(lines):
        assert upper.bottom <= lower.top
    module = layout.symbol.module_dots * DOT
    bars = bars_of(combine(draw_panel(layout, letter.code)))
    first, last = found[-len(bars)], found[-1]
    assert last.right + 10 * module <= area.right + 1e-6
    for line in lines:
        assert line.bottom <= first.top or line.right <= first.left - 10 * module + 1e-6
    assert layout.size >= 8


def said(layout: PanelLayout) -> str:
    return "".join(" ".join(line.text for line in layout.lines).split())


def assert_says_all(layout: PanelLayout, draft: Draft) -> None:
    text = said(layout)
    for item in (
        draft.marking.value,
        draft.name,
        draft.identity,
        draft.prison_name,
        *draft.address,
    ):
        assert "".join(item.split()) in text
    assert layout.lines[0].text.startswith(draft.marking.value)
    assert layout.lines[-1].text == draft.address[-1]


def fit_all(
    drafted: Callable[..., Draft], prisons: Iterable[str], lengths: range, envelope: Envelope
) -> None:
    compositor = Compositor(envelope.panel, load_roboto())
    for prison in prisons:
        for words in WORDS.values():
            for identity in IDENTITIES:
                for length in lengths:
                    draft = drafted(name_of(words, length), prison, **identity)
                    layout = compositor.fit(draft)
                    assert layout, f"{prison}: {draft.name}"
                    assert_says_all(layout, draft)
                    if length % 10 == 0:
                        assert_right(layout, draft, envelope.panel)


@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_long_names_fit_at_every_prison(
    drafted: Callable[..., Draft], open_prisons: list[str], envelope: Envelope
) -> None:
    fit_all(drafted, open_prisons, range(60, 61), envelope)


@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_names_of_all_lengths_fit_at_hard_prisons(
    drafted: Callable[..., Draft], envelope: Envelope
) -> None:
    fit_all(drafted, HARDEST_PRISONS, range(1, 61, 7), envelope)


@pytest.mark.soak
@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_names_of_every_length_fit_at_every_prison(
    drafted: Callable[..., Draft], open_prisons: list[str], envelope: Envelope
) -> None:
    fit_all(drafted, open_prisons, range(1, 61), envelope)


@given(name=st.text("AEWglpyÅễ -", min_size=1, max_size=60).map(str.strip).filter(bool))
def test_any_name_is_set_right_or_refused(name: str, drafted: Callable[..., Draft]) -> None:
    draft = drafted(" ".join(name.split()))
    layout = Compositor(C5.panel, load_roboto()).fit(draft)
    if layout:
        assert_right(layout, draft, C5.panel)
        assert_says_all(layout, draft)


@pytest.mark.parametrize(
    ("envelope", "name", "prison", "size", "dots", "lines"),
    [
        (DL, "Tarquin Oddwell", "LEI", 9.0, 8, 7),
        (DL, LONGEST, "BWI", 8.5, 8, 8),
        (C5, "Tarquin Oddwell", "LEI", 9.0, 6, 7),
        (C5, LONGEST, "BWI", 8.0, 6, 8),
    ],
)
def test_type_and_symbol_are_as_large_as_they_can_be(
    drafted: Callable[..., Draft],
    envelope: Envelope,
    name: str,
    prison: str,
    size: float,
    dots: int,
    lines: int,
) -> None:
    layout = Compositor(envelope.panel, load_roboto()).fit(drafted(name, prison))
    assert layout
    assert (layout.size, layout.symbol.module_dots, len(layout.lines)) == (size, dots, lines)


@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_a_name_of_one_long_word_fits_above_the_symbol(
    drafted: Callable[..., Draft], open_prisons: list[str], envelope: Envelope
) -> None:
    compositor = Compositor(envelope.panel, load_roboto())
    for prison in open_prisons:
        draft = drafted("VENKATANARASIMHARAJUVARIPETA", prison)
        layout = compositor.fit(draft)
        assert layout, prison
        assert_right(layout, draft, envelope.panel)
        assert draft.name in [line.text for line in layout.lines]


@pytest.mark.parametrize("beside", [False, True])
def test_the_marking_alone_is_bold_also_if_the_identity_stands_beside_it(
    drafted: Callable[..., Draft], beside: bool
) -> None:
    draft = drafted("Tarquin Oddwell")
    panel = C5.panel
    area = panel._replace(bottom=panel.bottom - 5) if beside else panel
    layout = Compositor(area, load_roboto()).fit(draft)
    assert layout
    assert [line.bold for line in layout.lines] == [True] + [False] * (len(layout.lines) - 1)
    assert (layout.lines[0].text == f"{draft.marking.value}, {draft.identity}") is beside


@pytest.mark.parametrize(
    ("name", "prison", "slots"),
    [
        ("Tarquin Oddwell", "LEI", [None, Slot.NAME, Slot.IDENTITY]),
        (LONGEST, "LEI", [None, None, None, Slot.IDENTITY]),
    ],
)
def test_only_a_name_on_one_line_can_be_put_in_the_place_of_another(
    drafted: Callable[..., Draft], name: str, prison: str, slots: list[Slot | None]
) -> None:
    layout = Compositor(C5.panel, load_roboto()).fit(drafted(name, prison))
    assert layout
    assert [line.slot for line in layout.person] == slots
    assert not layout.lacks_sender


def test_a_name_that_cannot_be_broken_is_refused(drafted: Callable[..., Draft]) -> None:
    assert Compositor(C5.panel, load_roboto()).fit(drafted("W" * 60)) is None


def test_bars_are_on_the_printers_grid(drafted: Callable[..., Draft]) -> None:
    draft = drafted()
    layout = Compositor(DL.panel, load_roboto()).fit(draft)
    assert layout
    for bar in bars_of(combine(draw_panel(layout, letter_of(draft).code))):
        for edge in (bar.x / DOT, bar.width / DOT):
            assert edge == pytest.approx(round(edge), abs=1e-6)


def test_the_directory_has_the_open_prisons_that_are_tried(
    directory: Directory, open_prisons: list[str]
) -> None:
    assert len(open_prisons) > 100
    assert all(directory.find_by_code(code) for code in open_prisons)


@pytest.mark.parametrize(
    ("name", "prison", "lower", "narrower", "size", "dots", "lines", "baselines"),
    [
        ("Tarquin Oddwell", "ASI", 0, 0, 8.0, 8, 8, (46.22, 48.91, 62.37, 65.06)),
        ("Tarquin Oddwell", "ASI", 1, 0, 8.5, 8, 7, (46.35, 49.3, 61.09, 64.04)),
        ("Tarquin Oddwell", "ASI", 3, 0, 8.0, 8, 8, (46.22, 48.42, 59.86, 62.06)),
        ("Tarquin Oddwell", "ASI", 4, 0, 8.0, 6, 7, (46.22, 48.87, 58.7, 61.06)),
        (
            "Ana Hart-Smith-Featherstonehaugh-Cholmondeley-Vane",
            "LEI",
            0,
            0,
            8.0,
            8,
            8,
            (46.22, 48.95, 62.64, 65.37),
        ),
        (
            "VENKATANARASIMHARAJUVARIPETA-VENKATANARA",
            "LEI",
            0,
            0,
            8.0,
            6,
            7,
            (46.22, 49.41, 62.18, 65.37),
        ),
        ("VENKATANARASIMHARAJUVARIPETA", "LEI", 0, 14, 8.0, 6, 8, (46.22, 48.95, 62.64, 65.37)),
    ],
)
def test_a_panel_gives_way_in_steps_as_its_area_gets_smaller(
    drafted: Callable[..., Draft],
    name: str,
    prison: str,
    lower: float,
    narrower: float,
    size: float,
    dots: int,
    lines: int,
    baselines: tuple[float, ...],
) -> None:
    """By so many mm; the baselines are of the first two lines and the last two."""
    area = C5.panel._replace(bottom=C5.panel.bottom - lower, right=C5.panel.right - narrower)
    draft = drafted(name, prison)
    layout = Compositor(area, load_roboto()).fit(draft)
    assert layout
    assert_right(layout, draft, area)
    assert_says_all(layout, draft)
    assert (layout.size, layout.symbol.module_dots, len(layout.lines)) == (size, dots, lines)
    found = [layout.lines[at].y for at in (0, 1, -2, -1)]
    assert found == pytest.approx(baselines, abs=0.01)
