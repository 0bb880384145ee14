"""Whether a cloud service copies a folder: told by names, and by marks that its program leaves.

A name counts only as a whole and as the program writes it, so that a client called Box is no cloud.

>>> find_cloud_service(Path("/home/ann/OneDrive - Greenstone/letters"))
'OneDrive'
>>> find_cloud_service(Path("/Users/ann/Library/CloudStorage/Box-Box/letters"))
'Box'
>>> find_cloud_service(Path("/home/ann/clients/Box/my drive plans"))
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from prisonmail.system.places.file_provider import find_file_provider
from prisonmail.system.record import Record


class _Service(Record, frozen=True):
    """A cloud service, and what its program names and leaves."""

    name: str
    folders: str = r"(?!)"
    """What the whole name of a folder is, anywhere and in any case."""
    at_home: str = ""
    """What its folder is called in the user's own one, where that alone could be anybody's."""
    installed: tuple[str, ...] = ()
    """Where its program keeps its settings, below the user's folder: then `at_home` counts."""
    marks: str = r"(?!)"
    """The names of what its program keeps in a folder that it copies; a folder's ends with `/`."""
    icon: str = r"(?!)"
    """The program that a folder's desktop.ini has its icon from."""


_SERVICES = (
    _Service("SharePoint", r"sharepoint( - .+)?"),
    _Service(
        "OneDrive",
        r"onedrive( - .+| for business)?|skydrive",
        marks=r"\.849c9593-d756-4e56-8d6e-42412f2a707b/?",
        icon="onedrive.exe",
    ),
    _Service(
        "Dropbox",
        r"dropbox( \(.+\))?",
        marks=r"\.dropbox|\.dropbox\.cache/",  # in the user's own folder, .dropbox is a folder
        icon="dropbox.exe",
    ),
    _Service(
        "Google Drive",
        r"google ?drive( \(.+\))?|my drive( \(.+@.+\))?",
        marks=r"\.tmp\.drive(download|upload)/|\.shortcut-targets-by-id/",
        icon="googledrivefs.exe",
    ),
    _Service("iCloud Drive", r"icloud ?drive|com~apple~clouddocs", icon="iclouddrive.exe"),
    _Service(
        "Box",
        r"box sync",
        at_home="Box",
        installed=("Library/Application Support/Box", "AppData/Local/Box", "AppData/Roaming/Box"),
        marks=r"\.boxsync/?",
        icon="box.exe",
    ),
    _Service(
        "Nextcloud",
        r"nextcloud\d?|owncloud( - .+)?",
        marks=r"\._?sync_\w+\.db|\.csync_journal\.db|\.(nextcloud|owncloud)sync\.log(\.1)?",
        icon="nextcloud.exe",
    ),
    _Service("pCloud", r"pcloud ?drive|pcloud ?sync", icon="pcloud.exe"),
    _Service(
        "MEGA",
        r"megasync",
        at_home="MEGA",
        installed=tuple(
            f"{folder}/Mega Limited"
            for folder in (".local/share/data", "Library/Application Support", "AppData/Local")
        ),
        marks=r"\.megaignore|\.debris/",
        icon="megasync.exe",
    ),
    _Service(
        "Sync.com",
        at_home="Sync",
        installed=("AppData/Roaming/Sync.Config", "Library/Application Support/Sync.Config"),
    ),
)
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""What OneDrive sets on Windows: the folders that it copies."""
_DROPBOX_SAYS = (
    ".dropbox/info.json",
    "AppData/Roaming/Dropbox/info.json",
    "AppData/Local/Dropbox/info.json",
)
_ICLOUD = "Library/Mobile Documents/com~apple~CloudDocs"
_MAC_NAMES = {
    "OneDrive": "OneDrive",
    "GoogleDrive": "Google Drive",
    "iCloudDrive": "iCloud Drive",
    "pCloudDrive": "pCloud",
}
"""How macOS begins the names of folders in ~/Library/CloudStorage, if not with the service's."""
_MOST_ICON = 4096
"""Bytes of a desktop.ini that are read: they have some hundred."""


