"""What macOS notes of a folder that a cloud service provides, or copies from where it lies.

>>> read_provider("com.microsoft.OneDrive-mac.FileProvider/4D1F")
'OneDrive'
"""

import sys
from pathlib import Path

_ATTRIBUTE = b"com.apple.file-provider-domain-id"
_MOST = 1024
"""Bytes: it holds the name of an extension and an id."""
_PROVIDERS = {
    "clouddocs": "iCloud Drive",
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google": "Google Drive",
    "box": "Box",
    "nextcloud": "Nextcloud",
    "owncloud": "Nextcloud",
    "pcloud": "pCloud",
    "mega": "MEGA",
    "sync.com": "Sync.com",
}


def find_file_provider(folder: Path) -> str | None:
    """Return the service that macOS notes of a folder; elsewhere, and without a note, None."""
    return _ask_macos(folder) if sys.platform == "darwin" else None


def read_provider(noted: str) -> str:
    """Return the service of a provider, as macOS writes it."""
    found = (service for mark, service in _PROVIDERS.items() if mark in noted.casefold())
    return next(found, "a cloud service")


def _ask_macos(folder: Path) -> str | None:  # pragma: no cover - on macOS only
    import ctypes
    import os

    system = ctypes.CDLL(None)
    system.getxattr.restype = ctypes.c_ssize_t
    noted = ctypes.create_string_buffer(_MOST)
    size = ctypes.c_size_t(_MOST)
    length = system.getxattr(os.fsencode(folder), _ATTRIBUTE, noted, size, ctypes.c_uint32(0), 0)
    return read_provider(noted.raw[:length].decode(errors="replace")) if length > 0 else None
