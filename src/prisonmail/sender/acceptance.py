"""The statements on who may use prisonmail, and who accepted them: in a file beside the profile.

Sources: for the marking, those of the roles; for CJSM its public pages, as docs/cjsm.md names them
(accepted each year by a signatory; from the UK alone; no cloud that is not approved; no account
that is shared). The terms themselves go to members, and were not read.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

from prisonmail.system import folders, output_files
from prisonmail.system.record import Record, asdict, fill

EDITION = "2026-11"
"""Another one has to be accepted anew."""
STATEMENTS = (
    "I may use the marking that my role stands for, or write for somebody who may.",
    "Nothing goes out under it but such mail: no letter for anybody else is enclosed.",
    "The CJSM address is the firm’s own, and the firm accepted the terms of CJSM within the year.",
    "CJSM is used from within the UK alone, and no account or password of it is shared.",
    "Lists, letters and the ledger are for those alone who work on them. They stay in the UK, on "
    "encrypted disks, and off cloud services that are not approved.",
)
_LASTS = timedelta(days=365)
_LONGEST = 10_000


class Acceptance(Record, frozen=True):
    """Who has accepted the statements."""

    edition: str
    by: str
    at: str
    """ISO 8601, in UTC."""

    def is_due(self, now: datetime) -> bool:
        """Check whether they are to be accepted anew: after a year, or since they have changed."""
        return self.edition != EDITION or now - datetime.fromisoformat(self.at) > _LASTS


def find_acceptance_path(profile: Path) -> Path:
    """Return where it is kept that the statements were accepted, beside a profile."""
    return profile.parent / folders.ACCEPTED_NAME


def read_acceptance(profile: Path) -> Acceptance | None:
    """Return who has accepted the statements last; None if nobody has, or it cannot be read."""
    try:
        with find_acceptance_path(profile).open("rb") as file:
            found = fill(Acceptance, json.loads(file.read(_LONGEST)))
        moment = datetime.fromisoformat(found.at)
    except (OSError, ValueError, RecursionError):
        return None
    return found if moment.tzinfo and found.by.isprintable() else None


def save_acceptance(profile: Path, by: str, now: datetime) -> Acceptance:
    """Keep that somebody has accepted the statements. Raises OutputRefused."""
    found = Acceptance(EDITION, by, now.isoformat(timespec="seconds"))
    path = find_acceptance_path(profile)
    folders.make_folder_for(path)
    with output_files.new_file(path, replace=True) as file:
        file.write(f"{json.dumps(asdict(found), ensure_ascii=False, indent=1)}\n".encode())
    return found
