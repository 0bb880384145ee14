"""Small changes to what matters most are noticed by its tests (`just mutants` tries all)."""

import os
import subprocess
import sys
from types import ModuleType

import pytest

from tests.mutants.__main__ import KNOWN, read_survivors
from tests.mutants.making import Mutant, make_mutants
from tests.mutants.swapping import swap_in
from tests.soundness import import_path

HELD = ("codes", "ledger", "matching", "publishing", "window")
"""The rooms that were tried in full, and all of whose survivors are explained."""
posix = pytest.mark.skipif(os.name != "posix", reason="needs forks of POSIX")


@posix
@pytest.mark.soak
@pytest.mark.parametrize("room", HELD)
def test_of_small_changes_95_in_100_are_caught_and_why_others_are_not_is_known(room: str) -> None:
    """In a process of its own: this one has threads, and modules that are not to be changed."""
    options = ("--sample", "40", "--children", "1", "--least", "95")
    run = subprocess.run(
        [sys.executable, "-m", "tests.mutants", room, *options],
        env=os.environ | {"PYTHONPATH": import_path()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_survivor_that_is_listed_can_still_be_made_and_has_its_reason() -> None:
    known = read_survivors(KNOWN)
    made = {mutant.key for file in {key[0] for key in known} for mutant in make_mutants(file)}
    assert known.keys() <= made
    assert all(known.values())


def test_changed_defaults_and_attributes_of_classes_are_swapped_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = """
from typing import ClassVar, NamedTuple
from prisonmail.system.record import Record, field

class Kept(Record, frozen=True):
    withheld: ClassVar[tuple[str, ...]] = ("made",)
    made: dict[str, str] = field(default_factory=dict)
    size: int = 1

class Style(NamedTuple):
    short: bool = False
"""
    module = ModuleType("prisonmail.made_up")
    module.__file__ = "made_up.py"
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(code, module.__dict__)  # noqa: S102
    kept, style = module.Kept, module.Style
    changed = code.replace('("made",)', "()").replace("=dict)", "=set)")
    changed = changed.replace("int = 1", "int = 2").replace("= False", "= True")
    swap_in(Mutant("made_up.py", 1, "", "", changed))
    assert module.Kept is kept
    assert repr(kept()) == "Kept(made=set(), size=2)"
    assert style().short
    swap_in(Mutant("made_up.py", 1, "", "", code.replace("frozen=True", "frozen=True, dict=True")))
    assert module.Kept.__struct_config__.dict
