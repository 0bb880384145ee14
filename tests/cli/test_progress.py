"""The bar of long work: on a real terminal, and nowhere else."""

import os
from contextlib import redirect_stderr

import pytest

from prisonmail.cli import progress
from tests.systems import needs_terminal


def work(*names: str, quiet: bool = False, total: int = 1000) -> None:
    with progress.show_progress(quiet=quiet) as watch:
        for name in names:
            assert sum(watch(name, iter(range(1000)), total)) == 499500


def work_at_a_terminal(*names: str, quiet: bool = False, total: int = 1000) -> str:
    """Work with a terminal as standard error; return what it has shown."""
    import pty

    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as stream, redirect_stderr(stream):  # noqa: PTH123
        work(*names, quiet=quiet, total=total)
        stream.write("END")
        stream.flush()
        shown = b""
        while not shown.endswith(b"END"):
            shown += os.read(ours, 65536)
    os.close(ours)
    return shown.decode().removesuffix("END")


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("TERM", "xterm"), ("COLUMNS", "100")):
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@needs_terminal
@pytest.mark.parametrize("total", [1000, 10], ids=["as many as said", "more than said"])
def test_long_work_shows_what_is_done_and_how_far_it_has_come(
    monkeypatch: pytest.MonkeyPatch, total: int
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    shown = work_at_a_terminal("Printing letters", "Writing lists", total=total)
    assert shown.index("Printing letters") < shown.index("Writing lists")
    assert "1000/1000" in shown
    assert "left" in shown
    assert shown.endswith("\x1b[2K")  # the bar is gone


@needs_terminal
@pytest.mark.parametrize(("patience", "quiet"), [(60, False), (0, True)])
def test_short_or_quiet_work_shows_nothing(
    monkeypatch: pytest.MonkeyPatch, patience: float, quiet: bool
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", patience)
    assert work_at_a_terminal("Printing letters", quiet=quiet) == ""


def test_without_a_terminal_nothing_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    work("Printing letters")
    assert capsys.readouterr() == ("", "")
