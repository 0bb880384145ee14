"""What Windows does otherwise: open files stay as they are, names are devices, keys are signals."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.recipients.file.source import read_source
from prisonmail.system.output_files import is_in_use, new_file, refuse_if_taken
from prisonmail.system.temporary_files import find_left_behind, hold_temporary, remove_left_behind
from tests.conftest import EXAMPLES, Run

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="needs Windows")
IN_USE = "{path} cannot be written: another program has it open."
_CRASH = """
import os
from pathlib import Path
from prisonmail.system.temporary_files import hold_temporary
with hold_temporary(Path()):
    os._exit(9)
"""
_BREAK = """
import signal
from prisonmail.cli.commands import verify
def come(*given, **named):
    signal.raise_signal(signal.SIGBREAK)
verify.ledger_place = come
from prisonmail.__main__ import main
main()
"""


@contextmanager
def opened(path: Path, *, others_may_read: bool = True) -> Iterator[None]:
    """Open a file as Excel does: nobody else may write to it, or even read it."""
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    kernel.CreateFileW.restype = ctypes.c_void_p
    both = ctypes.c_ulong(0xC0000000)
    handle = kernel.CreateFileW(str(path), both, int(others_may_read), None, 3, 0, None)
    assert handle != ctypes.c_void_p(-1).value
    try:
        yield
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def run_python(program: str, *words: str, folder: Path) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def test_the_file_of_a_live_process_is_not_left_behind(tmp_path: Path) -> None:
    assert run_python(_CRASH, folder=tmp_path).returncode == 9
    left = list(tmp_path.iterdir())
    assert len(left) == 1
    with hold_temporary(tmp_path) as own:
        assert list(find_left_behind(tmp_path)) == left
        remove_left_behind(tmp_path)
        assert list(tmp_path.iterdir()) == [own]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_open_elsewhere_is_told_before_and_after_writing(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(b"old")
    with opened(path), pytest.raises(OutputRefused) as before:
        refuse_if_taken(path, force=True)
    with pytest.raises(OutputRefused) as after, new_file(path, replace=True) as file:
        file.write(b"new")
        reader = path.open("rb")
    reader.close()
    assert {before.value.message, after.value.message} == {IN_USE.format(path=path)}
    assert "Close it there" in before.value.remedy
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])
    refuse_if_taken(path, force=True)
    assert not is_in_use(path)


def test_no_code_is_recorded_if_the_pdf_is_open_elsewhere(
    prisonmail: Callable[..., Run], profile: Path
) -> None:
    Path("out.pdf").write_bytes(b"old")
    with opened(Path("out.pdf")):
        run = prisonmail("generate", EXAMPLES / "recipients.csv", "-o", "out.pdf", "--force")
    assert (run.exit_code, "another program has it open" in run.err) == (73, True)
    assert not Path("ledger.sqlite3").exists()


def test_a_list_that_is_open_elsewhere_is_read_if_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Name")
    with opened(path):
        assert read_source(str(path)).content == b"Name"
    with opened(path, others_may_read=False), pytest.raises(InputMissing) as raised:
        read_source(str(path))
    assert raised.value.message == f"{path} cannot be read: another program keeps it to itself."


@pytest.mark.parametrize("name", ["x?.pdf", "con.pdf", "nul", "list.csv:x.pdf", "x.pdf."])
def test_no_code_is_recorded_for_a_name_that_windows_cannot_give(
    prisonmail: Callable[..., Run], profile: Path, name: str
) -> None:
    run = prisonmail("generate", EXAMPLES / "recipients.csv", "-o", name)
    assert (run.exit_code, "Windows" in run.err) == (73, True)
    assert not Path("ledger.sqlite3").exists()


def test_a_star_is_told_to_be_no_name(tmp_path: Path) -> None:
    with pytest.raises(InputMissing) as raised:
        read_source(str(tmp_path / "*.csv"))
    assert raised.value.remedy.startswith("Name one list")


def test_ctrl_break_stops_the_program(tmp_path: Path) -> None:
    done = run_python(_BREAK, "verify", "00000000000000", folder=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (130, b"Stopped.")


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "utf-8"])
def test_every_sentence_can_be_sent_to_a_file(tmp_path: Path, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prisonmail", "explain", "PM204"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    mark = "'" if encoding == "cp437" else "’"
    assert f"the prison{mark}s letter" in done.stdout.decode(encoding)
