"""Profiles that were found in order, so that starting need not load the rules to check them again.

A profile is known again by a digest of its file, this version, and the files that hold the rules:
if any of them changes, it is checked anew. What was noted is no more than the file says, and only
its owner can read it. A note that is missing, damaged or of another make counts as none.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import prisonmail
from prisonmail.errors import OutputRefused
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_layers import Layer
from prisonmail.system import folders
from prisonmail.system.output_files import temporary_path
from prisonmail.system.plate_files import make_plate, read_plate_file
from prisonmail.system.record import fill, to_builtins

_RULES = (
    "certainty.py",
    "cjsm/address.py",
    "cjsm/relay.py",
    "cjsm/standings.py",
    "cjsm/suffixes.py",
    "prisons/postcodes.py",
    "sender/profile.py",
    "sender/profile_rules.py",
    "sender/roles.py",
    "sender/sender.py",
    "sender/signatories.py",
    "system/late_pattern.py",
    "system/record.py",
)
"""`sender/profile_rules.py`, and all that it rests on."""
_MOST = 8


def recall(layers: Sequence[Layer]) -> Profile | None:
    """Return the profile of some files, if it was found in order; else None."""
    with suppress(OSError, ValueError):
        return fill(Profile, _read().get(_digest(layers)))
    return None


def remember(layers: Sequence[Layer], profile: Profile) -> None:
    """Note that the profile of some files is in order, if there is a folder to note it in."""
    with suppress(OSError, OutputRefused):
        kept = {**_read(), _digest(layers): to_builtins(profile)}
        latest = dict(list(kept.items())[-_MOST:])
        with temporary_path(_note(), replace=True, lasting=False) as temporary:
            temporary.write_bytes(make_plate(latest))


def _read() -> dict[str, Any]:
    found = read_plate_file(str(_note()), _note().name)
    return found if isinstance(found, dict) else {}


def _note() -> Path:
    return folders.settings_folder() / folders.CHECKED_NAME


def _digest(layers: Sequence[Layer]) -> str:
    """Tell files from others; of those under the first, paths start from their own folders."""
    package = Path(prisonmail.__file__).parent
    parts = [prisonmail.__version__.encode(), *((package / each).read_bytes() for each in _RULES)]
    own, *others = layers
    parts.append(own.content)
    for each in others:
        parts += [os.fsencode(each.path.absolute()), each.content]
    parts = [sha256(each).digest() for each in parts]
    return sha256(b"".join(parts)).hexdigest()
