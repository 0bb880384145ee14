"""What is wrong with a profile is told in our own words, each with its entry."""

from typing import Any

import pytest

from prisonmail.sender.profile_faults import find_faults
from prisonmail.sheets.known_envelopes import check_envelopes
from tests.sender.conftest import ENTRIES

WIDE = {
    "width": 229,
    "height": 120,
    "window_left": 20,
    "window_up": 25,
    "window_width": 95,
    "window_height": 40,
    "fold": "thirds",
}


def told(**changed: Any) -> list[tuple[str, str]]:
    entries = ENTRIES | changed
    found = (*find_faults(entries), *check_envelopes(entries))
    return [(fault.field, fault.message) for fault in found]


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"organisation": 7}, "organisation", "it must be text in quotes"),
        ({"address": ["A", " "]}, "address", "line 2: it is empty"),
        ({"address": ["A", 4]}, "address", "line 2: it must be text in quotes"),
        ({"address": []}, "address", "at least one line is needed"),
        ({"valid_days": 1.5}, "valid_days", "it must be a whole number"),
        ({"valid_days": 0}, "valid_days", "it must be 1 or more"),
        ({"random_check": 101}, "random_check", "it must be 100 or less"),
        (
            {"printer_offset": [1]},
            "printer_offset",
            "it must be two numbers, each from -10 to 10, like 1.5,-2",
        ),
        (
            {"printer_offset": [99, "a"]},
            "printer_offset",
            "it must be two numbers, each from -10 to 10, like 1.5,-2",
        ),
        ({"colour": "red"}, "colour", "prisonmail does not know this entry"),
        (
            {"envelopes": 1},
            "envelopes",
            "it must be a table, under a heading of its own in square brackets",
        ),
        (
            {"envelopes": {"wide": 1}},
            "envelopes.wide",
            "it must be a table, under a heading of its own in square brackets",
        ),
        (
            {"envelopes": {"wide": WIDE | {"width": 0}}},
            "envelopes.wide.width",
            "it must be more than 0",
        ),
        (
            {"envelopes": {"wide": WIDE | {"width": "a"}}},
            "envelopes.wide.width",
            "it must be a number",
        ),
        (
            {"envelopes": {"wide": WIDE | {"fold": "quarter"}}},
            "envelopes.wide.fold",
            "it must be 'thirds', 'half' or 'none'",
        ),
        ({"envelope": "c9"}, "envelope", "there is no envelope called c9. Known: dl, c5, c4"),
        (
            {"envelopes": {"wide": WIDE | {"width": 100}}},
            "envelopes.wide",
            "it cannot be used, as it is 100 × 120 mm, and the folded sheet is 210 × 99 mm: "
            "measure it again",
        ),
    ],
)
def test_one_fault_is_told_with_its_entry(
    changed: dict[str, Any], field: str, message: str
) -> None:
    assert told(**changed) == [(field, message)]


@pytest.mark.parametrize("envelope", ["dl", "C5", "wide", "Wide"])
def test_an_envelope_is_known_in_either_case(envelope: str) -> None:
    assert told(envelope=envelope, envelopes={"wide": WIDE}) == []


def test_all_faults_are_told_at_once_those_of_envelopes_among_them() -> None:
    found = told(telephone="1", envelope="c9", envelopes={"wide": WIDE | {"width": 100}, "x": {}})
    assert [field for field, _ in found] == [
        "telephone",
        *(f"envelopes.x.{size}" for size in WIDE),
        "envelopes.wide",
        "envelope",
    ]


RELAY = {"host": "relay.example", "from": "post@greenstone.example"}
LEFT_OPEN = "relay.example is another computer, so that security must be starttls or tls"


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"host": "relay.example:587"}, "relay.host", "it must be the name of a server alone"),
        ({"from": "post"}, "relay.from", "it has no @ signs, and an address has one"),
        ({"port": 0}, "relay.port", "it must be 1 or more"),
        ({"security": "ssl"}, "relay.security", "it must be 'starttls', 'tls' or 'none'"),
        ({"security": "none"}, "relay", LEFT_OPEN),
        ({"password": "x"}, "relay.password", "prisonmail does not know this entry"),
    ],
)
def test_a_relay_that_is_not_in_order(changed: dict[str, Any], field: str, message: str) -> None:
    ((where, said),) = told(relay=RELAY | changed)
    assert (where, said[: len(message)]) == (field, message)


def test_a_relay_in_order() -> None:
    assert told(relay=RELAY | {"security": "none", "host": "localhost"}) == []
    assert told(relay=RELAY | {"user": "firm", "ca_file": "ca.pem", "port": 465}) == []
