r"""Whether the disk that a folder lies on is encrypted, as far as the system says.

Linux is asked by its tables (LUKS, also below LVM; folders of fscrypt, gocryptfs and the like),
macOS about FileVault and Windows about BitLocker. Nothing here needs an administrator.

>>> read_filevault("FileVault is On.\n"), read_bitlocker("2\r\n")
(DiskEncryption(on=True, method='FileVault'), DiskEncryption(on=False, method='BitLocker'))
"""

import os
import re
import stat
import struct
import sys
from pathlib import Path

from prisonmail.system.late_pattern import compile_late
from prisonmail.system.places.tables import ask, find_deepest
from prisonmail.system.record import Record

_MOUNTS = Path("/proc/self/mountinfo")
_BLOCKS = Path("/sys/dev/block")
_ENCRYPTED_KINDS = {
    "ecryptfs": "eCryptfs",
    "fuse.gocryptfs": "gocryptfs",
    "fuse.encfs": "EncFS",
    "fuse.cryfs": "CryFS",
}
"""File systems that encrypt each file themselves."""
_NOT_ENCRYPTING = compile_late(r"CRYPT-(VERITY|INTEGRITY)-")
"""What the name of cryptsetup stands before although it only protects against changes."""
_DEEPEST = 8
"""Layers of devices: a partition, RAID, LUKS and LVM are four."""
_ENCRYPTED_FOLDER = 0x800
"""FS_ENCRYPT_FL of linux/fs.h: fscrypt encrypts what lies in this folder."""
_PATIENCE = 20
"""Seconds that another program has to answer: PowerShell takes some to start."""
_ASK_WINDOWS = (
    "(New-Object -ComObject Shell.Application).NameSpace('{drive}')"
    ".Self.ExtendedProperty('System.Volume.BitLockerProtection')"
)


class DiskEncryption(Record, frozen=True):
    """Whether a disk is encrypted."""

    on: bool | None
    """None if it cannot be told."""
    method: str = ""


_UNKNOWN = DiskEncryption(None)


def find_encryption(folder: Path) -> DiskEncryption:
    """Return whether the disk with a folder is encrypted, or that it cannot be told."""
    place = Path(os.path.realpath(folder))
    if sys.platform == "darwin":  # pragma: no cover - on macOS only
        own = not place.is_relative_to("/Volumes")  # fdesetup speaks of the startup disk alone
        return (
            read_filevault(ask("/usr/bin/fdesetup", "status", seconds=_PATIENCE))
            if own
            else _UNKNOWN
        )
    if sys.platform == "win32":  # pragma: no cover - on Windows only
        return _ask_windows(place.drive)
    if _is_encrypted_folder(place):
        return DiskEncryption(on=True, method="fscrypt")
    try:
        mounts = _MOUNTS.read_text(errors="replace")
    except OSError:
        return _UNKNOWN
    return read_mounts(place, mounts)


def read_filevault(told: str) -> DiskEncryption:
    """Read what `fdesetup status` says."""
    found = re.match(r"FileVault is (On|Off)\.", told)
    return DiskEncryption(found[1] == "On", "FileVault") if found else _UNKNOWN


def read_bitlocker(told: str) -> DiskEncryption:
    """Read what Windows' shell says of a drive: 1 is on; 5 is suspended, with the key in clear."""
    on = {"0": False, "1": True, "2": False, "3": False, "4": False, "5": False}.get(told.strip())
    return _UNKNOWN if on is None else DiskEncryption(on, "BitLocker")


def read_mounts(place: Path, mounts: str, blocks: Path = _BLOCKS) -> DiskEncryption:
    """Read Linux's table of mounts (`mountinfo`), and of the devices below the one of a place."""
    kind, number, source = _find_mount(place, mounts)
    if kind in _ENCRYPTED_KINDS:
        return DiskEncryption(on=True, method=_ENCRYPTED_KINDS[kind])
    if number.startswith("0:"):  # btrfs has a number of its own, and names its device
        number = _read_number(source)
    block = blocks / number
    if not number or not block.exists():
        return _UNKNOWN
    on = _is_encrypted_device(block.resolve())
    return _UNKNOWN if on is None else DiskEncryption(on, "LUKS" if on else "")


def _find_mount(place: Path, mounts: str) -> tuple[str, str, str]:
    """Return file system, number and source of what a place lies on."""
    return find_deepest(place, map(_read_mount, mounts.splitlines())) or ("", "", "")


def _read_mount(line: str) -> tuple[str, tuple[str, str, str]]:
    before, _, after = line.partition(" - ")
    _, _, number, _, folder, *_ = before.split(" ")
    kind, source, *_ = after.split(" ")
    return folder, (kind, number, source)


def _read_number(source: str) -> str:
    try:
        device = os.stat(source)  # noqa: PTH116 - a source need not be a path at all
    except (OSError, ValueError):
        return ""
    if not stat.S_ISBLK(device.st_mode):
        return ""
    return f"{os.major(device.st_rdev)}:{os.minor(device.st_rdev)}"


def _is_encrypted_device(block: Path, depth: int = 0) -> bool | None:
    """Check a device and those it is made of: None for a loop, whose file may lie anywhere."""
    if (block / "partition").exists():
        return _is_encrypted_device(block.parent, depth)
    mapped = _read(block / "dm" / "uuid")
    if mapped.startswith("CRYPT-") and not _NOT_ENCRYPTING.match(mapped):
        return True
    if depth == _DEEPEST or (block / "loop").exists():
        return None
    below = [
        _is_encrypted_device(each.resolve(), depth + 1) for each in (block / "slaves").glob("*")
    ]
    if None in below:
        return None
    return bool(below) and all(below)


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def _is_encrypted_folder(folder: Path) -> bool:
    """Check whether fscrypt encrypts a folder, by the flags that lsattr shows."""
    import fcntl

    long = struct.calcsize("l")
    ask = 2 << 30 | long << 16 | ord("f") << 8 | 1  # FS_IOC_GETFLAGS
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        flags = fcntl.ioctl(handle, ask, bytes(long))
    except OSError:
        return False
    finally:
        os.close(handle)
    return bool(int.from_bytes(flags[:4], sys.byteorder) & _ENCRYPTED_FOLDER)


def _ask_windows(drive: str) -> DiskEncryption:  # pragma: no cover - on Windows only
    if not re.fullmatch(r"[A-Za-z]:", drive):
        return _UNKNOWN
    question = _ASK_WINDOWS.format(drive=drive)
    told = ask("powershell.exe", "-NoProfile", "-NonInteractive", question, seconds=_PATIENCE)
    return read_bitlocker(told)
