"""The profile file: TOML that only its owner may read."""

from collections.abc import Sequence
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.sender import checked_profiles
from prisonmail.sender.profile import Profile, ProfileFault
from prisonmail.system import folders, output_files
from prisonmail.system.record import to_builtins

_INIT = "prisonmail profile init"


def find_profile_path() -> Path:
    """Return the path of this user's profile."""
    return folders.settings_folder() / folders.PROFILE_NAME


def load(path: Path) -> Profile:
    """Read a profile; one that was found in order before is not checked again.

    Raises InputMissing with every fault.
    """
    content = _read(path)
    known = checked_profiles.recall(content)
    if known:
        return known
    checked = _check(path, content)
    checked_profiles.remember(content, checked)
    return checked


def check(path: Path) -> Profile:
    """Read a profile and check it by the rules. Raises InputMissing with every fault."""
    return _check(path, _read(path))


def read_entries(path: Path) -> dict[str, object]:
    """Read a profile file without checking its entries. Raises InputMissing."""
    return _parse(path, _read(path))


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
    text = tomli_w.dumps(_drop_empty(to_builtins(profile)), multiline_strings=False)
    folders.make_folder_for(path)
    with output_files.new_file(path, replace=force) as file:
        file.write(text.encode())


def _drop_empty(entries: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a TOML file cannot say, in tables too."""
    tidied = {
        key: _drop_empty(value) if isinstance(value, dict) else value
        for key, value in entries.items()
    }
    return {key: value for key, value in tidied.items() if value not in (None, {})}


def _check(path: Path, content: bytes) -> Profile:
    from prisonmail.sender.profile_faults import find_faults
    from prisonmail.sender.profile_rules import read_profile

    entries = _parse(path, content)
    refuse_faulty(path, find_faults(entries))
    return read_profile(entries)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputMissing(
            f"There is no sender profile at {path}.", f"Make one with: {_INIT}"
        ) from None
    except OSError as error:
        raise _unreadable(path, error.strerror) from None


def _parse(path: Path, content: bytes) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(TextIOWrapper(BytesIO(content), "utf-8-sig").read())
    except UnicodeDecodeError:
        raise _unreadable(path, "it is not text") from None
    except (ValueError, RecursionError) as error:  # a number too long, brackets too deep
        wrong = isinstance(error, tomllib.TOMLDecodeError)
        raise InputMissing(
            f"The sender profile {path} is not a TOML file{f': {error}' if wrong else ''}.",
            f"Correct that line, or make it again with: {_INIT} --force",
        ) from None


def _unreadable(path: Path, reason: str | None) -> InputMissing:
    return InputMissing(f"The sender profile {path} cannot be read: {reason}.")


def _count(number: int) -> str:
    return "1 fault" if number == 1 else f"{number} faults"
