"""Whether a path lies on a drive that is reached over a network.

Linux has a table of mounts, macOS a program that prints one, and Windows knows kinds of drives.

>>> find_network_file_system(Path("/srv/share/ledger.sqlite3"), "//nas/post /srv/share cifs rw 0 0")
'cifs'
"""

import os
import sys
from functools import cache
from pathlib import Path

from prisonmail.system.late_pattern import compile_late
from prisonmail.system.places.tables import SPACE, ask, find_deepest

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = compile_late(
    r"nfs\d?|cifs|smb\w*|ncpfs|9p|afs|afpfs|webdav|ceph|glusterfs|lustre|davfs|vboxsf|prl_fs"
    r"|fuse\.(sshfs|glusterfs|ceph\w*|rclone|davfs2?|s3fs|smbnetfs|vmhgfs-fuse|gvfsd-fuse)"
)
_SHARE, _LINUX = "network share", "Linux within Windows"
_OF_THE_HOST = frozenset(("9p", "vboxsf", "prl_fs", "fuse.vmhgfs-fuse", _LINUX))
"""How a virtual machine, and Linux within Windows, sees the disks of the computer it runs on."""
_DRIVE_IS_REMOTE = 4
"""DRIVE_REMOTE: what Windows' GetDriveTypeW returns for a network drive."""
_LONG_SHARE, _DEVICE = "\\\\?\\UNC\\", ("\\\\?\\", "\\\\.\\")
"""How Windows writes paths of any length: of a share, and of a drive."""
_MAC_MOUNT = compile_late(r"(.+) on (/.*) \((\w+)\b.*\)")
_PATIENCE = 5
"""Seconds that macOS has to list its mounts."""


def find_network_file_system(path: Path, mounts: str | None = None) -> str | None:
    """Return the name of the network file system that a path lies on, or None if none is known.

    The folders of a virtual machine's host count too: SQLite's locks fail there as well.
    """
    if sys.platform == "win32" and mounts is None:
        drive = os.path.splitdrive(path.absolute())[0]
        return tell_drive(drive, _ask_kind(drive))
    kind = _find_mount(Path(os.path.realpath(path)), _read_mounts() if mounts is None else mounts)
    return kind if _NETWORK.fullmatch(kind) else None


def find_network_drive(path: Path, mounts: str | None = None) -> str | None:
    """Return the file system of a drive of another computer, which others may reach too."""
    kind = find_network_file_system(path, mounts)
    return None if kind in _OF_THE_HOST else kind


def keeps_rights(path: Path) -> bool:
    """Return whether a drive says itself who may use a file, and does not invent it."""
    return find_network_file_system(path) is None


def write_mac_mounts(told: str) -> str:
    r"""Write what macOS's mount prints as Linux has it.

    >>> write_mac_mounts("//ann@nas/post on /Volumes/our post (smbfs, nodev, nosuid)")
    '- /Volumes/our\\040post smbfs'
    """
    found = filter(None, map(_MAC_MOUNT.fullmatch, told.splitlines()))
    return "\n".join(" ".join(("-", each[2].replace(" ", SPACE), each[3])) for each in found)


def tell_drive(drive: str, kind: int) -> str | None:
    r"""Return what a drive of Windows is if it is reached over a network, by its name and kind.

    >>> tell_drive("\\\\server\\post", 0), tell_drive("H:", 4), tell_drive("C:", 3)
    ('network share', 'network drive', None)
    >>> tell_drive("\\\\?\\C:", 3), tell_drive("\\\\?\\UNC\\server\\post", 0)
    (None, 'network share')
    """
    name = drive.replace("/", "\\")
    if name.upper().startswith(_LONG_SHARE):
        name = f"\\\\{name[len(_LONG_SHARE) :]}"
    if name.startswith(_DEVICE):
        return "network drive" if kind == _DRIVE_IS_REMOTE else None
    if name.startswith("\\\\"):
        return _LINUX if name[2:].casefold().startswith(("wsl$\\", "wsl.localhost\\")) else _SHARE
    return "network drive" if kind == _DRIVE_IS_REMOTE else None


def _read_mounts() -> str:
    if _MOUNTS.exists():
        return _MOUNTS.read_text(errors="replace")
    return _ask_macos() if sys.platform == "darwin" else ""


@cache
def _ask_macos() -> str:  # pragma: no cover - on macOS only
    return write_mac_mounts(ask("/sbin/mount", seconds=_PATIENCE))


def _find_mount(path: Path, mounts: str) -> str:
    """Return the file system that a path lies on."""
    lines = (line.split(" ") for line in mounts.splitlines())
    return find_deepest(path, ((folder, kind) for _, folder, kind, *_ in lines)) or ""


def _ask_kind(drive: str) -> int:  # pragma: no cover - on Windows only
    """Return Windows' number for the kind of a drive, or 0 if it has none."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\"))
