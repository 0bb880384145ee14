import errno
import multiprocessing
import os
from pathlib import Path

import pytest

from prisonmail.errors import OutputRefused
from prisonmail.system import output_files


def _hold(path: Path) -> None:
    with output_files.new_file(path):
        os._exit(9)


def _left_by_a_crash(path: Path) -> Path:
    process = multiprocessing.get_context("spawn").Process(target=_hold, args=(path,))
    process.start()
    process.join()
    (left,) = path.parent.glob(".*")
    return left


def test_a_file_appears_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    with output_files.new_file(path) as file:
        file.write(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), output_files.new_file(path) as file:
        file.write(b"ne")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_of_a_dead_process_is_removed_and_no_other(tmp_path: Path) -> None:
    left = _left_by_a_crash(tmp_path / "first.pdf")
    (tmp_path / f".x.{output_files._host()}-{os.getpid()}.prisonmail").touch()
    (tmp_path / ".x.elsewhere-99999999.prisonmail").touch()
    (tmp_path / ".notes.part").touch()
    assert list(output_files.find_left_behind(tmp_path)) == [left]
    with output_files.new_file(tmp_path / "other.pdf") as file:
        file.write(b"x")
    assert not left.exists()
    assert len(list(tmp_path.iterdir())) == 4


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputRefused, match="No such file"),
        output_files.new_file(tmp_path / "none" / "out.pdf"),
    ):
        pass


def test_what_is_to_be_kept_is_not_replaced_even_by_force(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.sqlite3"
    ledger.write_bytes(b"precious")
    roundabout = tmp_path / "." / "ledger.sqlite3"
    with pytest.raises(OutputRefused, match="needed as it is"):
        output_files.refuse_if_taken(roundabout, force=True, kept=[ledger])
    output_files.refuse_if_taken(tmp_path / "other", force=False, kept=[ledger])


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "written: No space left on device."),
        (OSError("image file is truncated"), "written: image file is truncated."),
        (
            FileNotFoundError(errno.ENOENT, "No such file", "enclosed.pdf"),
            "written: enclosed.pdf cannot be read: No such file.",
        ),
    ],
)
def test_what_stopped_the_writing_is_said(tmp_path: Path, error: OSError, said: str) -> None:
    path = tmp_path / "out.pdf"
    with pytest.raises(OutputRefused) as caught, output_files.new_file(path):
        raise error
    assert caught.value.message == f"{path} cannot be {said}"
    assert not list(tmp_path.iterdir())
