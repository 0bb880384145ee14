"""One process at a time works in a folder, whatever the system locks."""

import sys
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from prisonmail.system import locks


@pytest.fixture(params=["own", "windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The system that this is, and Windows, whose library does here as it says that it does."""
    if request.param == "windows" and sys.platform != "win32":
        import fcntl

        def lock(handle: int, mode: int, size: int) -> None:
            assert (mode, size) == (2, 1)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PermissionError(13, "Permission denied") from None

        library = SimpleNamespace(LK_NBLCK=2, locking=lock)
        monkeypatch.setitem(sys.modules, "msvcrt", library)
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
    assert left == ({locks.LOCK_NAME} if system == "windows" else set())


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
