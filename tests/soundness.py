"""What holds after any run that broke off, and processes that break off."""

import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

import prisonmail
from prisonmail.ledger.store import open_ledger
from tests.conftest import EXAMPLES, Run

FORKS: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
"""Starts processes of their own that need not import everything anew, except on Windows."""
FORKS.set_forkserver_preload(
    "tests.soundness prisonmail.cli.commands.generate prisonmail.ledger.store fpdf psycopg".split()
)
KILL = 0x10000 if sys.platform == "win32" else signal.SIGKILL
"""What a process is killed with: Windows has no signal for it, but ends it with any such number."""
KILLED = -signal.SIGTERM if sys.platform == "win32" else -signal.SIGKILL
"""The exit code of such a process, as `multiprocessing` tells it."""
PRINTED_CODE = re.compile(r"\d{5}-\d{5}-\d{4}|\d{4}-\d{4}-\d{4}-\d{2}")
"""In groups as they are printed now, or as in the first layout."""


@pytest.fixture(scope="session", autouse=True)
def children_find_these_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have processes that a test starts import the same tests and package as this one.

    They keep what they compile, and not each compiles everything for itself.
    """
    compiled = tmp_path_factory.getbasetemp() / "compiled"
    if "PYTEST_XDIST_WORKER" in os.environ:
        compiled = compiled.parents[1] / "compiled"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", import_path())
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(compiled))
        yield


def import_path() -> str:
    """Return what PYTHONPATH has to be, so that a child process imports what this one has imported.

    Another copy of the package may be installed beside this one, and python-barcode installs a
    folder called tests.
    """
    return os.pathsep.join(
        map(str, (Path(__file__).parents[1], Path(prisonmail.__file__).parent.parent))
    )


def generate(
    home: Path, output: str, ledger: str = "ledger.sqlite3", said: str = os.devnull
) -> None:
    """Run the program in this process; what it says goes to a file."""
    with Path(said).open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.environ["PRISONMAIL_HOME"] = str(home)
    os.chdir(home)
    sys.argv = ["prisonmail", "generate", str(EXAMPLES / "recipients.csv"), "--again", "-o", output]
    sys.argv += ["--ledger", ledger]
    from prisonmail.cli import main

    main()


def started(target: Callable[..., None], *arguments: object) -> Any:
    process = FORKS.Process(target=_begin, args=(dict(os.environ), target, *arguments))
    process.start()
    return process


def start_pool(processes: int) -> Pool:
    """Start processes, none of which begins before all of them are there."""
    all_there = FORKS.Barrier(processes)
    pool: Pool = FORKS.Pool(processes, _begin, (dict(os.environ), all_there.wait, 300))
    return pool


def _begin(environment: dict[str, str], target: Callable[..., Any], *arguments: object) -> None:
    """Go on in the environment of the test: a forked process has that of the first one."""
    os.environ.clear()
    os.environ.update(environment)
    target(*arguments)


def die() -> None:
    """Kill this process, which can do nothing more."""
    os.kill(os.getpid(), KILL)


def die_at(owner: str, name: str, call: int, *, after: bool) -> None:
    """Have this process killed at the nth call of a function of a module, or of a class in it."""
    module, _, inner = owner.partition(":")
    holder: Any = import_module(module)
    holder = getattr(holder, inner) if inner else holder
    whole, calls = getattr(holder, name), iter(range(1, 1_000_000))

    def fatal(*given: Any, **named: Any) -> Any:
        last = next(calls) == call
        if last and not after:
            die()
        result = whole(*given, **named)
        if last:
            die()
        return result

    setattr(holder, name, fatal)


def codes_on(pdf: Path) -> set[str]:
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    codes = [set(PRINTED_CODE.findall(text)) for text in texts]
    assert all(len(found) == 1 for found in codes)
    return {code.replace("-", "") for found in codes for code in found}


def assert_nothing_false(home: Path, place: str = "ledger.sqlite3") -> None:
    """All printed codes are recorded once, no PDF is half written, and the ledger is in order."""
    printed = [codes_on(pdf) for pdf in sorted(home.glob("*.pdf"))]
    assert all(len(codes) == 6 for codes in printed)
    if place == "ledger.sqlite3" and not (home / place).exists():
        assert not printed
        return
    with open_ledger(place, make=True) as ledger:
        batches = [summary.batch.id for summary in ledger.list_batches(10_000)]
        recorded = [{letter.code for letter in ledger.read_letters(batch)} for batch in batches]
        assert ledger.audit().faults == ()
    assert all(len(codes) == 6 for codes in recorded)
    for codes in printed:
        assert codes in recorded
    assert len(set().union(*printed)) == 6 * len(printed)


def assert_next_run_is_whole(
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
    assert_nothing_false(home, place)
