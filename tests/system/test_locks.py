"""One process at a time works in a folder, whatever the system locks."""

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from prisonmail.system import locks
from tests.systems import WINDOWS


@pytest.fixture(params=["own", "windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The system that this is, and Windows, whose library does here as it says that it does."""
    if request.param == "windows" and sys.platform != "win32":
        import fcntl

        def lock(handle: int, shared: bool) -> bool:
            try:
                fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        monkeypatch.setattr(locks, "_lock_on_windows", lock)
        monkeypatch.setattr(locks, "sys", SimpleNamespace(platform="win32"))
    return str(request.param)


def test_a_folder_is_held_by_one_at_a_time_and_let_go_of(system: str, tmp_path: Path) -> None:
    with locks.hold_folder(tmp_path, wait=False):
        with pytest.raises(BlockingIOError), locks.hold_folder(tmp_path, wait=False):
            pass
        (tmp_path / "other").mkdir()
        with locks.hold_folder(tmp_path / "other", wait=False):
            pass
    with locks.hold_folder(tmp_path, wait=False):
        pass
    left = {path.name for path in tmp_path.iterdir()} - {"other"}
    assert left == ({locks.LOCK_NAME} if WINDOWS or system == "windows" else set())


def test_those_that_share_a_folder_keep_only_others_out(system: str, tmp_path: Path) -> None:
    def share() -> AbstractContextManager[None]:
        return locks.hold_folder(tmp_path, wait=False, shared=True)

    with share(), share(), pytest.raises(BlockingIOError), locks.hold_folder(tmp_path, wait=False):
        pass
    with locks.hold_folder(tmp_path, wait=False), pytest.raises(BlockingIOError), share():
        pass


def test_who_waits_goes_on_when_the_other_has_ended(system: str, tmp_path: Path) -> None:
    has_it = Event()

    def wait() -> None:
        with locks.hold_folder(tmp_path, wait=True):
            has_it.set()

    waiting = Thread(target=wait)
    with locks.hold_folder(tmp_path, wait=False):
        waiting.start()
        assert not has_it.wait(0.2)
    waiting.join(10)
    assert has_it.is_set()


def test_a_folder_that_is_not_there_is_told(system: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), locks.hold_folder(tmp_path / "gone", wait=True):
        pass
