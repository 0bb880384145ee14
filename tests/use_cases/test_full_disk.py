"""What is left where a disk is full, a file cannot grow, or a folder is closed."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.errors import OutputRefused
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.use_cases.keeping import ledger_encryption
from tests.conftest import EXAMPLES, ISSUED_AT, Run
from tests.soundness import (
    assert_next_run_is_whole,
    assert_nothing_false,
    codes_on,
    generate,
    started,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k,mode=700", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("only root may mount a small disk; the limit on file sizes is tested instead")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _fill(folder: Path, leave: int = 0) -> None:
    filler = folder / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    if leave:
        os.truncate(filler, max(0, filler.stat().st_size - leave))


@pytest.mark.parametrize("leave", [0, 4096, 16384])
def test_a_full_disk_under_the_paper_keeps_the_record_and_says_how_to_print_it(
    home: Path, profile: Path, prisonmail: Callable[..., Run], small_disk: Path, leave: int
) -> None:
    _fill(small_disk, leave)
    done = prisonmail(
        "generate", EXAMPLES / "recipients.csv", "--again", "-o", small_disk / "out.pdf"
    )
    assert done.exit_code == 73
    assert "No space left" in done.err
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
    command = re.search(r"prisonmail (reprint \S+) -o", done.err)
    assert command
    assert prisonmail(*command[1].split(), "-o", "out.pdf").exit_code == 0
    assert_nothing_false(home)


def test_a_full_disk_keeps_the_file_from_being_rewritten_and_that_is_said(
    small_disk: Path, drafted: Callable[..., Draft], sender: Sender
) -> None:
    place, later = small_disk / "ledger.sqlite3", ISSUED_AT + timedelta(days=60)
    with open_ledger(place, make=True) as ledger:
        ledger.issue(Drafts([drafted("Quillfeather")]), sender, "dl", ISSUED_AT, 28)
        ledger.issue(Drafts(drafted() for _ in range(60)), sender, "dl", later, 28)
    _fill(small_disk, leave=115 * 1024)
    with open_ledger(place) as ledger:
        done = ledger.purge(later.date(), later)
    assert (done.letters, done.done) == (1, False)
    assert "Make room, and run the purge again" in done.rewritten[0].reason
    (small_disk / "filler").unlink()
    with open_ledger(place) as ledger:
        assert ledger.purge(later.date(), later).done
    assert not any(b"Quillfeather" in path.read_bytes() for path in small_disk.iterdir())


@pytest.mark.parametrize("leave", [0, 8192, 40960])
def test_a_full_disk_under_the_ledger_issues_nothing(
    home: Path, profile: Path, prisonmail: Callable[..., Run], small_disk: Path, leave: int
) -> None:
    place = small_disk / "ledger.sqlite3"
    order = ("generate", EXAMPLES / "recipients.csv", "--again", "--ledger", place, "--force")
    assert prisonmail(*order).exit_code == 0
    _fill(small_disk, leave)
    while (done := prisonmail(*order)).exit_code == 0:
        pass  # until the last room is used
    assert done.exit_code == 73
    assert "is full" in done.err or "No space" in done.err
    assert "Traceback" not in done.err
    (small_disk / "filler").unlink()
    assert prisonmail("ledger", "check", "--ledger", place).exit_code == 0
    with open_ledger(place) as ledger:
        recorded = [
            {x.code for x in ledger.read_letters(s.batch.id)} for s in ledger.list_batches(99)
        ]
    assert codes_on(home / "recipients.pdf") in recorded
    assert prisonmail(*order).exit_code == 0


def _limited(home: Path, size: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    generate(home, "out.pdf")


@pytest.mark.parametrize("size", [0, 5_000, 20_000, 50_000, 70_000])
def test_files_that_cannot_grow_leave_nothing_false(
    home: Path, profile: Path, prisonmail: Callable[..., Run], size: int
) -> None:
    process = started(_limited, home, size)
    process.join()
    assert process.exitcode in (0, 73)
    assert_nothing_false(home)
    assert_next_run_is_whole(home, prisonmail)


@pytest.mark.parametrize("folder", ["the ledger's", "the paper's"])
def test_a_folder_that_may_not_be_written_to_is_named(
    home: Path, profile: Path, tmp_path: Path, folder: str
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    option = "--ledger" if folder == "the ledger's" else "--output"
    command = [sys.executable, "-m", "prisonmail", "generate", str(EXAMPLES / "recipients.csv")]
    command += [option, str(closed / "file")]
    if os.geteuid() == 0:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(closed)], check=False
        )
        if made.returncode:
            pytest.skip("root may write everywhere, and cannot mount here")
    closed.chmod(0o500) if os.geteuid() else None
    try:
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(closed)], check=True)
    assert done.returncode == 73
    assert str(closed) in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(home.glob("*.pdf"))


def test_paper_that_could_not_be_noted_is_told_to_be_good(
    home: Path, profile: Path, prisonmail: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OutputRefused("The disk with the ledger is full.")

    monkeypatch.setattr(Ledger, "record_print", full)
    done = prisonmail("generate", EXAMPLES / "recipients.csv")
    assert done.exit_code == 73
    assert "recipients.pdf is printed and good, and its codes are recorded as batch" in done.err
    assert_nothing_false(home)


def test_what_the_open_ledger_reports_after_printing_is_told_with_the_paper(
    home: Path, profile: Path, prisonmail: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Ledger, "record_print", refuse)
    done = prisonmail("generate", EXAMPLES / "recipients.csv")
    assert done.exit_code == 73
    assert "recipients.pdf is printed and good" in done.err
    assert "sqlite3 cannot be used: disk I/O error." in done.err
    assert_nothing_false(home)


@pytest.mark.parametrize("leave", [0, 16_384, 65_536])
def test_a_full_disk_leaves_a_ledger_that_was_to_be_encrypted_as_it_was(
    small_disk: Path, drafted: Callable[..., Draft], sender: Sender, leave: int
) -> None:
    place = small_disk / "ledger.sqlite3"
    with open_ledger(place, make=True) as ledger:
        ledger.issue(Drafts([drafted()] * 100), sender, "dl", ISSUED_AT, 28)
    _fill(small_disk, leave)
    with pytest.raises(OutputRefused, match=r"is full|No space left"):
        ledger_encryption.encrypt(str(place), None, ISSUED_AT)
    assert not [path.name for path in small_disk.iterdir() if path.name.startswith(".")]
    (small_disk / "filler").unlink()
    with open_ledger(place) as ledger:
        assert (ledger.key, ledger.audit().faults) == (None, ())
    ledger_encryption.encrypt(str(place), None, ISSUED_AT)
    with open_ledger(place) as ledger:
        assert ledger.audit().faults == ()
