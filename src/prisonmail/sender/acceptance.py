"""The statements on who may use prisonmail, and who accepted them.

Sources: for the marking, those of the roles; for CJSM its public pages, as docs/cjsm.md names them
(accepted each year by a signatory; from the UK alone; no cloud that is not approved; no account
that is shared). The terms themselves go to members, and were not read.
"""

from datetime import datetime, timedelta

from prisonmail.system.record import Record

EDITION = "2026-11"
"""Another one has to be accepted again."""
STATEMENTS = (
    "I may use the marking that my role stands for, or write for somebody who may.",
    "Nothing goes out under it but such mail: no letter for anybody else is enclosed.",
    "The CJSM address is the firm’s own, and the firm accepted the terms of CJSM within the year.",
    "CJSM is used from within the UK alone, and no account or password of it is shared.",
    "Lists, letters and the ledger are for those alone who work on them. They stay in the UK, on "
    "encrypted disks, and off cloud services that are not approved.",
)
_LASTS = timedelta(days=365)


class Acceptance(Record, frozen=True):
    """Who has accepted the statements."""

    edition: str
    by: str
    at: str
    """ISO 8601, in UTC."""

    def is_due(self, now: datetime) -> bool:
        """Check whether they are to be accepted again: after a year, or since they have changed."""
        return self.edition != EDITION or now - datetime.fromisoformat(self.at) > _LASTS
