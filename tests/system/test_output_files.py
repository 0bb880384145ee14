import errno
import os
import socket
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.errors import OutputRefused
from prisonmail.system import disk, output_files
from prisonmail.system.output_files import (
    is_in_use,
    move_file,
    new_file,
    refuse_if_taken,
    remove_file,
    temporary_path,
)
from prisonmail.system.places.file_names import find_name_fault
from prisonmail.system.standard_output import is_stdout
from tests.systems import is_private, needs_links, needs_words_of_posix

posix = pytest.mark.skipif(os.name != "posix", reason="needs pipes and devices of POSIX")


@pytest.fixture(autouse=True)
def _own_home(home: Path) -> None:
    """Keep away from the files of whoever runs the tests."""


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were brought to disk."""
    folders: list[Path] = []
    monkeypatch.setattr(disk, "sync_folder", folders.append)
    return folders


def test_a_file_appears_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.pdf"
    path.parent.mkdir()
    with new_file(path, replace=False) as file:
        file.write(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"
    assert is_private(path)
    assert list(path.parent.iterdir()) == [path]


def test_what_fails_half_way_leaves_the_old_file(home: Path) -> None:
    path = home / "out.pdf"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), new_file(path, replace=True) as file:
        file.write(b"ne")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(home.iterdir()) == [path]


@pytest.mark.parametrize("drive", ["links", "no links", "windows"])
@pytest.mark.parametrize(
    "came", ["file", "folder", pytest.param("link to nothing", marks=needs_links)]
)
def test_what_came_meanwhile_is_not_replaced(
    home: Path, came: str, drive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _DRIVES[drive](monkeypatch)
    path = home / "out.pdf"
    refuse_if_taken(path, force=False)
    with (
        pytest.raises(OutputRefused, match=r"out\.pdf is there meanwhile") as caught,
        new_file(path, replace=False) as file,
    ):
        file.write(b"mine")
        _COMING[came](path)
    assert caught.value.remedy == "To replace it add --force, or name another file."
    assert list(home.iterdir()) == [path]
    assert path.is_symlink() or path.is_dir() or path.read_bytes() == b"theirs"


@pytest.mark.parametrize("drive", ["no links", "windows"])
def test_a_drive_without_links_gets_its_files_too(
    home: Path, drive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _DRIVES[drive](monkeypatch)
    with new_file(home / "out.pdf", replace=False) as file:
        file.write(b"mine")
    assert [(path.name, path.read_bytes()) for path in home.iterdir()] == [("out.pdf", b"mine")]


def _without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)


class _WindowsModule:
    """The module `os` as it is on Windows."""

    name = "nt"

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


def _on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files treated as on Windows, where renaming one replaces none."""

    def rename(path: Path, target: Path) -> None:
        if os.path.lexists(target) and target != path:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        path.replace(target)

    _without_links(monkeypatch)
    monkeypatch.setattr(output_files, "os", _WindowsModule())
    monkeypatch.setattr(Path, "rename", rename)


_DRIVES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "links": lambda monkeypatch: None,
    "no links": _without_links,
    "windows": _on_windows,
}
_COMING: dict[str, Callable[[Path], object]] = {
    "file": lambda path: path.write_bytes(b"theirs"),
    "folder": lambda path: path.mkdir(),
    "link to nothing": lambda path: path.symlink_to("nothing"),
}


@posix
@pytest.mark.parametrize("replace", [True, False])
def test_a_pipe_is_written_to_and_stays(home: Path, replace: bool) -> None:
    path, read = home / "pipe", []
    os.mkfifo(path)
    refuse_if_taken(path, force=replace)
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    with new_file(path, replace=replace) as file:
        file.write(b"paper")
    reader.join()
    assert (read, path.is_fifo()) == ([b"paper"], True)


