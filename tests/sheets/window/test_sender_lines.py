"""Who a letter is from, in the window: there for nearly all, and nothing touches it."""

from collections.abc import Callable, Iterable
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.letters.letter import Draft, Letter
from prisonmail.printing.picture import HEIGHT, WIDTH
from prisonmail.sender.markings import Marking
from prisonmail.sheets.drawing import DOT, MM_PER_POINT, Rectangle, TextRun, combine
from prisonmail.sheets.envelopes import C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.typeface import Extent
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.lines import PanelLine, measure
from prisonmail.sheets.window.panel import SYMBOL_HEIGHT, PanelLayout, draw_panel, place_symbol
from prisonmail.sheets.window.sender_lines import SenderBlock, WindowSender
from prisonmail.system.record import replace
from tests.conftest import BORN, letter_of
from tests.pages import cropped, ink_box, pictures, words
from tests.sheet_fixtures import HARDEST_PRISONS, LONGEST, WINDOW
from tests.sheets.window.test_fitting import IDENTITIES, WORDS, ink, name_of

EM = 8 * MM_PER_POINT
ONE_WORD = "VENKATANARASIMHARAJUVARIPETA"
NEEDED = replace(WINDOW, is_needed=True)
COMPOSITORS = {
    each.name: Compositor(each.printed_panel, load_roboto(), WINDOW) for each in (DL, C5)
}


def drafts(
    drafted: Callable[..., Draft], prisons: Iterable[str], lengths: Iterable[int]
) -> Iterable[Draft]:
    return (
        drafted(name_of(words, length), prison, **identity)
        for prison in prisons
        for words in WORDS.values()
        for identity in IDENTITIES
        for length in lengths
    )


def assert_nothing_touches(layout: PanelLayout, draft: Draft, area: Rectangle) -> None:
    """Of the address, the sender, the printed code, and the symbol with its quiet zones."""
    count = len(combine(draw_panel(layout, letter_of(draft).code)).texts)
    texts = ink(layout, letter_of(draft))[:count]
    symbol, module = layout.symbol, layout.symbol.module_dots * DOT
    left = symbol.first_dot * DOT - 10 * module
    bars = Rectangle(left, symbol.top, left + 132 * module, symbol.top + SYMBOL_HEIGHT)
    for one, other in combinations((*texts, bars), 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        assert across <= 1e-6 or down <= 1e-6, (draft.name, one, other)
    for each in (*texts, bars):
        assert min(each.left - area.left, area.right - each.right) >= -1e-6
        assert min(each.top - area.top, area.bottom - each.bottom) >= -1e-6


@pytest.mark.parametrize("envelope", [DL, C5], ids=lambda each: each.name)
def test_at_least_95_percent_of_prisons_and_names_have_the_sender_in_the_window(
    envelope: Envelope, drafted: Callable[..., Draft], open_prisons: list[str]
) -> None:
    compositor = COMPOSITORS[envelope.name]
    fitted = [compositor.fit(each) for each in drafts(drafted, open_prisons, (8, 24, 34, 40))]
    named = [each for each in fitted if each and each.sender.texts]
    assert len(fitted) > 2_900
    assert len(named) >= 0.95 * len(fitted)
    assert all(each and each.lacks_sender is not bool(each.sender.texts) for each in fitted)


@pytest.mark.parametrize("envelope", [DL, C5], ids=lambda each: each.name)
def test_nothing_touches_the_sender(envelope: Envelope, drafted: Callable[..., Draft]) -> None:
    compositor = COMPOSITORS[envelope.name]
    names = (ONE_WORD, "Łukasz Ødegård", LONGEST)
    hard = [drafted(name, prison) for name in names for prison in HARDEST_PRISONS]
    for draft in (*hard, *drafts(drafted, HARDEST_PRISONS, range(4, 61, 8))):
        layout = compositor.fit(draft)
        assert layout
        assert_nothing_touches(layout, draft, envelope.printed_panel)


@given(
    firm=st.text("WiaÅgf -&", min_size=1, max_size=60).map(lambda x: " ".join(x.split())),
    telephone=st.text("0123 456+()", min_size=7, max_size=30),
    name=st.sampled_from(["Al", "Maximilian Featherstone", ONE_WORD, LONGEST]),
    prison=st.sampled_from(HARDEST_PRISONS),
    envelope=st.sampled_from([DL, C5]),
)
def test_whatever_a_sender_is_called_it_touches_nothing(
    firm: str,
    telephone: str,
    name: str,
    prison: str,
    envelope: Envelope,
    drafted: Callable[..., Draft],
) -> None:
    sender = WindowSender(firm or "A", telephone, load_roboto())
    draft = drafted(name, prison)
    layout = Compositor(envelope.printed_panel, load_roboto(), sender).fit(draft)
    assert layout
    assert_nothing_touches(layout, draft, envelope.printed_panel)


@pytest.mark.parametrize(
    "area",
    [Rectangle(0.0, 0.0, WIDTH, HEIGHT), *(grid.locate_panel(0) for grid in GRIDS.values())],
    ids=["image", *GRIDS],
)
def test_labels_and_pictures_always_name_the_sender(
    area: Rectangle, drafted: Callable[..., Draft], open_prisons: list[str]
) -> None:
    compositor = Compositor(area, load_roboto(), NEEDED)
    every = drafts(drafted, open_prisons, (40,))
    hard = (drafted(ONE_WORD, each) for each in open_prisons)
    for draft in (*every, *hard, *drafts(drafted, HARDEST_PRISONS, (60,))):
        layout = compositor.fit(draft)
        assert layout, (draft.name, draft.prison)
        assert layout.sender.texts


def test_a_label_without_room_for_the_sender_is_not_printed(drafted: Callable[..., Draft]) -> None:
    telephone = replace(NEEDED, telephone="0113 496 0000 " * 6)
    area = GRIDS["L7163"].locate_panel(0)
    assert Compositor(area, load_roboto(), telephone).fit(drafted()) is None
    asked = replace(telephone, is_needed=False)
    layout = Compositor(area, load_roboto(), asked).fit(drafted())
    assert layout
    assert layout.lacks_sender


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Tarquin Oddwell", ("From Greenstone Chambers", "0113 496 0000")),
        (ONE_WORD, ("Greenstone Chambers, 0113 496 0000",)),
    ],
)
def test_the_sender_stands_above_the_symbol_or_behind_the_marking(
    name: str, said: tuple[str, ...], drafted: Callable[..., Draft]
) -> None:
    layout = COMPOSITORS["dl"].fit(drafted(name))
    assert layout
    texts = layout.sender.texts
    assert tuple(run.text for run in texts) == said
    assert {run.size for run in texts} == {8.0}
    assert texts[0].y == pytest.approx(layout.lines[0].y)
    assert all(run.y < layout.symbol.top for run in texts)


