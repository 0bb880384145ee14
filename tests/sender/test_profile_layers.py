"""A profile on that of the office: what it says holds, the rest comes from below."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.sender.profile_layers import find_source
from prisonmail.sender.store import list_sources, load
from prisonmail.system.folders import find_profile_path, office_profile_path
from tests.sender.conftest import ENTRIES

Write = Callable[..., Path]
BELL = {"name": "Jane Bell", "role": "solicitor"}


@pytest.fixture
def office(home: Path) -> Path:
    """The office's profile, for all users of this computer."""
    path = office_profile_path()
    path.parent.mkdir(parents=True)
    more = {"letterhead": "head.png", "signatories": {"jb": BELL}, "defaults": {"split": 200}}
    path.write_text(tomli_w.dumps(ENTRIES | more), "utf-8")
    return path


def test_without_an_own_profile_that_of_the_office_is_used(home: Path, office: Path) -> None:
    profile = load(find_profile_path())
    assert (profile.sender, profile.defaults.split) == ("Eric Brown", 200)
    assert profile.letterhead == str(office.parent / "head.png")


@pytest.mark.parametrize("entry", ["letterhead", "letter", "ca_file"])
def test_a_path_may_be_as_long_as_folders_lie_deep(tmp_path: Path, entry: str) -> None:
    path = str(tmp_path.joinpath(*["Conveyancing  and probate"] * 9, "paper.pdf"))
    named: dict[str, dict[str, object]] = {
        "letterhead": {"letterhead": path},
        "letter": {"defaults": {"letter": path}},
        "ca_file": {
            "relay": {"host": "mail.example", "from": ENTRIES["cjsm_address"], "ca_file": path}
        },
    }
    profile = tmp_path / "profile.toml"
    profile.write_text(tomli_w.dumps(ENTRIES | named[entry]), "utf-8")
    loaded = load(profile)
    relay = loaded.relay and loaded.relay.ca_file
    assert path in (loaded.letterhead, loaded.defaults.letter, relay)


def test_what_the_own_profile_says_holds_in_tables_key_by_key(home: Path, office: Path) -> None:
    own = find_profile_path()
    for telephone in ("0113 496 0001", "0113 496 0002"):
        own.write_text(
            f'sender = "Ann Day"\n[signatories.jb]\ntelephone = "{telephone}"\n[defaults]\n'
            "duplex = true\n",
            "utf-8",
        )
        profile = load(own)
        assert (profile.sender, profile.role) == ("Ann Day", "barrister")
        assert profile.senders["jb"].telephone == telephone
        assert profile.senders["jb"].name == "Jane Bell"
        assert (profile.defaults.duplex, profile.defaults.split) == (True, 200)
        assert load(own) == profile  # as it was noted
    office.write_text(office.read_text("utf-8").replace("200", "100"), "utf-8")
    assert load(own).defaults.split == 100
    sources = list_sources(own)
    entries = ("sender", "signatories.jb.telephone", "signatories.jb.name", "none.such")
    assert [find_source(sources, each) for each in entries] == [own, own, office, own]


def test_a_profile_that_is_named_has_under_it_only_what_it_names(
    home: Path, office: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.toml"
    alone.write_text(tomli_w.dumps(ENTRIES), "utf-8")
    assert load(alone).signatories == {}
    above = tmp_path / "more" / "above.toml"
    above.parent.mkdir()
    above.write_text('base = "../alone.toml"\nsender = "Ann Day"\n', "utf-8")
    assert (load(above).sender, load(above).telephone) == ("Ann Day", "0113 496 0000")


def test_a_fault_names_the_file_that_it_is_in(home: Path, office: Path) -> None:
    own = find_profile_path()
    own.write_text('role = "milkman"\n', "utf-8")
    office.write_text(office.read_text("utf-8").replace("LS1 2NE", "Leeds"), "utf-8")
    with pytest.raises(InputMissing) as raised:
        load(own)
    assert f"The sender profile {own} has 2 faults:\n  role: 'milkman' is" in raised.value.message
    assert f"\n  postcode, in {office}: 'Leeds' is not" in raised.value.message
    assert raised.value.remedy.endswith("each entry with: prisonmail profile set KEY VALUE")


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ('"none.toml"', "none.toml as its base, which is not there."),
        ("7", "base: it must be the path of another profile, in quotes"),
        ('"own.toml"', "leads to no end"),
    ],
)
def test_a_base_that_cannot_be_followed_is_refused(tmp_path: Path, base: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"base = {base}\n", "utf-8")
    with pytest.raises(InputMissing) as raised:
        load(path)
    assert said in raised.value.message


def test_a_variable_names_the_profile_by_a_whole_path(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_profile_path() == home / "profile.toml"
    monkeypatch.setenv("PRISONMAIL_PROFILE", str(home / "other.toml"))
    assert find_profile_path() == home / "other.toml"
    monkeypatch.setenv("PRISONMAIL_PROFILE", "other.toml")
    with pytest.raises(WrongUsage, match="which is another place in each folder"):
        find_profile_path()
