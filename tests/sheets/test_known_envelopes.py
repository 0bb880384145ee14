from typing import Any

import pytest

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_rules import read_profile
from prisonmail.sheets.known_envelopes import check_envelopes, collect_envelopes, find_envelope

OURS: dict[str, Any] = {
    "width": 225,
    "height": 115,
    "window_left": 18,
    "window_up": 20,
    "window_width": 95,
    "window_height": 38,
    "fold": "thirds",
}
ENTRIES: dict[str, Any] = {
    "organisation": "Greenstone Chambers",
    "sender": "Eric Brown",
    "cjsm_address": "eric.brown@greenstonechambers.co.uk.cjsm.net",
    "role": "barrister",
    "address": "Leeds",
    "postcode": "LS1 2NE",
    "telephone": "0113 496 0000",
}


def profile_with(**envelopes: dict[str, Any]) -> Profile:
    return read_profile(ENTRIES | {"envelopes": envelopes})


def test_a_profiles_own_envelope_is_known_beside_those_built_in() -> None:
    profile = profile_with(Ours=OURS)
    assert list(collect_envelopes(profile)) == ["dl", "c5", "c4", "ours"]
    assert find_envelope("OURS", profile).window_width == 95
    assert find_envelope("DL", None).name == "dl"


def test_an_unknown_envelope_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(WrongUsage, match="no envelope called b4") as refused:
        find_envelope("b4", profile_with(ours=OURS))
    assert refused.value.remedy == "Known: dl, c5, c4, ours."


def test_an_envelope_that_cannot_hold_the_panel_is_refused_and_is_a_fault() -> None:
    narrow = OURS | {"window_width": 60}
    with pytest.raises(InputMissing, match="envelope ours cannot be used"):
        collect_envelopes(profile_with(ours=narrow))
    (fault,) = check_envelopes({"envelopes": {"ours": narrow}})
    assert fault.field == "envelopes.ours"


def test_only_whole_entries_are_measured_and_the_name_is_checked() -> None:
    assert check_envelopes({"envelopes": {"ours": {"width": 225}}}) == ()
    assert check_envelopes({"envelopes": "none", "envelope": "dl"}) == ()
    (fault,) = check_envelopes({"envelope": "b4"})
    assert fault.field == "envelope"