@pytest.mark.parametrize(
    ("beside", "least", "places"),
    [
        (45.0, 3.0, (45.0, 45.0 + 1.15 * EM)),
        (45.0, 4.0, (45.0, 49.0)),
        (39.0, 3.0, (40.0, 40.0 + 1.15 * EM)),
        (46.9, 3.0, (46.9, 50.0)),
        (48.0, 3.0, (47.0, 50.0)),
    ],
)
def test_a_sender_stands_beside_the_marking_as_far_as_its_lines_have_room(
    beside: float, least: float, places: tuple[float, ...]
) -> None:
    lines = ("From Greenstone Chambers", "0113 496 0000")
    block = SenderBlock(lines, left=60.0, highest=40.0, lowest=50.0, least=least)
    expected = [TextRun(60.0, y, line, 8.0) for y, line in zip(places, lines, strict=True)]
    for run, wanted in zip(block.draw(beside).texts, expected, strict=True):
        assert run[2:] == wanted[2:]
        assert run[:2] == pytest.approx(wanted[:2])


def test_a_sender_above_the_symbol_keeps_white_on_all_sides() -> None:
    """The ink of the name is below the edge, that of the telephone above the bars."""
    symbol, face = place_symbol(DL.panel, 8, load_roboto()), load_roboto().regular
    right, first_bar = DL.panel.right - 0.1, symbol.first_dot * DOT
    beside = first_bar - 10 * 8 * DOT + 1.5
    for number in range(1, 80):
        telephone = "(" + "i" * number
        sender = replace(WINDOW, name="Åg", telephone=telephone)
        left = right - face.measure_width(telephone, 8)
        block = sender.set_above(symbol, DL.panel)
        assert (block is not None) is (left >= beside)
        if block:
            upper, lower = (face.measure_extent(line) for line in block.lines)
            assert block.lines == ("From Åg", telephone)
            assert block.left == pytest.approx(min(first_bar, left))
            assert block.highest - upper.above * EM == pytest.approx(DL.panel.top + 0.1)
            assert block.lowest + lower.below * EM == pytest.approx(symbol.top - 0.8)
            assert block.least == pytest.approx((upper.below + lower.above + 0.05) * EM)


