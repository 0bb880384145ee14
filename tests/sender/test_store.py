"""The profile file: written for its owner alone, read with every fault named."""

from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.sender.profile_rules import read_profile
from prisonmail.sender.store import load, save
from tests.sender.conftest import ENTRIES
from tests.systems import is_private


def test_a_profile_comes_back_as_it_was_saved_and_only_its_owner_can_read_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "new" / "profile.toml"
    profile = read_profile(ENTRIES)
    save(profile, path, force=False)
    assert load(path) == profile
    assert is_private(path)


def test_a_profile_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    save(read_profile(ENTRIES), path, force=False)
    other = read_profile(ENTRIES | {"sender": "Ann Hart"})
    with pytest.raises(OutputRefused) as refused:
        save(other, path, force=False)
    command = f"prisonmail profile set KEY VALUE --profile {path}"
    assert refused.value.remedy == f"Change it with: {command}. To replace all of it add --force"
    assert load(path).sender == "Eric Brown"
    save(other, path, force=True)
    assert load(path).sender == "Ann Hart"


@pytest.mark.parametrize(
    ("content", "message", "remedy"),
    [
        (
            b"role = ",
            "is not a TOML file",
            "Correct that line; then see what is wrong with: prisonmail profile check --profile ",
        ),
        (
            b"\xff",
            "cannot be read: it is not text in UTF-8.",
            "Save it again with that encoding: an editor offers it under “Save as”.",
        ),
        (
            b'role = "milkman"',
            "has 7 faults:\n  organisation: it is missing",
            "Correct the file, or each entry with: prisonmail profile set KEY VALUE --profile ",
        ),
    ],
)
def test_a_profile_that_cannot_be_used_says_what_is_wrong(
    tmp_path: Path, content: bytes, message: str, remedy: str
) -> None:
    path = tmp_path / "profile.toml"
    path.write_bytes(content)
    with pytest.raises(InputMissing) as missing:
        load(path)
    assert message in missing.value.message
    assert missing.value.remedy == (remedy if remedy.endswith(".") else f"{remedy}{path}")


def test_a_profile_that_is_missing_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputMissing) as missing:
        load(tmp_path / "profile.toml")
    path = tmp_path / "profile.toml"
    assert missing.value.remedy == f"Make one with: prisonmail profile init --profile {path}"


def test_the_advice_on_the_users_own_profile_names_no_other(home: Path) -> None:
    with pytest.raises(InputMissing) as missing:
        load(home / "profile.toml")
    assert missing.value.remedy == "Make one with: prisonmail profile init"