def find_cloud_service(folder: Path, home: Path | None = None) -> str | None:
    """Return the name of the cloud service that copies a folder, if anything shows that.

    Looked at are the path as it is written and as it is without links, and all folders above.
    """
    home = home or _find_home()
    typed = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow the links
    for place in dict.fromkeys((typed, Path(os.path.realpath(folder)))):
        for each in (place, *place.parents):
            service = _tell_by_name(each, home) or _tell_by_marks(each)
            if service:
                return service
        for copied, service in _list_told(home):
            if _lies_in(place, copied):
                return service
    return None


def _find_home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # there is no such user, and no HOME
        return Path("/nowhere")


def _tell_by_name(folder: Path, home: Path) -> str | None:
    """Tell a service by the names of a folder and of the one that it lies in."""
    name, above = folder.name, folder.parent
    if above.name == "CloudStorage" and above.parent.name == "Library":
        return _read_mac_name(name)
    if name == "Mobile Documents" and above.name == "Library":
        return "iCloud Drive"
    for each in _SERVICES:
        if re.fullmatch(each.folders, name, re.IGNORECASE):
            return each.name
        installed = each.at_home == name and above == home and each.installed
        if installed and any((home / place).is_dir() for place in each.installed):
            return each.name
    # Windows: a firm's libraries lie in a folder with its name, beside "OneDrive - " and that name
    if " - " in name and (above.parent / f"OneDrive - {above.name}").is_dir():
        return "SharePoint"
    return None


def _read_mac_name(name: str) -> str:
    if name.startswith("OneDrive-SharedLibraries-"):
        return "SharePoint"
    service = name.partition("-")[0]
    return _MAC_NAMES.get(service, service)


def _tell_by_marks(folder: Path) -> str | None:
    """Tell a service by what lies in a folder, by its icon, or by what macOS notes of it."""
    names = _list_names(folder)
    icon = _read_icon(folder) if "desktop.ini" in names else ""
    for each in _SERVICES:
        shown = icon and re.search(rf"\b{each.icon}\b", icon)
        if shown or any(re.fullmatch(each.marks, name) for name in names):
            return each.name
    return find_file_provider(folder)


def _list_names(folder: Path) -> frozenset[str]:
    """Return the hidden files in a folder, and its desktop.ini, in small letters."""
    try:
        with os.scandir(folder) as entries:
            return frozenset(
                f"{each.name.casefold()}{'/' if each.is_dir() else ''}"
                for each in entries
                if each.name.startswith(".") or each.name.casefold() == "desktop.ini"
            )
    except OSError:  # it is not there yet, or may not be looked into
        return frozenset()


def _read_icon(folder: Path) -> str:
    try:
        with (folder / "desktop.ini").open("rb") as file:
            text = file.read(_MOST_ICON).replace(b"\0", b"")  # it may be UTF-16
    except OSError:
        return ""
    return text.decode("latin-1").casefold()


def _list_told(home: Path) -> Iterator[tuple[Path, str]]:
    """Go through the folders that programs themselves say they copy."""
    for variable in _VARIABLES:
        if named := os.environ.get(variable):
            yield Path(named), "OneDrive"
    for told in _DROPBOX_SAYS:
        yield from ((copied, "Dropbox") for copied in _read_dropbox(home / told))
    for name in ("Desktop", "Documents"):
        if (home / _ICLOUD / name).exists():
            yield home / name, "iCloud Drive"


def _read_dropbox(path: Path) -> Iterator[Path]:
    if not path.is_file():
        return
    import json

    with suppress(OSError, ValueError, RecursionError, AttributeError):
        for account in json.loads(path.read_text("utf-8")).values():
            if isinstance(account, dict) and isinstance(account.get("path"), str):
                yield Path(account["path"])


def _lies_in(place: Path, folder: Path) -> bool:
    return Path(os.path.normcase(place)).is_relative_to(os.path.normcase(folder))
