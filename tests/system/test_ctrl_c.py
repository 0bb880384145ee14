"""Ctrl-C at moments when Python or a library makes something else of it, in a real process."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import EXAMPLES
from tests.systems import needs_signals

# The program, with one of its functions disturbed as soon as that one is called.
_PROGRAM = """
import importlib, signal

def come():
    signal.raise_signal(signal.SIGINT)

def disturbed(*given, **named):
{place}
    return whole(*given, **named)

owner = importlib.import_module("{owner}")
whole, owner.{name} = owner.{name}, disturbed
from prisonmail.__main__ import main
main()
"""
_PLACES = {
    "in an Enum": """
    class Named:
        def __set_name__(self, owner, name):
            come()
    class Made:
        name = Named()
""",
    "in exec": """
    exec("come()", globals())
""",
    "in a finaliser": """
    class Closed:
        def __del__(self):
            come()
    Closed()
    for _ in range(100_000_000):
        pass
""",
    "in a finaliser on a slow machine": """
    import threading, time
    start, pauses = threading.Timer.start, iter([0.1])
    def start_slowly(timer):
        start(timer)
        time.sleep(next(pauses, 0))
    threading.Timer.start = start_slowly
    class Closed:
        def __del__(self):
            come()
    Closed()
    for _ in range(100_000_000):
        pass
""",
    "in a finaliser whose report is left slowly": """
    import sys, time
    def slowly(frame, event, given):
        if event == "return" and frame.f_code.co_filename.endswith("ctrl_c.py"):
            time.sleep(0.1)
    class Closed:
        def __del__(self):
            come()
    sys.setprofile(slowly)
    Closed()
    for _ in range(100_000_000):
        pass
""",
    "in a finaliser before a wait": """
    import time
    class Closed:
        def __del__(self):
            come()
    Closed()
    time.sleep(60)
    raise SystemExit("was not stopped")
""",
    "during the report of another fault": """
    import sys
    reported = sys.__unraisablehook__
    def report(unraisable):
        come()
    sys.__unraisablehook__ = report
    class Closed:
        def __del__(self):
            raise ValueError
    Closed()
    for _ in range(100_000_000):
        pass
""",
    "followed by another fault": """
    try:
        come()
    except KeyboardInterrupt:
        raise ValueError("of what was left half done") from None
""",
}
_PLAIN = """
    come()
"""
_SWALLOWED = """
    try:
        come()
    except BaseException:
        pass
"""
_BEFORE_A_CODE_IS_ISSUED = [
    ("prisonmail.cli", "main"),
    ("typer.core", "TyperGroup.make_context"),
    ("prisonmail.use_cases.generate", "draft_letters"),
]
_AT_THE_PRESS = ("prisonmail.use_cases.generate", "print_letters")


def _run(
    home: Path, step: tuple[str, str], place: str, inherited: signal.Handlers = signal.SIG_DFL
) -> subprocess.CompletedProcess[str]:
    owner, name = step
    source = _PROGRAM.format(owner=owner, name=name, place=place)
    command = [sys.executable, "-c", source, "generate", str(EXAMPLES / "recipients.csv")]
    begin = None if sys.platform == "win32" else lambda: signal.signal(signal.SIGINT, inherited)
    return subprocess.run(
        [*command, "-o", "out.pdf"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=begin,
    )


def _cases() -> Iterator[Any]:
    """Return each step with each place; most of those that come after a list was read are long."""
    for step in _BEFORE_A_CODE_IS_ISSUED:
        for name, place in _PLACES.items():
            long = step[1] != "main" and name not in ("in exec", "in a finaliser")
            marks = pytest.mark.soak if long else ()
            yield pytest.param(step, place, id=f"{step[1]}-{name}", marks=marks)


@pytest.mark.parametrize(("step", "place"), list(_cases()))
@pytest.mark.usefixtures("profile")
def test_before_a_code_is_issued_it_stops_the_program_with_one_word(
    home: Path, step: tuple[str, str], place: str
) -> None:
    run = _run(home, step, place)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "Stopped.\n")
    assert not (home / "out.pdf").exists()


@pytest.mark.parametrize("step", [*_BEFORE_A_CODE_IS_ISSUED, ("typer.core", "TyperGroup.invoke")])
@pytest.mark.usefixtures("profile")
def test_plain_it_is_never_silent(home: Path, step: tuple[str, str]) -> None:
    run = _run(home, step, _PLAIN)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "Stopped.\n")


@pytest.mark.usefixtures("profile")
def test_swallowed_by_a_library_it_stops_before_a_code_is_issued(home: Path) -> None:
    run = _run(home, ("prisonmail.use_cases.generate", "draft_letters"), _SWALLOWED)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "Stopped.\n")
    assert not (home / "ledger.sqlite3").exists()


@pytest.mark.parametrize("place", _PLACES.values(), ids=_PLACES)
@pytest.mark.usefixtures("profile")
def test_at_the_press_it_is_told_how_to_print(home: Path, place: str) -> None:
    run = _run(home, _AT_THE_PRESS, place)
    assert (run.returncode, run.stdout) == (130, "")
    first, then = run.stderr.splitlines()
    assert first.endswith("are recorded, but have no paper.")
    assert then.startswith("  Print with: prisonmail reprint ")
    assert not (home / "out.pdf").exists()


@needs_signals
@pytest.mark.usefixtures("profile")
def test_a_process_started_to_ignore_it_goes_on(home: Path) -> None:
    run = _run(home, _AT_THE_PRESS, _PLACES["in exec"], inherited=signal.SIG_IGN)
    assert run.returncode == 0, run.stderr
    assert (home / "out.pdf").exists()


@pytest.mark.usefixtures("profile")
def test_a_fault_without_it_is_told_as_a_fault(home: Path) -> None:
    run = _run(home, _AT_THE_PRESS, "    raise ValueError")
    assert run.returncode == 70
    fault, printing, debugging = run.stderr.splitlines()
    assert "a fault of its own" in fault
    assert "are recorded, but have no paper." in printing
    assert "print with: prisonmail reprint " in printing
    assert "prisonmail --debug" in debugging
