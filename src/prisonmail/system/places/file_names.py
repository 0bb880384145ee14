r"""What Windows makes of a file's name, told before it is tried: some it changes, or cannot give.

>>> find_name_fault(r"C:\Post\con.pdf")
'CON is a device on Windows'
>>> find_name_fault(r"C:\Post\letters 3.4.pdf")
''
"""

import ntpath
import os
import re
import sys
from functools import cache
from pathlib import Path

from prisonmail.system.late_pattern import compile_late

_DEVICES = compile_late(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³]) *(\..*)?")
_FORBIDDEN = compile_late('[<>"|?*\x00-\x1f]')
_TEMPORARY_NAME = 50
"""Characters of the name that a file has until it is written: a computer's own has 15 at most."""
LONGEST_PATH = 259
"""Characters of a whole path, unless Windows is set to allow more."""
_UNLIMITED = "\\\\?\\"


def find_own_fault(path: Path) -> str:
    """Return why this computer cannot give a file this path as it is written, or nothing."""
    if sys.platform != "win32":
        return ""
    written = str(path)
    whole = os.path.abspath(written)  # noqa: PTH100 - resolve() would follow the links
    return find_name_fault(written) or (find_length_fault(whole) if _has_limit() else "")


def find_name_fault(path: str) -> str:
    """Return why Windows could not give a file this path as it is written, or nothing."""
    rest = ntpath.splitdrive(path)[1]
    return next(filter(None, map(_find_fault, re.split(r"[\\/]", rest))), "")


def find_length_fault(path: str) -> str:
    r"""Return why Windows could not make a file of this whole path, or nothing.

    >>> find_length_fault("C:\\" + "x" * 207)
    ''
    >>> find_length_fault("C:\\" + "x" * 270)
    'its path has 273 characters, and Windows is set to allow 259'
    """
    name = re.split(r"[\\/]", path)[-1]
    needed = len(path) + max(0, _TEMPORARY_NAME - len(name))
    if needed <= LONGEST_PATH or path.startswith(_UNLIMITED):
        return ""
    reason = f"its path has {len(path)} characters, and Windows is set to allow {LONGEST_PATH}"
    if len(path) > LONGEST_PATH:
        return reason
    return f"{reason}, of which a name until it is written may take {_TEMPORARY_NAME}"


def explain_absence(path: Path) -> str:
    """Return why a file that is there may not be found by this computer, or nothing."""
    if sys.platform != "win32":
        return ""
    whole = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow the links
    return find_length_fault(whole) if len(whole) > LONGEST_PATH and _has_limit() else ""


def _find_fault(name: str) -> str:
    """Return what is wrong with one name of a path."""
    if found := _FORBIDDEN.search(name):
        shown = found[0] if found[0].isprintable() else "such character"
        return f"Windows allows no {shown} in a name"
    if ":" in name:
        return "Windows would hide what stands after the : in another file"
    if name.strip(".") and name != name.rstrip(" ."):
        return "Windows leaves out full stops and spaces at the end of a name"
    device = _DEVICES.fullmatch(name.upper())
    return f"{device[1]} is a device on Windows" if device else ""


@cache
def _has_limit() -> bool:  # pragma: no cover - on Windows only
    """Check whether Windows, or Python there, is not set to allow long paths."""
    if sys.platform != "win32":
        return False
    import ctypes

    asked = getattr(ctypes.windll.ntdll, "RtlAreLongPathsEnabled", None)
    return asked is not None and not asked() & 0xFF
