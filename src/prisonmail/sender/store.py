"""The profile file: TOML that only its owner may read; and beside it who accepted that they may."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.sender import checked_profiles
from prisonmail.sender.acceptance import EDITION, Acceptance
from prisonmail.sender.profile import Profile, ProfileFault
from prisonmail.sender.profile_layers import (
    Layer,
    ProfileSource,
    find_source,
    merge,
    name_command,
    read_layers,
    read_sources,
)
from prisonmail.system import folders, output_files
from prisonmail.system.record import asdict, fill, to_builtins

_LONGEST_ACCEPTANCE = 10_000
"""Bytes: it takes some hundred."""


def load(path: Path) -> Profile:
    """Read a profile, with what lies under it; one found in order before is not checked again.

    Raises InputMissing with every fault.
    """
    layers = read_layers(path)
    known = checked_profiles.recall(layers)
    if known:
        return known
    checked = _check(layers)
    checked_profiles.remember(layers, checked)
    return checked


def find_handling(path: Path | None = None) -> str:
    """Return how this user's profile, or another, marks exports; empty if it does not."""
    with suppress(InputMissing):
        return load(path or folders.find_profile_path()).handling or ""
    return ""


def check(path: Path) -> Profile:
    """Read a profile and check it by the rules. Raises InputMissing with every fault."""
    return _check(read_layers(path))


def list_sources(path: Path) -> tuple[ProfileSource, ...]:
    """Return the files that a profile comes from, unchecked. Raises InputMissing."""
    return read_sources(read_layers(path))


def refuse_faulty(sources: Sequence[ProfileSource], found: Sequence[ProfileFault]) -> None:
    """Raise InputMissing with every fault found in a profile, if there are any."""
    if found:
        path = sources[0].path
        listed = "".join(f"\n  {_place(sources, each)}: {each.message}" for each in found)
        command = name_command("profile set KEY VALUE", path)
        raise InputMissing(
            f"The sender profile {path} has {_count(len(found))}:{listed}",
            f"Correct the file, or each entry with: {command}",
        )


def save(profile: Profile, path: Path, *, force: bool) -> None:
    """Write a profile, mode 0600. Raises OutputRefused if there is one, without force."""
    import tomli_w

    refuse_taken(path, force=force)
    write(
        path, tomli_w.dumps(_drop_empty(to_builtins(profile)), multiline_strings=False), force=force
    )


def write(path: Path, text: str, *, force: bool) -> None:
    """Write the text of a profile, mode 0600: all of it or nothing. Raises OutputRefused."""
    folders.make_folder_for(path)
    with output_files.new_file(path, replace=force) as file:
        file.write(text.encode())


def _drop_empty(entries: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a TOML file cannot say, in tables too, and tables that say nothing then."""
    tidied = {
        key: _drop_empty(value) if isinstance(value, dict) else value
        for key, value in entries.items()
    }
    return {key: value for key, value in tidied.items() if value not in (None, {})}


def read_acceptance(profile: Path) -> Acceptance | None:
    """Return who has accepted the statements last; None if nobody has, or it cannot be read."""
    try:
        with _find_acceptance(profile).open("rb") as file:
            found = fill(Acceptance, json.loads(file.read(_LONGEST_ACCEPTANCE)))
        moment = datetime.fromisoformat(found.at)
    except (OSError, ValueError, RecursionError):
        return None
    return found if moment.tzinfo and found.by.isprintable() else None


def save_acceptance(profile: Path, by: str, now: datetime) -> Acceptance:
    """Keep beside a profile that somebody has accepted the statements. Raises OutputRefused."""
    found = Acceptance(EDITION, by, now.isoformat(timespec="seconds"))
    path = _find_acceptance(profile)
    folders.make_folder_for(path)
    with output_files.new_file(path, replace=True) as file:
        file.write(f"{json.dumps(asdict(found), ensure_ascii=False, indent=1)}\n".encode())
    return found


def _find_acceptance(profile: Path) -> Path:
    return profile.parent / folders.ACCEPTED_NAME


def refuse_taken(path: Path, *, force: bool) -> None:
    """Raise OutputRefused if a profile is there that is not to be replaced."""
    if path.exists() and not force:
        raise OutputRefused(
            f"There is a profile at {path} already.",
            f"Change it with: {name_command('profile set KEY VALUE', path)}. To replace all of it "
            "add --force",
        )


def _check(layers: Sequence[Layer]) -> Profile:
    from prisonmail.sender.profile_faults import find_faults
    from prisonmail.sender.profile_rules import read_profile

    sources = read_sources(layers)
    entries = merge([each.entries for each in sources])
    refuse_faulty(sources, find_faults(entries))
    return read_profile(entries)


def _place(sources: Sequence[ProfileSource], fault: ProfileFault) -> str:
    file = find_source(sources, fault.field)
    return fault.field if file == sources[0].path else f"{fault.field}, in {file}"


def _count(number: int) -> str:
    return "1 fault" if number == 1 else f"{number} faults"
