"""What a limit lets through is laid out as the compositor would; most names need no more."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prisonmail.letters.letter import Draft
from prisonmail.sender.markings import Marking
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.panel import PanelLayout
from prisonmail.system.record import replace
from tests.conftest import BORN
from tests.sheet_fixtures import HARDEST_PRISONS, LONGEST

NAMES = st.text("AEJQWglpyÅễŁ’ -.", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
COMPOSITORS = {each.name: Compositor(each.panel, load_roboto()) for each in (DL, C5, C4)}
USUAL = ("Kai Penhallow", "Łukasz Wiśniewski", "Siân Ffion Llwyd", "Tarquin Oddwell-Jones")


def without_texts(layout: PanelLayout | None) -> object:
    """All of a layout but what differs from letter to letter."""
    assert layout
    lines = [line if line.slot is None else line._replace(text="") for line in layout.person]
    return layout.left, layout.size, lines, layout.place.texts, layout.symbol


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
