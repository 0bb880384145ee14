"""Where this user's profile and ledger are kept, and how their folders are made."""

import os
from pathlib import Path

from prisonmail.errors import InputMissing, OutputRefused, WrongUsage
from prisonmail.system import disk

PROFILE_NAME = "profile.toml"
PROFILE_VARIABLE = "PRISONMAIL_PROFILE"
LEDGER_NAME = "ledger.sqlite3"
FIRM_KEY_NAME = "firm.key"
ACCEPTED_NAME = "accepted.json"
"""Who has accepted the statements on who may use the program."""
CHECKED_NAME = "checked.plate"
"""The profiles that were found in order."""
RESTORE_FOLDER = ".restore"
"""Where a home that is being restored waits until it can be put in place as a whole."""
RESTORE_PLAN = "plan.json"
_OWN_NAMES = (PROFILE_NAME, LEDGER_NAME, ACCEPTED_NAME, CHECKED_NAME, "prisons.csv")
_OWN_KINDS = ("*.key", "ledgers/*", "mappings/*")


def settings_folder() -> Path:
    """Return the folder of the profile: PRISONMAIL_HOME, else the system's place for settings.

    Raises WrongUsage, as `whole_path`.
    """
    home = _home()
    if home:
        return home
    import platformdirs

    return Path(platformdirs.user_config_dir("prisonmail", appauthor=False))


def own_profile_path() -> Path:
    """Return where this user's own profile is kept."""
    return settings_folder() / PROFILE_NAME


def office_profile_path() -> Path:
    """Return where the profile of the office is kept, for all users of this computer."""
    import platformdirs

    return Path(platformdirs.site_config_dir("prisonmail", appauthor=False)) / PROFILE_NAME


def find_profile_path() -> Path:
    """Return which profile is meant if none is named: PRISONMAIL_PROFILE, else the user's own.

    Raises WrongUsage, as `whole_path`.
    """
    named = os.environ.get(PROFILE_VARIABLE)
    return whole_path(named, PROFILE_VARIABLE) if named else own_profile_path()


def records_folder() -> Path:
    """Return the folder of the ledger: PRISONMAIL_HOME, else the system's place for user files.

    Raises WrongUsage, as `whole_path`.
    """
    home = _home()
    if home:
        return home
    import platformdirs

    return Path(platformdirs.user_data_dir("prisonmail", appauthor=False))


def lists_folder() -> Path:
    """Return the folder of the lists that a server is working on, for an hour at most."""
    return records_folder() / "lists"


def enclosures_folder() -> Path:
    """Return the folder of the enclosures that came to a server, for an hour at most."""
    return records_folder() / "enclosures"


def working_folder() -> Path:
    """Return the folder in which a server makes the files that it sends, and erases them."""
    return records_folder() / "working"


def leave_out_folder(text: str, folder: Path) -> str:
    """Return a text in which the files of a folder are called by their names alone.

    >>> leave_out_folder(f"{Path('working', 'letter.md')} is empty", Path("working"))
    'letter.md is empty'
    """
    return text.replace(f"{folder}{os.sep}", "")


def list_own_files() -> list[Path]:
    """Return the files that are the program's own: profile, ledger, register and keys."""
    both = {settings_folder(), records_folder()}
    found = (path for folder in both for kind in _OWN_KINDS for path in folder.glob(kind))
    return [*(folder / name for folder in both for name in _OWN_NAMES), *found]


def refuse_half_restored(folder: Path) -> None:
    """Raise InputMissing if a restore stopped while it put the files of a folder in place."""
    if (folder / RESTORE_FOLDER / RESTORE_PLAN).exists():
        raise InputMissing(
            f"{folder} is being restored from an archive, or that was stopped midway.",
            "If it was stopped, finish it with: prisonmail home restore FILE",
        )


def whole_path(text: str, variable: str) -> Path:
    """Return the path that a variable of the environment names, `~` being the user's own folder.

    Raises WrongUsage if it depends on the current folder: each would then have its own ledger; and
    as `expand_home`.
    """
    path = expand_home(text, variable)
    if path.is_absolute():
        return path
    raise WrongUsage(
        f"{variable} is `{text}`, which is another place in each folder.",
        "Write the whole path.",
    )


def expand_home(text: str, named: str = "A path that is given") -> Path:
    """Return a path, with the user's own folder for a `~` that no shell has replaced.

    Raises WrongUsage if there is no such user, or if it is not UTF-8, in which notes and messages
    name it. `named` is what it comes from.
    """
    try:
        text.encode()
        return Path(text).expanduser()
    except UnicodeEncodeError:
        raise WrongUsage(
            f"{named} is `{text}`, which is not in UTF-8.", "Name another place, or rename it."
        ) from None
    except RuntimeError:
        raise WrongUsage(f"There is no user for `{text}`.", "Write the whole path.") from None


def _home() -> Path | None:
    home = os.environ.get("PRISONMAIL_HOME")
    return whole_path(home, "PRISONMAIL_HOME") if home else None


def make_folder_for(path: Path) -> None:
    """Make the private folder of a file. Raises OutputRefused if it cannot be made."""
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise OutputRefused(f"{path.parent} cannot be made: {error.strerror}.") from None


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, that no other user may enter (mode 0700).

    They are safely on disk: else what is brought to disk within them could be out of reach.
    """
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    disk.sync_folder(folder.parent)
