"""A profile that was found in order is known again; whatever else is checked by the rules."""

import ast
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w

import prisonmail
from prisonmail.errors import InputMissing
from prisonmail.sender import checked_profiles, profile_faults
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_layers import read_layers
from prisonmail.sender.profile_rules import read_profile
from prisonmail.sender.store import check, load
from prisonmail.system.plate_files import make_plate
from tests.sender.conftest import ENTRIES
from tests.systems import is_private

WIDE = {
    "width": 229,
    "height": 120,
    "window_left": 20.5,
    "window_up": 25,
    "window_width": 95,
    "window_height": 40,
    "fold": "half",
}
CASES: list[dict[str, Any]] = [
    {},
    {"organisation": "  Żółć   & Söhne “LLP”  ", "address": "1 Park Square , Leeds"},
    {"letterhead": "head.png", "valid_days": 365, "random_check": 100},
    {"printer_offset": [-0.0, 1e-7]},
    {"printer_offset": [1, -2], "postcode": "ls12ne", "role": "Legal Executive"},
    {"envelopes": {"wide": WIDE, "other one": WIDE | {"fold": "none"}}, "envelope": "Wide"},
]
Write = Callable[..., Path]


@pytest.fixture
def note(home: Path) -> Path:
    return home / "checked.plate"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(changed: dict[str, Any], name: str = "profile.toml") -> Path:
        path = tmp_path / name
        path.write_text(tomli_w.dumps(ENTRIES | changed), "utf-8")
        return path

    return write


def load_known(path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    """Load a profile, or fail if that asks the rules."""
    with monkeypatch.context() as without_rules:
        without_rules.delattr(profile_faults, "find_faults")
        return load(path)


@pytest.mark.parametrize("changed", CASES)
def test_a_profile_is_the_same_with_and_without_the_note(
    changed: dict[str, Any], write: Write, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(changed)
    first = load(path)
    assert is_private(note)
    again = load_known(path, monkeypatch)
    assert again == first == check(path) == read_profile(ENTRIES | changed)
    assert repr(again) == repr(first)


def test_a_record_has_the_defaults_of_the_rules() -> None:
    whole = ENTRIES | {"address": tuple(ENTRIES["address"])}
    assert read_profile(ENTRIES) == Profile(**whole)


def test_several_profiles_are_known_side_by_side(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write({"valid_days": days}, f"{days}.toml") for days in range(1, 10)]
    for path in paths:
        load(path)
    assert [load_known(path, monkeypatch).valid_days for path in paths[1:]] == [*range(2, 10)]
    with pytest.raises(ImportError):  # the oldest was let go
        load_known(paths[0], monkeypatch)


def test_a_profile_with_faults_is_refused_each_time(write: Write, note: Path) -> None:
    load(write({}))
    for _ in range(2):
        with pytest.raises(InputMissing, match="not a UK postcode"):
            load(write({"postcode": "Leeds"}))
    assert load(write({})).postcode == "LS1 2NE"


@pytest.mark.parametrize("part", [*checked_profiles._RULES, "__version__"])
def test_other_rules_or_another_version_check_anew(
    part: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read_bytes = write({}), Path.read_bytes
    load(path)
    if part == "__version__":
        monkeypatch.setattr(prisonmail, part, "0.0.9")
    else:
        changed = Path(prisonmail.__file__).parent / part
        monkeypatch.setattr(
            Path, "read_bytes", lambda each: read_bytes(each) + b"#" * (each == changed)
        )
    assert checked_profiles.recall(read_layers(path)) is None
    assert load(path) == check(path)


def test_the_rules_are_all_that_a_check_rests_on() -> None:
    package = Path(prisonmail.__file__).parent
    found, left = set[str](), ["sender/profile_rules.py"]
    while left:
        file = left.pop()
        if file not in found and (package / file).is_file():
            found.add(file)
            for node in ast.walk(ast.parse((package / file).read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and str(node.module).startswith("prisonmail"):
                    room = str(node.module).replace(".", "/").removeprefix("prisonmail")
                    names = [room, *(f"{room}/{each.name}" for each in node.names)]
                    left += [f"{name.removeprefix('/')}.py" for name in names]
    assert found == set(checked_profiles._RULES)


def damage(content: bytes) -> bytes:
    return content.replace(b"Greenstone", b"Greystone ")


@pytest.mark.parametrize(
    "spoil",
    [
        damage,
        lambda content: content[:-20],
        lambda _: b"",
        lambda _: b"\xff\x00",
        lambda _: make_plate([1]),
        lambda content: make_plate({content[67:131].decode(): {"role": 7}}),
        lambda content: make_plate({content[67:131].decode(): None}),
    ],
)
def test_a_note_that_is_damaged_or_foreign_counts_as_none(
    spoil: Callable[[bytes], bytes], write: Write, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write({})
    first = load(path)
    spoiled = spoil(note.read_bytes())
    note.write_bytes(spoiled)
    with pytest.raises(ImportError):
        load_known(path, monkeypatch)
    assert load(path) == first
    assert load_known(path, monkeypatch) == first  # and it is made again


@pytest.mark.parametrize("obstacle", ["no folder", "read-only", "a folder of its name"])
def test_a_note_that_cannot_be_written_is_done_without(
    obstacle: str, write: Write, home: Path, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write({})
    if obstacle == "no folder":
        monkeypatch.setenv("PRISONMAIL_HOME", str(home / "none"))
    elif obstacle == "read-only":
        monkeypatch.setattr(os, "open", _refuse_writing)
    else:
        note.mkdir()
    assert load(path) == load(path) == read_profile(ENTRIES)
    assert not note.is_file()
    assert not (home / "none").exists()


def _refuse_writing(*_: object, **__: object) -> int:
    raise PermissionError(13, "Permission denied")
