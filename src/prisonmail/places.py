"""Where this user's profile and ledger are kept."""

import os
from pathlib import Path

from prisonmail.errors import OutputRefused

PROFILE_NAME = "profile.toml"
LEDGER_NAME = "ledger.sqlite3"


def settings_folder() -> Path:
    """Give the folder of the profile: PRISONMAIL_HOME, else the system's place for settings."""
    home = os.environ.get("PRISONMAIL_HOME")
    if home:
        return Path(home)
    import platformdirs

    return Path(platformdirs.user_config_dir("prisonmail", appauthor=False))


def records_folder() -> Path:
    """Give the folder of the ledger: PRISONMAIL_HOME, else the system's place for user files."""
    home = os.environ.get("PRISONMAIL_HOME")
    if home:
        return Path(home)
    import platformdirs

    return Path(platformdirs.user_data_dir("prisonmail", appauthor=False))


def prepare_for(path: Path) -> None:
    """Make the private folder that a file goes to. Raises OutputRefused."""
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise OutputRefused(f"{path.parent} cannot be made: {error.strerror}.") from None


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, that no other user may enter (mode 0700)."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