def test_a_sender_has_no_room_above_a_symbol_if_its_lines_would_touch() -> None:
    symbol = place_symbol(DL.panel, 8, load_roboto())
    block = WINDOW.set_above(symbol, DL.panel)
    assert block
    lower = block.lowest - block.highest - block.least
    for move, fits in ((lower - 0.001, True), (lower + 0.001, False)):
        area = DL.panel._replace(top=DL.panel.top + move)
        assert (WINDOW.set_above(symbol, area) is not None) is fits


def test_a_name_above_the_symbol_is_shortened_to_the_room_it_has() -> None:
    symbol = place_symbol(DL.panel, 8, load_roboto())
    block = replace(WINDOW, name="Wide " * 9 + "W").set_above(symbol, DL.panel)
    assert block
    assert block.lines[0] == "Wide " * 5 + "Wide…"
    room = DL.panel.right - 0.1 - symbol.first_dot * DOT + 10 * 8 * DOT - 1.5
    measure_width = load_roboto().regular.measure_width
    assert measure_width("Wide " * 5 + "Wide…", 8) <= room < measure_width("Wide " * 6 + "Wide…", 8)
    assert replace(WINDOW, name="W" * 40).set_above(symbol, DL.panel) is None


@pytest.mark.parametrize("less", [0.0, 0.001])
def test_a_name_that_just_has_room_is_not_shortened(less: float) -> None:
    """Nor is anything but a word the last of it."""
    sender = replace(WINDOW, name="Stone Sons, LLP")
    ways = (f"From {sender.name}", sender.name, "Stone Sons…", "Stone…", None)
    for way, next_way in pairwise(ways):
        width = load_roboto().regular.measure_width(way or "", 8)
        assert sender.shorten(width - less) == (next_way if less else way)


def test_a_line_with_the_sender_behind_it_has_its_width_and_its_ink_too() -> None:
    """In ems of 3 mm; the sender's own are of 8 points."""
    text, em, face = "From Greenstone Chambers, 0113 496 0000", 3.0, load_roboto().regular
    own, width = face.measure_extent(text), face.measure_width(text, 8)
    needed = 5 * em + 1.5 + width
    for extent in (Extent(0.1, -0.1), Extent(2.0, 1.0)):
        marking = PanelLine("Rule 39", 5.0, extent, bold=True)
        above = max(extent.above, own.above * EM / em)
        below = max(extent.below, own.below * EM / em)
        head = WINDOW.widen(marking, em, needed + 0.001)
        assert head
        assert (head.width, *head.extent) == pytest.approx((needed / em, above, below))
        assert (head.text, head.bold) == ("Rule 39", True)
    shorter = WINDOW.widen(marking, em, needed - 0.001)
    assert shorter
    less = face.measure_width("From ", 8)
    assert shorter.width == pytest.approx((needed - less) / em)
    assert WINDOW.widen(marking, em, 30.0) is None


def test_a_sender_behind_the_marking_ends_at_the_right_of_the_panel() -> None:
    symbol = place_symbol(DL.panel, 8, load_roboto())
    marking = measure("Rule 39", load_roboto().bold)
    (run,) = WINDOW.draw_behind(marking, 50.0, 3.0, symbol, 99.0).texts
    assert (run.y, run.text, run.size) == (50.0, "From Greenstone Chambers, 0113 496 0000", 8.0)
    right = run.x + load_roboto().regular.measure_width(run.text, 8)
    assert right == pytest.approx(99.0)


@pytest.mark.parametrize(("envelope", "least"), [(DL, 1.0), (C5, 0.0)], ids=["dl", "c5"])
def test_a_millimetre_stays_free_at_all_edges_if_there_is_play_for_it(
    envelope: Envelope, least: float, letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    seen, shown = envelope.ever_visible, envelope.always_visible
    for page in pictures(printed(letters, Paper(envelope)), 300):
        ink = ink_box(cropped(page, seen, 300), 300)
        free = (
            ink.left + seen.left - shown.left,
            ink.top + seen.top - shown.top,
            shown.right - ink.right - seen.left,
            shown.bottom - ink.bottom - seen.top,
        )
        assert min(free) >= least - 25.4 / 300


def test_a_window_says_the_short_name_of_the_profile(
    drafted: Callable[..., Draft], printed: Callable[..., bytes]
) -> None:
    letter = letter_of(drafted(prison_number=None, date_of_birth=BORN, marking=Marking.YOI_RULE_17))
    for paper in (Paper(short_name="GSC"), Paper(labels="L7163", short_name="GSC")):
        assert "From GSC 0113 496 0000" in words(printed([letter], paper))
