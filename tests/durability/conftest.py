import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.durability.cases import Case, Desk
from tests.durability.disk import read_disk
from tests.durability.recorder import SHARED_MEMORY, Recording, record
from tests.soundness import import_path

Record = Callable[..., Recording]


_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - where thousands of states are quicker than on a disk


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A disk of its own.

    A kind of ledger that is encrypted would be a parameter of this fixture, which sets in the
    environment what has to be known of its key.
    """
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as folder:
        yield _make_desk(Path(folder).resolve(), monkeypatch)


def _make_desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(folder / "disk")
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
