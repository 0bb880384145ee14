r"""Who may use a file on Windows, on which modes say nothing: the rule for its access list.

Its owner, the system and administrators may anyway, as root may elsewhere. A list is read as text,
in the form that Windows calls SDDL.

>>> find_others_rights("O:S-1-5-21-7D:AI(A;ID;FA;;;SY)(A;ID;FA;;;S-1-5-21-7)")
0
>>> bool(find_others_rights("O:S-1-5-21-7D:AI(A;ID;0x1200a9;;;BU)") & READ)
True
"""

import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from prisonmail.system.late_pattern import compile_late
from prisonmail.system.places.network_drives import find_network_file_system

if TYPE_CHECKING:
    import ctypes

READ = 0x1
WRITE = 0x2 | 0x4 | 0x10000 | 0x40000 | 0x80000
"""To write to a file, append to it, delete it, or change its rights or its owner."""
EXCHANGE = 0x40 | 0x10000 | 0x40000 | 0x80000
"""To delete what is in a folder or the folder itself, or to change its rights or its owner."""
_ALL = 0x1F01FF
_NAMED = {
    "FA": _ALL,
    "GA": _ALL,
    "FR": 0x120089,
    "GR": 0x120089,
    "FW": 0x120116,
    "GW": 0x120116,
    "FX": 0x1200A0,
    "GX": 0x1200A0,
    "CC": 0x1,
    "DC": 0x2,
    "LC": 0x4,
    "DT": 0x40,
    "SD": 0x10000,
    "WD": 0x40000,
    "WO": 0x80000,
}
"""Rights by the two letters that SDDL has for them; of others none counts here."""
_OWNER = compile_late(r"O:([A-Z]{2}|S-[\d-]+)")
_ENTRY = compile_late(r"\((X?A);(\w*);(\w*);[^;)]*;[^;)]*;([\w-]+)")
_TRUSTED = compile_late(
    r"OW|CO|SY|BA|LA|DA|EA|S-1-3-[04]|S-1-5-18|S-1-5-32-544|S-1-15-.+"  # apps are of some user too
    r"|S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"  # Windows' own installer
)
_OPEN_TO_ALL = "NO_ACCESS_CONTROL"
_ONLY_INHERITED = "IO"
_SHARED_HOMES = frozenset(("public", "default", "default user", "all users", "defaultuser0"))
_CLOSED = "D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;{own})"


def find_others_rights(listed: str, own: str = "") -> int:
    """Return the rights that others have by an access list, of a file or folder, as Windows' bits.

    `own` is the user's own id, if it is not the owner's. What is denied to some does not count.
    """
    owner = _OWNER.match(listed)
    trusted = {own, owner[1] if owner else ""}
    entries = listed.partition("D:")[2]
    if not entries or entries.startswith(_OPEN_TO_ALL):
        return _ALL
    rights = 0
    for _, flags, allowed, whom in _ENTRY.findall(entries):
        applies = _ONLY_INHERITED not in _in_pairs(flags)
        if applies and whom not in trusted and not _TRUSTED.fullmatch(whom):
            rights |= _read_rights(allowed)
    return rights


def has_other_users(environment: Mapping[str, str], homes: Iterable[str]) -> bool:
    """Return whether others may log in: in a domain they may, else who has done so has a folder.

    >>> has_other_users({"USERDOMAIN": "PC4", "COMPUTERNAME": "PC4"}, ["Public", "ann"])
    False
    """
    named = environment.get("USERDOMAIN", ""), environment.get("COMPUTERNAME", "")
    people = {each.casefold() for each in homes} - _SHARED_HOMES - {"desktop.ini"}
    return named[0].casefold() != named[1].casefold() or len(people) > 1


def write_closing(path: str, user: str, *, is_folder: bool) -> str:
    r"""Write the command that closes a file or folder to others, for cmd and PowerShell.

    >>> write_closing(r"C:\Post\list.csv", r"GREEN\ann", is_folder=False)
    'icacls "C:\\Post\\list.csv" /inheritance:r /grant:r "GREEN\\ann:F"'
    """
    return f'icacls "{path}" /inheritance:r /grant:r "{user}:{"(OI)(CI)" * is_folder}F"'


def _in_pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def _read_rights(allowed: str) -> int:
    if allowed.startswith("0x"):
        return _widen(int(allowed, 16))
    rights = 0
    for each in _in_pairs(allowed):
        rights |= _NAMED.get(each, 0)
    return rights


