"""The profile file: TOML that only its owner may read."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_faults import ProfileFault, find_faults
from prisonmail.system import folders, output_files

_INIT = "prisonmail profile init"


def find_profile_path() -> Path:
    """Return the path of this user's profile."""
    return folders.settings_folder() / folders.PROFILE_NAME


def read_entries(path: Path) -> dict[str, object]:
    """Read a profile file without checking its entries. Raises InputMissing."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputMissing(
            f"There is no sender profile at {path}.", f"Make one with: {_INIT}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise InputMissing(f"The sender profile {path} cannot be read: {reason}.") from None
    except (ValueError, RecursionError) as error:  # a number too long, brackets too deep
        wrong = isinstance(error, tomllib.TOMLDecodeError)
        raise InputMissing(
            f"The sender profile {path} is not a TOML file{f': {error}' if wrong else ''}.",
            f"Correct that line, or make it again with: {_INIT} --force",
        ) from None


def load(path: Path) -> Profile:
    """Read and check a profile. Raises InputMissing with every fault."""
    entries = read_entries(path)
    refuse_faulty(path, find_faults(entries))
    return Profile.read(entries)


def refuse_faulty(path: Path, found: Sequence[ProfileFault]) -> None:
    """Raise InputMissing with every fault found in a profile, if there are any."""
    if found:
        listed = "".join(f"\n  {fault.field}: {fault.message}" for fault in found)
        raise InputMissing(
            f"The sender profile {path} has {_count(len(found))}:{listed}",
            f"Correct the file, or make it again with: {_INIT} --force",
        )


def save(profile: Profile, path: Path, *, force: bool) -> None:
    """Write a profile, mode 0600. Raises OutputRefused if there is one, without force."""
    import tomli_w

    if path.exists() and not force:
        raise OutputRefused(f"There is a profile at {path} already.", "To replace it add --force")
    entries = profile.model_dump(mode="json", exclude_none=True)
    text = tomli_w.dumps(
        {key: value for key, value in entries.items() if value != {}}, multiline_strings=False
    )
    folders.make_folder_for(path)
    with output_files.new_file(path, replace=force) as file:
        file.write(text.encode())


def _count(number: int) -> str:
    return "1 fault" if number == 1 else f"{number} faults"
