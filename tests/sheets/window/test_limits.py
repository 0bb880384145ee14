"""What a limit lets through is laid out as the compositor would; most names need no more."""

from collections.abc import Callable
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prisonmail.letters.letter import Draft
from prisonmail.sender.markings import Marking
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.frames import PrisonLines
from prisonmail.sheets.window.limits import Limit
from prisonmail.sheets.window.panel import PanelLayout
from prisonmail.sheets.window.sender_lines import WindowSender
from prisonmail.system.record import replace
from tests.conftest import BORN
from tests.sheet_fixtures import HARDEST_PRISONS, LONGEST, WINDOW

NAMES = st.text("AEJQWglpyÅễŁ’ -.", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
COMPOSITORS = {each.name: Compositor(each.panel, load_roboto()) for each in (DL, C5, C4)}
LONG_TELEPHONE = replace(WINDOW, telephone="+44 (0)113 496 0000 ext 1234567")
SENDERS = {
    (each.name, sender): Compositor(each.printed_panel, load_roboto(), sender)
    for each in (DL, C5, C4)
    for sender in (WINDOW, LONG_TELEPHONE)
}
USUAL = ("Kai Penhallow", "Łukasz Wiśniewski", "Siân Ffion Llwyd", "Tarquin Oddwell-Jones")


def without_texts(layout: PanelLayout | None) -> object:
    """All of a layout but what differs from letter to letter."""
    assert layout
    lines = [line if line.slot is None else line._replace(text="") for line in layout.person]
    place = (layout.place.texts, layout.sender.texts)
    return layout.left, layout.size, lines, place, layout.symbol


@given(
    name=NAMES.filter(bool),
    prison=st.sampled_from(HARDEST_PRISONS),
    envelope=st.sampled_from([DL, C5, C4]),
    marking=st.sampled_from(list(Marking)),
    person=st.sampled_from(
        [{}, {"prison_number": "Q9999QQ"}, {"prison_number": None, "date_of_birth": BORN}]
    ),
)
@example(name="W" * 24, prison="LEI", envelope=DL, marking=Marking.PRISON_RULE_39, person={})
@example(
    name="gyjQ",
    prison="BWI",
    envelope=C5,
    marking=Marking.CONFIDENTIAL_ACCESS,
    person={"prison_number": "Q9999QQ"},
)
def test_a_name_within_its_limit_lies_where_every_such_name_lies(
    name: str,
    prison: str,
    envelope: Envelope,
    marking: Marking,
    person: dict[str, object],
    drafted: Callable[..., Draft],
) -> None:
    compositor = COMPOSITORS[envelope.name]
    draft, other = (
        replace(drafted(each, prison, **person), marking=marking) for each in (name, "Al")
    )
    if compositor.limits.hold(draft):
        layout = compositor.fit(draft)
        assert compositor.limits.hold(other)
        assert without_texts(layout) == without_texts(compositor.fit(other))
        assert layout
        assert [line.text for line in layout.person] == [marking.value, name, draft.identity]
    assert compositor.fits(draft) == (compositor.fit(draft) is not None)


@given(
    name=NAMES.filter(bool),
    prison=st.sampled_from(HARDEST_PRISONS),
    compositor=st.sampled_from(list(SENDERS)),
    marking=st.sampled_from(list(Marking)),
    person=st.sampled_from([{}, {"prison_number": None, "date_of_birth": BORN}]),
)
@example(
    name="Al",
    prison="LEI",
    compositor=("dl", WINDOW),
    marking=Marking.PRISON_RULE_39,
    person={},
)
@example(
    name="Maximilian Featherstone",
    prison="LEI",
    compositor=("dl", WINDOW),
    marking=Marking.PRISON_RULE_39,
    person={},
)
def test_names_within_one_limit_lie_alike_beside_the_sender(
    name: str,
    prison: str,
    compositor: tuple[str, WindowSender],
    marking: Marking,
    person: dict[str, object],
    drafted: Callable[..., Draft],
) -> None:
    found = SENDERS[compositor]
    draft = replace(drafted(name, prison, **person), marking=marking)
    number, layout = found.limits.find(draft), found.fit(draft)
    if number is not None:
        key = (compositor, prison, marking, bool(person), number)
        assert without_texts(layout) == LAID_OUT.setdefault(key, without_texts(layout))
        assert layout
        assert [line.text for line in layout.person] == [marking.value, name, draft.identity]
    assert found.fits(draft) == (layout is not None)


LAID_OUT: dict[object, object] = {}
"""How the first name of each limit lies."""


def test_a_name_too_wide_for_the_first_frame_is_held_against_the_next(
    drafted: Callable[..., Draft],
) -> None:
    limits = SENDERS["dl", WINDOW].limits
    names = ("Al", "Maximilian Featherstone", "Maximilian Featherstonehaugh-Smythe")
    assert [limits.find(drafted(name, "LEI")) for name in names] == [0, 1, None]


@pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
def test_most_names_are_within_their_limit(
    drafted: Callable[..., Draft], open_prisons: list[str], envelope: Envelope
) -> None:
    limits = COMPOSITORS[envelope.name].limits
    held = [limits.hold(drafted(name, prison)) for prison in open_prisons for name in USUAL]
    assert sum(held) > 0.7 * len(held)


def test_a_long_name_is_beyond_its_limit(drafted: Callable[..., Draft]) -> None:
    for compositor in COMPOSITORS.values():
        assert not any(compositor.limits.hold(drafted(LONGEST, each)) for each in HARDEST_PRISONS)


@pytest.mark.parametrize(
    ("limit", "held"),
    [
        ((1, 1, 9, 1, 0), True),
        ((0, 0, 0, 0, -9), True),
        ((0, 0, 0, -0.01, 0), True),
        ((-0.01, 1, 9, 1, 0), False),
        ((1, -0.01, 9, 1, 0), False),
        ((1, 1, -0.01, 1, 0), False),
        ((1, 1, 9, -0.01, -0.01), False),
    ],
)
def test_a_name_keeps_to_a_limit_in_all_its_measures(limit: tuple[float, ...], held: bool) -> None:
    """Each is more or less than the name's own: above, below, whole, depth, beside."""
    face = load_roboto().regular
    (above, below), width = face.measure_extent("Ag"), face.measure_ems("Ag")
    own = (above, below, width, below, width)
    measures = (*map(sum, zip(own, limit, strict=True)), width)
    assert Limit._make(measures).holds("Ag", face) is held


@pytest.mark.parametrize("person", [{}, {"prison_number": None, "date_of_birth": BORN}])
@pytest.mark.parametrize(
    ("envelope", "prison", "marking", "limit"),
    [
        (DL, "LEI", Marking.PRISON_RULE_39, (1.103, 0.392, 25.1339, 0.7079, 11.056)),
        (DL, "LEI", Marking.CONFIDENTIAL_ACCESS, (1.1012, 0.3903, 25.1339, 0.6994, 11.056)),
        (DL, "BWI", Marking.PRISON_RULE_39, (0.9898, 0.2789, 26.6123, 0.9729, 11.7063)),
        (C5, "LEI", Marking.PRISON_RULE_39, (0.9717, 0.2608, 22.2992, 0.0518, 11.7493)),
        (C5, "DGI", Marking.PRISON_RULE_39, (1.17, 0.4591, 8.2293, -0.1465, 8.2293)),
        (C5, "KVI", Marking.PRISON_RULE_39, (0.9499, 0.2389, 25.0866, 0.2978, 9.258)),
        (C5, "KVI", Marking.CONFIDENTIAL_ACCESS, (-1, -1, -1, -1, -1)),
        (C5, "BWI", Marking.PRISON_RULE_39, (-1, -1, -1, -1, -1)),
    ],
)
def test_the_limit_of_a_prison_leaves_as_much_as_its_first_frame_has(
    drafted: Callable[..., Draft],
    person: dict[str, object],
    envelope: Envelope,
    prison: str,
    marking: Marking,
    limit: tuple[float, ...],
) -> None:
    limits = Compositor(envelope.panel, load_roboto()).limits
    draft = replace(drafted("Al", prison, **person), marking=marking)
    assert limits.hold(draft) is (limit[0] > 0)
    (found,) = limits._found.values()
    firsts = list(islice(found, 1))
    assert bool(firsts) is (limit[0] > 0)
    for first in firsts:
        assert first[:5] == pytest.approx(limit, abs=5e-5)
    assert draft.address[0] not in repr(limits)


def test_no_identity_is_wider_or_deeper_than_a_limit_leaves_room_for(
    drafted: Callable[..., Draft],
) -> None:
    limits, face = COMPOSITORS["dl"].limits, load_roboto().regular
    number, birth = (limits._widest_identity(numbered=each) for each in (True, False))
    assert number.width == pytest.approx(face.measure_ems("WWWWWWW"))
    assert number.extent == face.measure_extent("Q0J")
    born = drafted(prison_number=None, date_of_birth=BORN).identity
    assert face.measure_ems(born) <= birth.width <= 1.5 * face.measure_ems(born)
    assert face.measure_extent(born).above <= birth.extent.above
    assert face.measure_extent(born).below <= birth.extent.below


def test_a_limit_leaves_the_room_that_its_own_kind_of_identity_needs(
    drafted: Callable[..., Draft],
) -> None:
    """In a panel that is just wide enough for a prison number, and not for a date of birth."""
    area = C5.panel._replace(right=C5.panel.right - 17)
    limits = Compositor(area, load_roboto()).limits
    assert limits.hold(drafted("Al", "DGI"))
    assert not limits.hold(drafted("Al", "DGI", prison_number=None, date_of_birth=BORN))


def test_sums_that_differ_in_their_last_digits_let_no_name_through(
    drafted: Callable[..., Draft],
) -> None:
    limits, draft = Compositor(DL.panel, load_roboto()).limits, drafted("Al")
    assert limits.find(draft) == 0
    _, frame = next(limits.frames.find(PrisonLines(draft.prison_name, draft.address)))
    ((first, *_),) = limits._found.values()
    assert first.whole < frame.name_rooms[0] < first.room


def test_a_limit_is_worked_out_once_for_a_prison_a_marking_and_a_kind_of_identity(
    drafted: Callable[..., Draft],
) -> None:
    limits = Compositor(DL.panel, load_roboto()).limits
    for name in ("Al", "Kai Penhallow"):
        for prison in ("LEI", "HLI"):
            limits.hold(drafted(name, prison))
            limits.hold(drafted(name, prison, prison_number=None, date_of_birth=BORN))
    assert len(limits._found) == 4
