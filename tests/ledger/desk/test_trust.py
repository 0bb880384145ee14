"""Whose word a desk takes, read from what it recorded of keys."""

import pytest

from prisonmail.ledger.desk.trust import KeyStanding, TrustedKeys, read_trust

ACCEPTED, FOLLOWED = KeyStanding.ACCEPTED, KeyStanding.FOLLOWED
REVOKED, WITHDRAWN = KeyStanding.REVOKED, KeyStanding.WITHDRAWN


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), TrustedKeys({}, {}, {}, frozenset())),
        (
            ("accepted a", "followed a b", "followed b c"),
            TrustedKeys(
                {"a": FOLLOWED, "b": FOLLOWED, "c": ACCEPTED},
                {"a": 2, "b": 3},
                {"b": "a", "c": "a"},
                frozenset("a"),
            ),
        ),
        (
            ("accepted a", "revoked b", "followed a b"),
            TrustedKeys({"a": FOLLOWED, "b": REVOKED}, {"a": 3}, {"b": "a"}, frozenset("a")),
        ),
        (
            ("accepted a", "followed a b", "revoked a", "followed a c", "withdrawn b"),
            TrustedKeys({"a": REVOKED, "b": WITHDRAWN}, {"a": 2}, {"b": "a"}, frozenset("a")),
        ),
        (
            ("accepted a", "followed a b", "followed b c", "revoked b", "accepted c"),
            TrustedKeys(
                {"a": FOLLOWED, "b": REVOKED, "c": ACCEPTED},
                {"a": 2, "b": 3},
                {"b": "a", "c": "a"},
                frozenset("ac"),
            ),
        ),
    ],
)
def test_the_last_event_of_a_key_is_what_holds_but_for_one_that_was_revoked(
    events: tuple[str, ...], expected: TrustedKeys
) -> None:
    assert read_trust(enumerate(events, start=1)) == expected


def test_keys_that_come_one_after_another_are_of_one_sender_and_compared_one_by_one() -> None:
    trust = read_trust([(1, "accepted a"), (2, "followed a b"), (3, "followed b c")])
    assert [trust.name_sender(each) for each in "abcd"] == ["a", "a", "a", "d"]
    assert [trust.list_keys(each) for each in "cd"] == [["a", "b", "c"], ["d"]]
    assert [trust.is_compared(each) for each in "abcd"] == [False] * 4
    again = read_trust([(1, "accepted a"), (2, "followed a b"), (3, "accepted b")])
    assert [again.is_compared(each) for each in "ab"] == [False, True]
