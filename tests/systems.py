"""What tests need of a system: marks that skip them, with the reason, on one that lacks it."""

import shlex
import shutil
import stat
import sys
from pathlib import Path

import pytest

from prisonmail.system.locks import LOCK_NAME
from prisonmail.system.places import access_lists

WINDOWS = sys.platform == "win32"
LOCKS = [LOCK_NAME] if WINDOWS else []
"""What stays in a folder that a process has held."""
FULL = Path("/dev/full")


def _unless_windows(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(WINDOWS, reason=reason)


needs_modes = _unless_windows("there are no modes of POSIX")
needs_signals = _unless_windows("no process can send another a signal")
needs_terminal = _unless_windows("there are no terminals of POSIX")
needs_pipes = _unless_windows("pipes and devices have no name in a folder")
needs_controls_in_names = _unless_windows("no name of a file may have a control character")
needs_links = _unless_windows("a link needs a right of its own, and one to nothing is nothing")
needs_naming_by_link = _unless_windows("a file is given its name by renaming it")
needs_mounts = _unless_windows("drives have letters, and no table of mounts")
needs_bytes = _unless_windows("a path is text, and not bytes")
needs_full = pytest.mark.skipif(
    WINDOWS or not FULL.exists(), reason="needs a device that is always full"
)
needs_ssh_keygen = pytest.mark.skipif(
    not shutil.which("ssh-keygen"), reason="OpenSSH is not installed"
)
needs_forks = _unless_windows("no process can be split in two")
needs_shell = _unless_windows("pages show commands of a shell of POSIX")
needs_counts_of_work = _unless_windows("what processes took is counted by POSIX")
needs_names_of_home = _unless_windows("whoever is unknown is given a home beside one's own")
needs_words_of_posix = _unless_windows("the system tells it in other words")
needs_moved_while_open = _unless_windows("a file that is open is neither moved nor replaced")


def is_private(path: Path) -> bool:
    """Return whether only its owner may use a file or folder, by its mode or its list of access."""
    if WINDOWS:
        return not access_lists._look(path)
    return stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def name_unlocking(path: Path) -> str:
    """Return the command that lets its owner write to a file."""
    return f'attrib -r "{path}"' if WINDOWS else f"chmod u+w '{path}'"


def split_words(command: str) -> list[str]:
    """Return the words of a command as it is shown, without quotes."""
    return shlex.split(command.replace("\\", r"\\") if WINDOWS else command)
