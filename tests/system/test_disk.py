"""What reaches the disk, here and on systems that are not here."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.system import disk

Calls = list[str]
FULL = 51
"""F_FULLFSYNC of macOS, which no other system has."""


def _raising(number: int) -> Callable[..., None]:
    def refuse(*given: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Which calls bring a file to disk."""
    made: Calls = []
    monkeypatch.setattr(os, "fsync", lambda handle: made.append("fsync"))
    return made


def _as_on_macos(monkeypatch: pytest.MonkeyPatch, call: Callable[..., object]) -> None:
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", FULL, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", call)


def test_a_file_and_a_folder_are_synced(tmp_path: Path, calls: Calls) -> None:
    (tmp_path / "a").touch()
    disk.sync_file(tmp_path / "a")
    assert calls == ["fsync"]
    disk.sync_folder(tmp_path)
    assert len(calls) == (2 if os.name == "posix" else 1)


def test_macos_empties_the_cache_of_the_drive(
    tmp_path: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    _as_on_macos(monkeypatch, lambda handle, command: calls.append(f"fcntl {command}"))
    disk.sync_folder(tmp_path)
    assert calls == [f"fcntl {FULL}"]


@pytest.mark.parametrize("number", [errno.ENOTSUP, errno.EINVAL, errno.ENOTTY])
def test_a_drive_that_cannot_do_that_does_what_it_can(
    tmp_path: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _as_on_macos(monkeypatch, _raising(number))
    disk.sync_folder(tmp_path)
    assert calls == ["fsync"]


def test_a_disk_that_fails_is_heard_of(
    tmp_path: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    _as_on_macos(monkeypatch, _raising(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        disk.sync_folder(tmp_path)
    assert calls == []


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a folder cannot be opened")
@pytest.mark.parametrize(
    ("number", "refused"),
    [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True), (errno.ENOSPC, True)],
)
def test_a_drive_may_know_no_sync_of_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, refused: bool
) -> None:
    monkeypatch.setattr(os, "fsync", _raising(number))
    if not refused:
        disk.sync_folder(tmp_path)
        return
    with pytest.raises(OSError, match=os.strerror(number)):
        disk.sync_folder(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_only_be_written_to_is_no_fault(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    folder.mkdir()
    folder.chmod(0o300)
    disk.sync_folder(folder)
