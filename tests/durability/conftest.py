import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.cases import Case, Desk
from tests.durability.disk import read_disk
from tests.durability.recorder import SHARED_MEMORY, Recording, record
from tests.soundness import import_path

Record = Callable[..., Recording]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A disk of its own. A kind of ledger that is encrypted would be a parameter of this fixture,
    which sets what the environment has to say of its key, here and for `record_case`."""
    desk = Desk(tmp_path / "disk")
    desk.folder.mkdir(parents=True)
    monkeypatch.setenv("PRISONMAIL_HOME", str(desk.home))
    monkeypatch.setenv("PYTHONPATH", import_path())
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("PRISONMAIL_LEDGER", raising=False)
    return desk


@pytest.fixture
def record_case(desk: Desk) -> Record:
    """Records the command of a case, in a real process; some lines of Python may sabotage it."""

    def run(case: Case, sabotage: str = "") -> Recording:
        case.prepare(desk)
        program = f"{sabotage}\n{case.before}\nfrom prisonmail.__main__ import main\nmain()"
        command = [sys.executable, "-c", program, *case.words(desk)]
        done = record(command, desk.folder, desk.root, desk.root.with_name("calls.txt"))
        assert done.exit_code == 0
        assert_same(done, desk.root)
        return done

    return run


def assert_same(recording: Recording, root: Path) -> None:
    """What was followed comes to the very bytes that are on the disk now."""
    followed = recording.end.image()
    kept = {name for name in followed if not name.endswith(SHARED_MEMORY)}
    assert {name: followed[name] for name in kept} == read_disk(root).image()