@posix
@pytest.mark.parametrize("force", [True, False])
def test_a_device_is_written_to_and_nothing_else_that_is_no_file(home: Path, force: bool) -> None:
    link = home / "null"
    link.symlink_to("/dev/null")
    refuse_if_taken(link, force=force)
    with new_file(link, replace=force) as file:
        file.write(b"paper")
    assert link.is_char_device()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        with pytest.raises(OutputRefused, match="neither a file nor a pipe"):
            refuse_if_taken(home / "socket", force=force)
    with pytest.raises(OutputRefused, match="is a folder"):
        refuse_if_taken(home, force=force)


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_has_many_names(
    name: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with output_files.open_output(Path(name), replace=False) as file:
        file.write(b"paper")
    assert capfdbinary.readouterr().out == b"paper"


@pytest.mark.parametrize("letters", [235, 247, 251])
def test_a_name_may_be_as_long_as_a_name_can_be(home: Path, letters: int) -> None:
    path = home / f"{'n' * letters}.pdf"
    refuse_if_taken(path, force=False)
    with new_file(path, replace=False) as file:
        file.write(b"paper")
    assert path.read_bytes() == b"paper"


@needs_words_of_posix
def test_a_longer_name_is_refused_before_anything_is_begun(home: Path) -> None:
    with pytest.raises(OutputRefused, match="File name too long"):
        refuse_if_taken(home / f"{'n' * 252}.pdf", force=False)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputRefused, match="No such file"),
        new_file(tmp_path / "none" / "out.pdf", replace=False),
    ):
        pass
    with pytest.raises(OutputRefused, match="There is no folder"):
        refuse_if_taken(tmp_path / "none" / "out.pdf", force=False)


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
def test_what_is_to_be_kept_is_not_replaced_even_by_force(tmp_path: Path, ending: str) -> None:
    ledger = tmp_path / "ledger.sqlite3"
    ledger.write_bytes(b"precious")
    roundabout = tmp_path / "." / f"ledger.sqlite3{ending}"
    with pytest.raises(OutputRefused, match="needed as it is: this run reads it"):
        refuse_if_taken(roundabout, force=True, kept=[ledger])
    refuse_if_taken(tmp_path / "other", force=False, kept=[ledger])


@pytest.mark.parametrize("name", ["profile.toml", "ledger.sqlite3-shm", "prisons.csv", "seal.key"])
def test_the_programs_own_files_are_no_outputs(home: Path, name: str) -> None:
    (home / name).write_bytes(b"precious")
    with pytest.raises(OutputRefused, match="needed as it is: it belongs to prisonmail itself"):
        refuse_if_taken(home / name, force=True)


@pytest.mark.parametrize("refused", ["open", "rename"])
def test_a_file_that_is_open_elsewhere_is_found_before_and_told_alike_after(
    home: Path, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / "out.pdf"
    path.write_bytes(b"old")

    def deny(first: object, *more: object, **named: object) -> int:
        if Path(str(first)) == path or path in more:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return int(whole(first, *more, **named) or 0)

    owner: object = os if refused == "open" else Path
    whole = getattr(owner, refused)
    monkeypatch.setattr(owner, refused, deny)
    monkeypatch.setattr(Path, "replace", deny)
    found = []
    with pytest.raises(OutputRefused) as caught:
        refuse_if_taken(path, force=True)
    found.append(caught.value)
    with pytest.raises(OutputRefused) as caught, new_file(path, replace=True):
        pass
    found.append(caught.value)
    assert {error.message for error in found} == {f"{path} cannot be written: Permission denied."}
    assert all("another program has it open" in error.remedy for error in found)
    assert [each.name for each in home.iterdir()] == ["out.pdf"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "written: No space left on device."),
        (OSError("image file is truncated"), "written: image file is truncated."),
        (
            FileNotFoundError(errno.ENOENT, "No such file", "enclosed.pdf"),
            "written: enclosed.pdf cannot be read: No such file.",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "enclosed.pdf"),
            "written: enclosed.pdf cannot be read: Permission denied.",
        ),
    ],
)
def test_what_stopped_the_writing_is_said(home: Path, error: OSError, said: str) -> None:
    path = home / "out.pdf"
    with pytest.raises(OutputRefused) as caught, new_file(path, replace=False):
        raise error
    assert caught.value.message == f"{path} cannot be {said}"
    assert caught.value.remedy == ""
    assert not list(home.iterdir())


