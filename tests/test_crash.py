"""What is left after the process was killed, or the disk was full, at any instant."""

import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from prisonmail.errors import OutputRefused
from prisonmail.ledger.audit import audit
from prisonmail.ledger.store import Ledger, open_ledger
from tests.conftest import EXAMPLES, Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
FORKS = multiprocessing.get_context("forkserver")
PRINTED_CODE = re.compile(r"\d{4}-\d{4}-\d{4}-\d{2}")


@pytest.fixture(autouse=True)
def _children_find_these_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    # python-barcode installs a folder called tests, which the fork server would find first
    monkeypatch.setenv("PYTHONPATH", str(EXAMPLES.parent))


def _generate(home: Path, output: str, ledger: str = "ledger.sqlite3") -> None:
    """Run the program in this process, in silence."""
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    os.environ["PRISONMAIL_HOME"] = str(home)
    os.chdir(home)
    sys.argv = ["prisonmail", "generate", str(EXAMPLES / "recipients.csv"), "--again", "-o", output]
    sys.argv += ["--ledger", ledger]
    from prisonmail.cli import main

    main()


def _dying(home: Path, output: str, owner: str, name: str, call: int, after: bool) -> None:
    """Run it, and be killed at the named function's nth call."""
    module, _, inner = owner.partition(":")
    holder: Any = import_module(module)
    holder = getattr(holder, inner) if inner else holder
    whole, calls = getattr(holder, name), iter(range(1, 1_000_000))

    def fatal(*given: Any, **named: Any) -> Any:
        last = next(calls) == call
        if last and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = whole(*given, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(holder, name, fatal)
    _generate(home, output)


def _started(target: Callable[..., None], *arguments: object) -> Any:
    FORKS.set_forkserver_preload(
        ["tests.test_crash", "prisonmail.cli", "prisonmail.generate", "fpdf"]
    )
    process = FORKS.Process(target=target, args=arguments)
    process.start()
    return process


def _codes_on(pdf: Path) -> set[str]:
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    codes = [set(PRINTED_CODE.findall(text)) for text in texts]
    assert all(len(found) == 1 for found in codes)
    return {code.replace("-", "") for found in codes for code in found}


def _assert_nothing_false(home: Path, place: str = "ledger.sqlite3") -> None:
    """All printed codes are recorded once, no PDF is half written, and the ledger is in order."""
    printed = [_codes_on(pdf) for pdf in sorted(home.glob("*.pdf"))]
    assert all(len(codes) == 6 for codes in printed)
    if place == "ledger.sqlite3" and not (home / place).exists():
        assert not printed
        return
    with open_ledger(place, make=True) as ledger:
        batches = [summary.batch.id for summary in ledger.summaries(10_000)]
        recorded = [{letter.code for letter in ledger.letters_of(batch)} for batch in batches]
        assert audit(ledger.database).faults == ()
    assert all(len(codes) == 6 for codes in recorded)
    for codes in printed:
        assert codes in recorded
    assert len(set().union(*printed)) == 6 * len(printed)


def _assert_next_run_is_whole(
    home: Path, prisonmail: Callable[..., Run], place: str = "ledger.sqlite3"
) -> None:
    order = (
        "generate",
        EXAMPLES / "recipients.csv",
        "--again",
        "-o",
        "next.pdf",
        "--ledger",
        place,
    )
    done = prisonmail(*order)
    assert done.exit_code == 0, done.err
    assert not [path.name for path in home.iterdir() if path.name.startswith(".")]
    _assert_nothing_false(home, place)


def _kill_at_random(home: Path, times: int, place: str) -> None:
    for name in ("first.pdf", "whole.pdf"):  # the first one waits for the imports
        started = time.monotonic()
        whole = _started(_generate, home, name, place)
        whole.join()
        assert whole.exitcode == 0
    length, dice = time.monotonic() - started, random.Random(39)  # noqa: S311 - not a secret
    killed = 0
    for number in range(times):
        process = _started(_generate, home, f"{number}.pdf", place)
        process.join(dice.uniform(0, length))
        process.kill()
        process.join()
        if process.exitcode == -signal.SIGKILL:
            killed += 1
        else:  # the signal came too late: this machine has become faster
            length = max(0.05, length * 0.9)
    assert killed > times / 4


def test_after_kills_at_random_instants_nothing_false_is_left(
    home: Path, profile: Path, prisonmail: Callable[..., Run], place: str
) -> None:
    _kill_at_random(home, 25, place)
    _assert_nothing_false(home, place)
    _assert_next_run_is_whole(home, prisonmail, place)


def _heed_ctrl_c() -> None:
    # a test run that was itself started in the background hands down that Ctrl-C is ignored
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("times", [12, pytest.param(40, marks=pytest.mark.soak)])
def test_ctrl_c_at_any_instant_leaves_ledger_and_disk_clean(
    home: Path, profile: Path, prisonmail: Callable[..., Run], place: str, times: int
) -> None:
    command = [sys.executable, "-m", "prisonmail", "generate", str(EXAMPLES / "recipients.csv")]
    command += ["--again", "--ledger", place, "-o"]
    started = time.monotonic()
    subprocess.run([*command, "whole.pdf"], cwd=home, check=True, capture_output=True)
    length, dice, stopped = time.monotonic() - started, random.Random(39), 0  # noqa: S311
    for number in range(times):
        with subprocess.Popen(
            [*command, f"{number}.pdf"], cwd=home, stderr=subprocess.PIPE, preexec_fn=_heed_ctrl_c
        ) as run:
            time.sleep(dice.uniform(0.3, length))  # Python itself needs a moment to be there
            run.send_signal(signal.SIGINT)
            _, said = run.communicate()
        # Python ends itself by the signal where it came while a class was made; shells say 130
        assert run.returncode in (0, 130, -signal.SIGINT), said
        if run.returncode:
            stopped += 1
            assert b"Stopped." in said
            assert len(said.splitlines()) <= 2
        else:  # the signal came too late: this machine has become faster
            length = max(0.4, length * 0.8)
        assert not [path.name for path in home.iterdir() if path.name.startswith(".")]
    assert stopped > times / 4
    _assert_nothing_false(home, place)


@pytest.mark.soak
def test_after_hundreds_of_kills_nothing_false_is_left(
    home: Path, profile: Path, prisonmail: Callable[..., Run], place: str
) -> None:
    _kill_at_random(home, 300, place)
    _assert_nothing_false(home, place)
    _assert_next_run_is_whole(home, prisonmail, place)


@pytest.mark.parametrize(
    ("owner", "name", "call", "after", "batches", "papers"),
    [
        ("prisonmail.ledger.files", "_make_file", 1, True, 0, 0),
        ("prisonmail.ledger.sqlite:SqliteDatabase", "execute", 4, True, 0, 0),
        ("prisonmail.ledger.sqlite:SqliteDatabase", "bulk", 1, True, 0, 0),
        ("prisonmail.ledger.chain:Turn", "record_sealed", 1, True, 0, 0),
        ("prisonmail.ledger.issuing", "issue", 1, True, 1, 0),
        ("prisonmail.publishing", "_remove_left_behind", 1, True, 1, 0),
        ("prisonmail.sheets.page:Stationery", "sheets", 4, True, 1, 0),
        ("prisonmail.sheets.pdf", "write", 1, True, 1, 0),
        ("prisonmail.publishing", "_sync", 1, False, 1, 0),
        ("prisonmail.publishing", "_sync", 1, True, 1, 0),
        ("pathlib:Path", "replace", 1, True, 1, 1),
        ("prisonmail.publishing", "_sync_folder", 1, True, 1, 1),
        ("prisonmail.ledger.store:Ledger", "record_print", 1, False, 1, 1),
        ("prisonmail.ledger.store:Ledger", "record_print", 1, True, 1, 1),
    ],
)
def test_after_a_kill_at_each_step_the_next_run_works(
    home: Path,
    profile: Path,
    prisonmail: Callable[..., Run],
    owner: str,
    name: str,
    call: int,
    after: bool,
    batches: int,
    papers: int,
) -> None:
    process = _started(_dying, home, "out.pdf", owner, name, call, after)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    _assert_nothing_false(home)
    listed = prisonmail("batches", "--json")
    found = listed.json["batches"] if listed.exit_code == 0 else []
    assert (len(found), len(list(home.glob("*.pdf")))) == (batches, papers)
    for batch in found:
        if batch["printed_at"] is None and not papers:
            assert "NO PAPER" in prisonmail("batches").out
            again = prisonmail("reprint", batch["batch"], "-o", "again.pdf")
            assert again.exit_code == 0
            assert len(_codes_on(home / "again.pdf")) == 6
    _assert_next_run_is_whole(home, prisonmail)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k,mode=700", "tmpfs", str(folder)]
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
    _assert_nothing_false(home)


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
        recorded = [{x.code for x in ledger.letters_of(s.batch.id)} for s in ledger.summaries(99)]
    assert _codes_on(home / "recipients.pdf") in recorded
    assert prisonmail(*order).exit_code == 0


def _limited(home: Path, size: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    _generate(home, "out.pdf")


@pytest.mark.parametrize("size", [0, 5_000, 20_000, 50_000, 70_000])
def test_files_that_cannot_grow_leave_nothing_false(
    home: Path, profile: Path, prisonmail: Callable[..., Run], size: int
) -> None:
    process = _started(_limited, home, size)
    process.join()
    assert process.exitcode in (0, 73)
    _assert_nothing_false(home)
    _assert_next_run_is_whole(home, prisonmail)


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
    _assert_nothing_false(home)
