import tomllib
from pathlib import Path
from typing import Any

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.sender import roles, store
from prisonmail.sender.profile_faults import find_faults
from prisonmail.sender.profile_rules import read_profile
from prisonmail.sender.roles import Family
from tests.systems import is_private

WHOLE: dict[str, Any] = {
    "organisation": "Greenstone Chambers",
    "sender": "Eric Brown",
    "cjsm_address": "eric.brown@greenstonechambers.co.uk.cjsm.net",
    "role": "solicitor",
    "address": "Greenstone House, 14 Park Square, Leeds",
    "postcode": "ls12ne",
    "telephone": "0113 496 0000",
}


def test_a_whole_profile_is_tidied_and_has_defaults() -> None:
    profile = read_profile(WHOLE)
    assert profile.address == ("Greenstone House", "14 Park Square", "Leeds")
    assert profile.postcode == "LS1 2NE"
    assert (profile.envelope, profile.valid_days, profile.printer_offset) == ("dl", 28, (0, 0))
    assert profile.particulars.address[-1] == "LS1 2NE"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("cjsm_address", "x@evilcjsm.net", "eric.brown@greenstonechambers.co.uk.cjsm.net"),
        ("role", "milkman", "Choose one of: solicitor"),
        ("postcode", "Leeds", "not a UK postcode"),
        ("telephone", "ring me", "not a telephone number"),
        ("telephone", "0113", "not a telephone number"),
        ("organisation", "  ", "it is empty"),
        ("sender", "Eric\u200bBrown\x07", "cannot be printed"),
        ("address", "", "it is empty"),
        ("address", "a,b,c,d,e,f,g", "room for 6 of them"),
        ("valid_days", 0, "must be 1 or more"),
        ("sender", "E" * 81, "there is room for 80 characters"),
        ("letterhead", "p" * 4097, "there is room for 4096 characters"),
        ("letterhead", "head\x07.pdf", "cannot be printed"),
        ("colour", "red", "does not know this entry"),
    ],
)
def test_each_fault_is_named_with_its_entry(field: str, value: object, said: str) -> None:
    found = find_faults(WHOLE | {field: value})
    assert [fault.field for fault in found] == [field]
    assert said in found[0].message


def test_all_faults_are_found_at_once() -> None:
    assert [fault.field for fault in find_faults({"role": "solicitor"})] == [
        "organisation",
        "sender",
        "cjsm_address",
        "address",
        "postcode",
        "telephone",
    ]


def test_a_saved_profile_is_private_and_loads_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "new" / "profile.toml"
    profile = read_profile(WHOLE | {"valid_days": 14})
    store.save(profile, path, force=False)
    assert store.load(path) == profile
    assert is_private(path)
    assert is_private(path.parent)
    assert tomllib.loads(path.read_text(encoding="utf-8"))["valid_days"] == 14
    with pytest.raises(OutputRefused, match="already"):
        store.save(profile, path, force=False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"organisation = ", "not a TOML file"),
        (b"\xff\xfe", "it is not text"),
        (b'role = "milkman"', "role: 'milkman' is not a role"),
    ],
)
def test_a_bad_profile_file_is_named_with_its_faults(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "profile.toml"
    path.write_bytes(content)
    with pytest.raises(InputMissing, match=said):
        store.load(path)


def test_a_missing_profile_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputMissing) as raised:
        store.load(tmp_path / "none.toml")
    assert "prisonmail profile init" in raised.value.remedy


def test_there_are_roles_in_all_three_families_each_with_a_source() -> None:
    assert {role.family for role in roles.ROLES} == set(Family)
    assert len(set(roles.get_keys())) == len(roles.ROLES)
    assert all(role.source and role.as_of for role in roles.ROLES)
    wanted = {"solicitor", "barrister", "legal-executive", "clerk", "court"}
    assert wanted < set(roles.get_keys())
    assert {"member-of-parliament", "samaritans", "prisons-and-probation-ombudsman"} < set(
        roles.get_keys()
    )
