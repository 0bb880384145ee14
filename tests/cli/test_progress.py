import os
import subprocess
import sys

import pytest

from tests.systems import needs_terminal

WORK = """
import time
from prisonmail.cli import progress
progress._PATIENCE = {patience}
with progress.show_progress(quiet={quiet}) as watch:
    assert sum(watch("Printing letters", iter(range(1000)), 1000)) == 499500
"""


def _on_a_terminal(patience: float, *, quiet: bool = False) -> str:
    import pty

    ours, theirs = pty.openpty()
    code = WORK.format(patience=patience, quiet=quiet)
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    subprocess.run([sys.executable, "-c", code], stderr=theirs, env=environment, check=True)
    os.write(theirs, b"END")
    os.close(theirs)
    shown = b""
    while not shown.endswith(b"END"):
        shown += os.read(ours, 65536)
    os.close(ours)
    return shown.decode().removesuffix("END")


@needs_terminal
def test_long_work_shows_what_is_done_and_how_far_it_has_come() -> None:
    shown = _on_a_terminal(0)
    assert "Printing letters" in shown
    assert "/1000" in shown
    assert "left" in shown


@needs_terminal
@pytest.mark.parametrize(("patience", "quiet"), [(60, False), (0, True)])
def test_short_or_quiet_work_shows_nothing(patience: float, quiet: bool) -> None:
    assert _on_a_terminal(patience, quiet=quiet) == ""


def test_without_a_terminal_nothing_is_shown() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK.format(patience=0, quiet=False)],
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"", b"")