def test_what_stopped_the_renaming_is_no_file_that_cannot_be_read(home: Path) -> None:
    path = home / "out.pdf"
    with pytest.raises(OutputRefused) as caught, new_file(path, replace=False):
        raise PermissionError(errno.EACCES, "Permission denied", str(home))
    assert caught.value.message == f"{path} cannot be written: Permission denied."
    assert "another program has it open" in caught.value.remedy


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a folder cannot be synced")
@pytest.mark.parametrize(
    ("wanted", "synced"),
    [({}, [False, True]), ({"lasting": True}, [False, True]), ({"lasting": False}, [False])],
)
def test_only_what_is_not_lasting_does_not_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, bool], synced: list[bool]
) -> None:
    """First the file and then its folder."""
    found: list[bool] = []
    monkeypatch.setattr(
        os, "fsync", lambda each: found.append(stat.S_ISDIR(os.fstat(each).st_mode))
    )
    with temporary_path(tmp_path / "head.json", replace=True, **wanted) as temporary:
        temporary.write_text("x")
    assert found == synced
    assert (tmp_path / "head.json").read_text() == "x"


def test_the_constant_is_a_name_of_standard_output() -> None:
    assert is_stdout(output_files.STANDARD_OUTPUT)


@posix
@pytest.mark.parametrize("came", ["folder", "pipe"])
def test_what_is_no_file_any_more_is_not_replaced(home: Path, came: str) -> None:
    path = home / "out.pdf"
    path.write_bytes(b"old")
    with (
        pytest.raises(OutputRefused, match=r"out\.pdf is no file any more"),
        new_file(path, replace=True),
    ):
        path.unlink()
        path.mkdir() if came == "folder" else os.mkfifo(path)
    assert list(home.iterdir()) == [path]


@posix
@pytest.mark.parametrize(
    ("user", "mode", "folders_owner", "owner", "may"),
    [
        (4711, 0o1777, 0, 0, False),
        (4711, 0o0777, 0, 0, True),
        (4711, 0o1777, 4711, 0, True),
        (4711, 0o1777, 0, 4711, True),
        (0, 0o1777, 4711, 4712, True),
    ],
)
def test_in_a_folder_for_all_only_ones_own_files_are_replaced(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    mode: int,
    folders_owner: int,
    owner: int,
    may: bool,
) -> None:
    """As in /tmp, where a name can only be taken from a file by its owner."""
    path = home / "out.pdf"
    path.write_bytes(b"old")
    folder = path.parent.stat()
    entries = {path: (0o100600, owner), path.parent: (0o040000 | mode, folders_owner)}

    really = Path.stat

    def look(of: Path) -> os.stat_result:
        if of not in entries:
            return really(of)
        kind, by = entries[of]
        return os.stat_result((kind, *folder[1:4], by, *folder[5:10]))

    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(Path, "stat", lambda of, **_: look(of))
    monkeypatch.setattr(Path, "lstat", look)
    if may:
        output_files._try_replacing(path)
        return
    with pytest.raises(PermissionError, match="another user’s") as caught:
        output_files._try_replacing(path)
    assert (caught.value.errno, caught.value.filename) == (errno.EPERM, str(path))


def test_a_folder_without_room_is_refused_with_the_reason(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(folder))

    monkeypatch.setattr(output_files, "try_folder", refuse)
    with pytest.raises(OutputRefused) as caught:
        refuse_if_taken(home / "out.pdf", force=False)
    assert caught.value.message == f"The folder {home} cannot be written to: Read-only file system."


@posix
def test_a_pipe_that_may_not_be_written_to_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(home / "pipe")
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (home / "pipe", os.W_OK))
    with pytest.raises(OutputRefused, match="pipe cannot be written to"):
        refuse_if_taken(home / "pipe", force=True)


def test_whatever_is_no_name_of_standard_output_is_a_file(home: Path) -> None:
    path = home / "out.pdf"
    path.write_bytes(b"old")
    with (
        pytest.raises(OutputRefused, match="is there meanwhile"),
        output_files.open_output(path, replace=False),
    ):
        pass
    with output_files.open_output(path, replace=True) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


@posix
def test_a_device_that_takes_no_more_is_named(home: Path) -> None:
    (home / "null").symlink_to("/dev/null")
    with pytest.raises(OutputRefused) as caught, new_file(home / "null", replace=False):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert caught.value.message == f"{home / 'null'} cannot be written: No space left on device."


def test_a_file_is_moved_over_another_and_both_folders_reach_the_disk(
    tmp_path: Path, synced: list[Path]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "a.pdf").write_bytes(folder.name.encode())
    move_file(one / "a.pdf", other / "a.pdf")
    assert (other / "a.pdf").read_bytes() == b"one"
    assert not (one / "a.pdf").exists()
    assert synced == [other, one]


