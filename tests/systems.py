"""What tests need of a system: marks that skip them, with the reason, on one that lacks it."""

import sys

import pytest

WINDOWS = sys.platform == "win32"


def _unless_windows(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(WINDOWS, reason=reason)


needs_modes = _unless_windows("the modes of files are those of POSIX")
needs_signals = _unless_windows("Windows has no signals that one process sends another")
needs_terminal = _unless_windows("needs a terminal of POSIX")
needs_pipes = _unless_windows("needs pipes and devices that have names in a folder")
needs_shell = _unless_windows("needs a shell of POSIX")
