"""Whether other users of this computer may read a file, or write to a file or folder.

A file that only its owner may read is safe in a folder that all may look into: they see its name.
In a folder with the sticky bit, such as /tmp, nobody can exchange the file of another user.
"""

import os
import stat
from pathlib import Path

_READ, _WRITE, _ENTER = 0o044, 0o022, 0o011


def find_writable(path: Path) -> Path | None:
    """Return the file, or the folder above it, that others may write to and so exchange it."""
    for each in (path, *path.parents):
        found = _look(each)
        sticky = found and stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX
        if found and not sticky and _lets(found, _WRITE):
            return each
    return None


def may_others_read(path: Path) -> bool:
    """Return whether others may read a file: its mode and that of each folder above allow it."""
    found = _look(path)
    if not found or not _lets(found, _READ):
        return False
    above = (_look(folder) for folder in path.parents)
    return all(each and _lets(each, _ENTER) for each in above)


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
