"""Whatever a sender is called and wherever they are: no text of a sheet touches another."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prisonmail.letters.letter import Letter
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import SourcePage, Span
from prisonmail.sheets.envelopes import C4, C5, DL, Envelope
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.sender_fit import LETTERHEAD, find_entry_too_long
from prisonmail.system.record import replace
from tests.conftest import SENDER, batch_of
from tests.pages import texts
from tests.sheet_fixtures import written

ENVELOPES = pytest.mark.parametrize("envelope", [DL, C5, C4], ids=lambda each: each.name)
FIRM = "The Foundation for Advice and Legal Representation of Prisoners (Wales)"
LINES = "Featherstonehaugh House, Room 9"
LONG = replace(
    SENDER,
    organisation=FIRM,
    name="Maximilian Bartholomew Featherstonehaugh-Smythe",
    cjsm_address=f"{'maximilian.' * 5}smythe@{'featherstonehaugh.' * 4}cjsm.net",
    address=(*[LINES[:26]] * 6, "LS1 2NE"),
    telephone="+44 (0)113 496 0000 ext 12",
)


def printed(sender: Sender, envelope: Envelope, letter: Letter) -> bytes:
    letter_sheets = LetterSheets(batch_of(sender, 1), Paper(envelope), load_roboto(), Letterhead())
    return written(letter_sheets.draw(letter))


def refused(sender: Sender, envelope: Envelope = DL) -> str | None:
    return find_entry_too_long(sender, Paper(envelope), Letterhead(), load_roboto())


def assert_nothing_touches(page: bytes) -> None:
    found = texts(page)
    for one, other in combinations(found, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        assert across < 0.05 or down < 0.05, (one, other)
    assert max(each.right for each in found) < 190.5
    assert max(each.bottom for each in found) < 292


@ENVELOPES
def test_a_sender_with_much_to_say_fits(envelope: Envelope, letters: list[Letter]) -> None:
    assert refused(SENDER, envelope) is None
    assert refused(LONG, envelope) is None
    assert_nothing_touches(printed(LONG, envelope, letters[1]))


@ENVELOPES
@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        ("organisation", {"organisation": "W" * 80}),
        ("organisation", {"organisation": ("WWWWWWW " * 10).strip()}),
        ("sender", {"name": "W" * 80}),
        ("address", {"address": (*[("WWWWWWW " * 10).strip()] * 6, "X")}),
        ("address", {"address": ("W" * 80, "LS1 2NE")}),
    ],
)
def test_what_is_too_long_is_named(entry: str, changes: dict[str, Any], envelope: Envelope) -> None:
    assert refused(replace(SENDER, **changes), envelope) == entry


@ENVELOPES
@pytest.mark.parametrize(
    "changes",
    [
        {"cjsm_address": f"{'w' * 64}@{('w' * 60 + '.') * 3}cjsm.net"},
        {"address": (*["Featherstonehaugh and Cholmondeley House, Floor 9"] * 4, "LS1 2NE")},
    ],
    ids=["cjsm_address", "address"],
)
def test_a_long_address_is_printed_whole(
    changes: dict[str, Any], envelope: Envelope, letters: list[Letter]
) -> None:
    sender = replace(SENDER, **changes)
    assert refused(sender, envelope) is None
    page = printed(sender, envelope, letters[1])
    assert_nothing_touches(page)
    said = "".join(each.text for each in texts(page))
    whole = changes.get("cjsm_address") or ", ".join(sender.address)
    assert "".join(whole.split()) in "".join(said.split())


@pytest.mark.parametrize(
    ("envelope", "free", "entry"),
    [
        (DL, Span(80, 268), None),
        (C4, Span(80, 285), None),
        (C4, Span(80, 268), LETTERHEAD),  # only the longest names would reach its foot
        (DL, Span(105, 250), LETTERHEAD),
    ],
)
def test_a_letterhead_has_to_leave_room_for_any_name(
    envelope: Envelope, free: Span, entry: str | None
) -> None:
    head = Letterhead(under=SourcePage("head.pdf"), free=free)
    assert find_entry_too_long(SENDER, Paper(envelope), head, load_roboto()) == entry


words = st.text("WiaÅ", min_size=1, max_size=14)
lines = st.lists(words, min_size=1, max_size=12).map(lambda some: " ".join(some)[:80].strip())


@settings(max_examples=settings().max_examples // 4)  # each is printed
@given(lines, lines, st.lists(lines, min_size=1, max_size=6), st.integers(1, 60))
def test_what_is_not_refused_touches_nothing(
    letters: list[Letter], firm: str, name: str, address: list[str], mailbox: int
) -> None:
    cjsm_address = f"{'m' * mailbox}@{'m' * mailbox}.cjsm.net"
    sender = replace(
        SENDER, organisation=firm, name=name, address=(*address, "X"), cjsm_address=cjsm_address
    )
    if refused(sender) is None:
        assert_nothing_touches(printed(sender, DL, letters[0]))


def test_a_profile_that_is_too_long_for_the_sheet_is_refused_with_what_to_do(
    prisonmail: Callable[..., Any], profile: Any
) -> None:
    said = profile.read_text("utf-8").replace("Greenstone Chambers", "W" * 80)
    profile.write_text(said, "utf-8")
    run = prisonmail("profile", "check")
    assert run.exit_code == 66
    assert "The profile’s organisation is too long for a sheet" in run.err
    assert "Shorten it." in run.err
