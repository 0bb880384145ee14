"""Who a letter is from, in the window: there for nearly all, and nothing touches it."""

from collections.abc import Callable, Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.letters.letter import Draft, Letter
from prisonmail.printing.picture import HEIGHT, WIDTH
from prisonmail.sender.markings import Marking
from prisonmail.sheets.drawing import DOT, Rectangle, combine
from prisonmail.sheets.envelopes import C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.labels import GRIDS
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.panel import SYMBOL_HEIGHT, PanelLayout, draw_panel
from prisonmail.sheets.window.sender_lines import WindowSender
from prisonmail.system.record import replace
from tests.conftest import BORN, letter_of
from tests.pages import cropped, ink_box, pictures, words
from tests.sheet_fixtures import HARDEST_PRISONS, LONGEST, WINDOW
from tests.sheets.window.test_fitting import IDENTITIES, WORDS, ink, name_of

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
