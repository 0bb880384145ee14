"""Whether other users of this computer may read a file, or write to a file or folder.

A file that only its owner may read is safe in a folder that all may look into: they see its name.
In a folder with the sticky bit, such as /tmp, nobody can exchange the file of another user. Files
usually come with a mode that lets everybody read them, which matters only if there is anybody else.
On Windows access lists say it.
"""

import os
import stat
import sys
from functools import cache
from pathlib import Path

from prisonmail.system.places import access_lists

_READ, _WRITE, _ENTER = 0o044, 0o022, 0o011
_FIRST_PERSON = 500 if sys.platform == "darwin" else 1000
"""Accounts with lower numbers are those of services and of the administrator."""
_NO_LOGIN = ("nologin", "false")
_SWITCH = Path("/etc/nsswitch.conf")
_DIRECTORIES = frozenset({"sss", "ldap", "winbind", "nis", "nisplus", "compat"})
"""What Linux may take users from beside its own list: who they are cannot be listed."""


def find_writable(path: Path) -> Path | None:
    """Return the file, or the folder above it, that others may write to and so exchange it."""
    if sys.platform == "win32":
        return access_lists.find_writable(path)
    for each in (path, *path.parents):
        found = _look(each)
        sticky = found and stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX
        if found and not sticky and _lets(found, _WRITE):
            return each
    return None


def may_others_read(path: Path) -> bool:
    """Return whether there are others, and a file's mode and those of all above let them read."""
    if sys.platform == "win32":
        return access_lists.may_others_read(path)
    found = _look(path)
    if not found or not _lets(found, _READ):
        return False
    above = (_look(folder) for folder in path.parents)
    return all(each and _lets(each, _ENTER) for each in above) and _has_others(found.st_uid)


def is_open(path: Path, mode: int) -> bool:
    """Return whether a file or folder that is to be its owner's alone gives others any right.

    On Windows its mode says nothing, and that nobody else uses the computer is right enough.
    """
    if sys.platform == "win32":
        return access_lists.may_others_read(path) or access_lists.find_writable(path) == path
    return bool(stat.S_IMODE(mode) & 0o077)


def find_what_to_close(path: Path) -> Path:
    """Return the folder of a file, as later files come there too; the file if others share it."""
    if sys.platform == "win32":  # there a new file is closed of itself
        return path
    file, folder = _look(path), _look(path.parent)
    if not file or not folder or file.st_uid != folder.st_uid or folder.st_mode & stat.S_ISVTX:
        return path
    return path.parent


def name_closing(path: Path, mode: str) -> str:
    """Return the command that closes a file or folder to others: by a mode, as chmod has it."""
    if sys.platform == "win32":
        return access_lists.name_closing(path)
    return f"chmod {mode} '{path}'"


def _look(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _lets(found: os.stat_result, bits: int) -> bool:
    allowed = found.st_mode & bits
    return bool(allowed & 0o007) or (bool(allowed & 0o070) and _is_shared(found))


def _is_shared(found: os.stat_result) -> bool:
    """Check whether a file's group has others than its owner: Debian makes one for each user."""
    import grp
    import pwd

    try:
        owner, group = pwd.getpwuid(found.st_uid).pw_name, grp.getgrgid(found.st_gid)
    except KeyError:
        return True
    return group.gr_name != owner or not {owner}.issuperset(group.gr_mem)


@cache
def _has_others(owner: int) -> bool:
    """Check whether people other than a file's owner may sign in, as far as can be told."""
    import pwd

    own = {owner, os.getuid()}
    return _asks_a_directory() or any(
        each.pw_uid >= _FIRST_PERSON
        and each.pw_uid not in own
        and not each.pw_shell.endswith(_NO_LOGIN)
        for each in pwd.getpwall()
    )


def _asks_a_directory() -> bool:
    try:
        lines = _SWITCH.read_text(errors="replace").splitlines()
    except OSError:
        return False
    passwd = [line.split() for line in lines if line.startswith("passwd:")]
    return any(not _DIRECTORIES.isdisjoint(sources) for sources in passwd)
