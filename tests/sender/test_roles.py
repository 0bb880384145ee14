"""Each role has one family, a certainty and a source."""

import pytest

from prisonmail.certainty import Certainty
from prisonmail.sender.roles import ROLES, Family, find_role, get_keys


def test_every_role_is_found_by_its_own_key_and_no_key_is_used_twice() -> None:
    assert [find_role(key) for key in get_keys()] == list(ROLES)
    assert len(set(get_keys())) == len(ROLES)


def test_a_key_can_be_typed_on_a_command_line() -> None:
    for key in get_keys():
        assert key == key.casefold()
        assert set(key) <= set("abcdefghijklmnopqrstuvwxyz-")


@pytest.mark.parametrize("key", ["milkman", "Solicitor", "", "solicitor "])
def test_an_unknown_key_has_no_role(key: str) -> None:
    with pytest.raises(KeyError):
        find_role(key)


@pytest.mark.parametrize(
    ("key", "family", "certainty"),
    [
        ("solicitor", Family.LEGAL_ADVISER, Certainty.CONFIRMED),
        ("legal-executive", Family.LEGAL_ADVISER, Certainty.UNCONFIRMED),
        ("court", Family.COURT, Certainty.CONFIRMED),
        ("samaritans", Family.CONFIDENTIAL_ACCESS, Certainty.CONFIRMED),
        ("prisons-and-probation-ombudsman", Family.CONFIDENTIAL_ACCESS, Certainty.REPORTED),
        ("consular-officer", Family.CONFIDENTIAL_ACCESS, Certainty.UNCONFIRMED),
    ],
)
def test_a_role_says_why_and_how_surely_it_may_use_a_marking(
    key: str, family: Family, certainty: Certainty
) -> None:
    role = find_role(key)
    assert (role.family, role.certainty) == (family, certainty)


def test_every_role_names_its_source() -> None:
    assert all(role.source and role.title for role in ROLES)