def test_a_file_that_cannot_be_moved_is_named_by_where_it_should_go(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match=r"b\.pdf cannot be written"):
        move_file(tmp_path / "a.pdf", tmp_path / "b.pdf")


def test_a_file_is_removed_for_good_and_one_that_is_missing_is_no_fault(
    tmp_path: Path, synced: list[Path]
) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    remove_file(path)
    remove_file(path)
    assert not path.exists()
    assert synced == [tmp_path] * 2
    path.mkdir()
    with pytest.raises(OutputRefused, match=r"a\.pdf cannot be written"):
        remove_file(path)


def test_without_numbers_of_users_a_file_is_replaced_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    path = home / "out.pdf"
    path.touch()
    monkeypatch.delattr(os, "geteuid", raising=False)
    refuse_if_taken(path, force=True)


@posix
def test_a_file_of_ones_own_that_is_read_only_can_be_replaced(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / "out.pdf"
    path.write_bytes(b"old")

    def deny(*given: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "access", lambda *given: False)
    monkeypatch.setattr(os, "open", deny)
    output_files._try_replacing(path)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["x?.pdf", "con.pdf"])
@pytest.mark.parametrize(
    "asked",
    [
        lambda path: refuse_if_taken(path, force=False),
        lambda path: new_file(path, replace=False).__enter__(),
        lambda path: temporary_path(path, replace=False).__enter__(),
    ],
    ids=["before", "file", "path"],
)
def test_a_name_that_cannot_be_given_is_refused_before_anything_is_made(
    home: Path, monkeypatch: pytest.MonkeyPatch, asked: Callable[[Path], object], name: str
) -> None:
    monkeypatch.setattr(output_files, "find_own_fault", lambda path: find_name_fault(str(path)))
    fault = find_name_fault(name)
    with pytest.raises(OutputRefused) as caught:
        asked(home / name)
    assert caught.value.message == f"{home / name} cannot be written: {fault}."
    assert caught.value.remedy == "Give it another name."
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(("code", "used"), [(32, True), (33, True), (5, False), (None, False)])
def test_a_file_that_windows_keeps_for_another_program_is_in_use(
    home: Path, monkeypatch: pytest.MonkeyPatch, code: int | None, used: bool
) -> None:
    path = home / "out.pdf"
    path.touch()
    _on_windows(monkeypatch)
    assert not is_in_use(path)
    _keep_open(path, code, monkeypatch)
    assert is_in_use(path) == used
    assert not is_in_use(home)
    monkeypatch.undo()
    assert os.name == "nt" or not is_in_use(path)


def _keep_open(path: Path, code: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Windows refuse to rename a file, with a code of its own."""
    renamed = Path.rename

    def refuse(of: Path, target: Path) -> None:
        if of != path:
            renamed(of, target)
            return
        error = PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        if code is not None:
            error.winerror = code  # type: ignore[attr-defined, unused-ignore]
        raise error

    monkeypatch.setattr(Path, "rename", refuse)


def test_what_another_program_has_open_is_told_as_that(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / "out.pdf"
    path.write_bytes(b"old")
    _on_windows(monkeypatch)
    _keep_open(path, 32, monkeypatch)
    with pytest.raises(OutputRefused) as caught:
        refuse_if_taken(path, force=True)
    assert caught.value.message == f"{path} cannot be written: another program has it open."
    assert caught.value.remedy.startswith("Close it there, such as in Excel")


def test_a_file_that_is_read_only_is_not_replaced_on_windows(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / "out.pdf"
    path.touch()

    def deny(*given: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    _on_windows(monkeypatch)
    monkeypatch.setattr(os, "access", lambda *given: False)
    monkeypatch.setattr(os, "open", deny)
    with pytest.raises(PermissionError):
        output_files._try_replacing(path)


@posix
def test_a_device_that_windows_has_by_that_name_is_not_written_to(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / "con.pdf"
    path.symlink_to("/dev/null")
    monkeypatch.setattr(output_files, "find_own_fault", lambda path: find_name_fault(str(path)))
    with pytest.raises(OutputRefused, match="CON is a device"), new_file(path, replace=True):
        pass