def _widen(rights: int) -> int:
    """Return rights with those that generic ones stand for."""
    generic = ((0x10000000, "GA"), (0x80000000, "GR"), (0x40000000, "GW"))
    for bit, name in generic:
        rights |= _NAMED[name] if rights & bit else 0
    return rights


def find_writable(path: Path) -> Path | None:
    """Return the file, or the folder above it, that others may write to and so exchange it."""
    if not _may_others_log_in():
        return None
    for each in (path, *path.parents):
        wanted = EXCHANGE if each.is_dir() else WRITE
        if each != Path(each.anchor) and _look(each) & wanted:
            return each
    return None


def may_others_read(path: Path) -> bool:
    """Return whether there are others, and a file's access list lets them read it."""
    return _may_others_log_in() and bool(_look(path) & READ)


def name_closing(path: Path) -> str:
    """Return the command that closes a file or folder to others on this computer."""
    domain, user = os.environ.get("USERDOMAIN"), os.environ.get("USERNAME", "")
    named = f"{domain}\\{user}" if domain else user
    return write_closing(str(path), named, is_folder=path.is_dir())


def close_to_others(path: Path) -> None:
    """Let only the user, the system and administrators use a file on a drive of this computer.

    On a drive of another one it has the rights of its folder, by which people work together there.
    Elsewhere than on Windows modes do that.
    """
    if sys.platform == "win32" and not find_network_file_system(path):
        import ctypes

        described = ctypes.c_void_p()
        security = ctypes.windll.advapi32
        written = _CLOSED.format(own=_find_own())
        if security.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            written, 1, ctypes.byref(described), None
        ):
            security.SetFileSecurityW(str(path), _PROTECTED | _ENTRIES, described)
            ctypes.windll.kernel32.LocalFree(described)


_OWNER_TOO, _ENTRIES, _PROTECTED = 0x1, 0x4, 0x80000000
_FILE = 1
_QUERY, _TOKEN_USER = 0x8, 1


@cache
def _may_others_log_in() -> bool:
    home = Path.home()
    try:
        homes = os.listdir(home.parent)  # noqa: PTH208 - names are all that is needed
    except OSError:
        return True
    return has_other_users(os.environ, homes)


def _look(path: Path) -> int:
    """Return the rights that others have; none if that cannot be read, as of what is not there."""
    listed = _read_list(str(path))
    return find_others_rights(listed, _find_own()) if listed else 0


def _read_list(path: str) -> str:  # pragma: no cover - on Windows only
    """Return owner and access list of a file or folder in SDDL, or nothing if they are unknown."""
    if sys.platform != "win32":
        return ""
    import ctypes

    described, text = ctypes.c_void_p(), ctypes.c_wchar_p()
    wanted, security = _OWNER_TOO | _ENTRIES, ctypes.windll.advapi32
    if security.GetNamedSecurityInfoW(
        path, _FILE, wanted, None, None, None, None, ctypes.byref(described)
    ):
        return ""
    security.ConvertSecurityDescriptorToStringSecurityDescriptorW(
        described, 1, wanted, ctypes.byref(text), None
    )
    return _take_text(text, described)


@cache
def _find_own() -> str:  # pragma: no cover - on Windows only
    """Return the id of the user that this process runs as."""
    if sys.platform != "win32":
        return ""
    import ctypes

    token, text = ctypes.c_void_p(), ctypes.c_wchar_p()
    held, length = (ctypes.c_void_p * 32)(), ctypes.c_ulong()
    security, kernel = ctypes.windll.advapi32, ctypes.windll.kernel32
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    this = ctypes.c_void_p(kernel.GetCurrentProcess())
    if security.OpenProcessToken(this, _QUERY, ctypes.byref(token)):
        size = ctypes.sizeof(held)
        security.GetTokenInformation(token, _TOKEN_USER, held, size, ctypes.byref(length))
        security.ConvertSidToStringSidW(ctypes.c_void_p(held[0]), ctypes.byref(text))
        kernel.CloseHandle(token)
    return _take_text(text)


def _take_text(
    text: "ctypes.c_wchar_p", *more: "ctypes.c_void_p"
) -> str:  # pragma: no cover - on Windows only
    """Return a text that Windows has made, and give back its memory and that of more."""
    import ctypes

    found = text.value or ""
    library = getattr(ctypes, "windll")  # noqa: B009 - mypy knows it on Windows only
    for each in (text, *more):
        library.kernel32.LocalFree(ctypes.cast(each, ctypes.c_void_p))
    return found
