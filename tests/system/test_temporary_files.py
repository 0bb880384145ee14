import ctypes
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from prisonmail.system import temporary_files
from prisonmail.system.output_files import new_file
from prisonmail.system.places import access_lists
from prisonmail.system.temporary_files import (
    find_left_behind,
    hold_temporary,
    remove_left_behind,
    try_folder,
)
from tests.soundness import started

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs locks of POSIX")


def _crash(folder: Path, side: str) -> None:
    with hold_temporary(folder) as path:
        if side:
            path.with_name(path.name + side).touch()
        os._exit(9)


def _left_by_a_crash(folder: Path, side: str = "") -> list[Path]:
    started(_crash, folder, side).join()
    return sorted(folder.glob(".*"))


@pytest.mark.parametrize("side", ["", "-journal"])
def test_the_file_of_a_dead_process_is_removed_and_no_other(tmp_path: Path, side: str) -> None:
    left = _left_by_a_crash(tmp_path, side)
    assert len(left) == (2 if side else 1)
    (tmp_path / f".elsewhere-{'0' * 16}.prisonmail").touch()
    (tmp_path / ".notes.part").touch()
    with hold_temporary(tmp_path) as own:
        assert sorted(find_left_behind(tmp_path)) == left
        with new_file(tmp_path / "other.pdf", replace=False) as file:
            file.write(b"x")
        assert not any(path.exists() for path in left)
        assert own.exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_side_file_whose_own_is_gone_is_removed(tmp_path: Path) -> None:
    own, side = _left_by_a_crash(tmp_path, "-journal")
    own.unlink()
    assert list(find_left_behind(tmp_path)) == [side]
    remove_left_behind(tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_same_number_of_a_process_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in containers, where every run may be process 1 on the same computer."""
    monkeypatch.setattr(os, "getpid", lambda: 1)
    with new_file(tmp_path / "out.pdf", replace=True) as one:
        one.write(b"one")
        with new_file(tmp_path / "out.pdf", replace=True) as other:
            other.write(b"other")
    assert (tmp_path / "out.pdf").read_bytes() == b"one"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_drive_without_locks_is_written_to_and_nothing_on_it_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = _left_by_a_crash(tmp_path)

    def refuse(handle: int) -> None:
        raise OSError("no locks")

    monkeypatch.setattr(temporary_files, "_lock_open", refuse)
    with new_file(tmp_path / "out.pdf", replace=False) as file:
        file.write(b"x")
    assert (tmp_path / "out.pdf").exists()
    assert left[0].exists()


def test_no_locked_file_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _left_by_a_crash(tmp_path, "-journal")
    locked: list[int] = []
    closed: list[int] = []
    lock, close = temporary_files._lock_open, os.close

    def note_lock(handle: int) -> None:
        locked.append(handle)
        lock(handle)

    def note_close(handle: int) -> None:
        closed.append(handle)
        close(handle)

    monkeypatch.setattr(temporary_files, "_lock_open", note_lock)
    monkeypatch.setattr(os, "close", note_close)
    assert len(list(find_left_behind(tmp_path))) == 2
    assert len(locked) == len(closed) == 2
    with new_file(tmp_path / "out.pdf", replace=False):
        assert not list(find_left_behind(tmp_path))
    assert set(locked) <= set(closed)
    assert all(closed.count(each) >= locked.count(each) for each in locked)
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


def test_a_folder_is_tried_while_others_clear_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = temporary_files._make

    def make_and_lose(path: Path) -> int:
        handle = made(path)
        remove_left_behind(tmp_path)
        return handle

    monkeypatch.setattr(temporary_files, "_make", make_and_lose)
    try_folder(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "host"),
    [("front-desk.firm.test", "frontdeskfirmtest"), ("-", "localhost"), ("h" * 70, "h" * 60)],
)
def test_what_a_computer_left_behind_it_finds_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, host: str
) -> None:
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(nodename=name))
    with hold_temporary(tmp_path) as path:
        assert path.name.startswith(f".{host}-")
        left = tmp_path / "left"
        left.mkdir()
        shutil.copy(path, left)
        assert list(find_left_behind(left)) == [left / path.name]


def test_a_file_that_is_taken_before_it_is_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = temporary_files._lock_open
    lost: list[int] = []
    closed: list[int] = []
    close = os.close

    def lose_once(handle: int) -> None:
        lock(handle)
        if not lost:
            lost.append(handle)
            next(tmp_path.iterdir()).unlink()

    def note_close(handle: int) -> None:
        closed.append(handle)
        close(handle)

    monkeypatch.setattr(temporary_files, "_lock_open", lose_once)
    monkeypatch.setattr(os, "close", note_close)
    with hold_temporary(tmp_path) as path:
        assert list(tmp_path.iterdir()) == [path]
        assert closed == lost


@pytest.mark.parametrize(
    ("tried", "step"),
    [(hold_temporary, "_make"), (hold_temporary, "_lock_open"), (try_folder, "_make")],
)
def test_no_file_is_left_if_ctrl_c_comes_just_after_it_was_made(
    tried: Callable[[Path], object], step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = getattr(temporary_files, step)

    def interrupt(at: object) -> None:
        made(at)
        assert list(tmp_path.iterdir())
        raise KeyboardInterrupt

    monkeypatch.setattr(temporary_files, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        getattr(tried(tmp_path), "__enter__", lambda: None)()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_another_process_took_before_it_was_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, taken = temporary_files._lock_open, list[Path]()

    def lock_late(handle: int) -> None:
        if not taken:
            taken.extend(tmp_path.iterdir())
            raise BlockingIOError
        lock(handle)

    monkeypatch.setattr(temporary_files, "_lock_open", lock_late)
    with hold_temporary(tmp_path) as path:
        assert list(tmp_path.iterdir()) == [path] != taken
    assert list(tmp_path.iterdir()) == []


@dataclass
class _Mutexes:
    """CreateMutexW of Windows: each handle stands for a name, until it is closed."""

    names: dict[object, str] = field(default_factory=dict)
    restype: object = ctypes.c_int
    error: int = 0
    of_another_user: bool = False
    closed_to_others: list[Path] = field(default_factory=list)

    def load(self, name: str, *, use_last_error: bool = False) -> SimpleNamespace:
        assert (name, use_last_error) == ("kernel32", True)
        self.restype = ctypes.c_int
        return SimpleNamespace(CreateMutexW=self)

    def __call__(self, rights: object, owned: object, name: str) -> int | None:
        assert name.startswith("Global\\prisonmail.")
        if self.of_another_user or self.restype is not ctypes.c_void_p:
            return None
        self.error = 183 if name in self.names.values() else 0
        handle = max((int(str(each)) for each in self.names), default=0) + 1
        self.names[handle] = name
        return handle

    def close(self, handle: ctypes.c_void_p) -> None:
        del self.names[handle.value]


@pytest.fixture
def mutexes(monkeypatch: pytest.MonkeyPatch) -> _Mutexes:
    """Has temporary files made as on Windows."""
    made = _Mutexes()
    library = SimpleNamespace(kernel32=SimpleNamespace(CloseHandle=made.close))
    monkeypatch.setattr(temporary_files, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(ctypes, "WinDLL", made.load, raising=False)
    monkeypatch.setattr(ctypes, "windll", library, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: made.error, raising=False)
    monkeypatch.setattr(access_lists, "close_to_others", made.closed_to_others.append)
    monkeypatch.setattr(socket, "gethostname", lambda: "front-desk")
    return made


@pytest.mark.parametrize("side", ["", "-journal"])
def test_on_windows_a_file_is_held_by_its_name(
    tmp_path: Path, mutexes: _Mutexes, side: str
) -> None:
    with hold_temporary(tmp_path) as own:
        assert own.name.startswith(".frontdesk-")
        assert list(mutexes.names.values()) == [f"Global\\prisonmail{own.name}"]
        assert mutexes.closed_to_others == [own]
        files = {own, own.with_name(own.name + side)}
        for each in files:
            each.touch()
        assert list(find_left_behind(tmp_path)) == []
        remove_left_behind(tmp_path)
        assert set(tmp_path.iterdir()) == files
        assert list(mutexes.names) == [1]
        mutexes.names.clear()  # as if its process had ended
        assert set(find_left_behind(tmp_path)) == files
        remove_left_behind(tmp_path)
        assert list(tmp_path.iterdir()) == []
        assert mutexes.names == {}
        mutexes.names[1] = "its own again"
    assert mutexes.names == {}


def test_on_windows_a_name_that_another_user_holds_is_in_use(
    tmp_path: Path, mutexes: _Mutexes
) -> None:
    left = tmp_path / f".frontdesk-{'0' * 16}.prisonmail"
    left.touch()
    mutexes.of_another_user = True
    assert list(find_left_behind(tmp_path)) == []
    with pytest.raises(PermissionError), hold_temporary(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == [left]
