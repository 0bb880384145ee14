"""What a desk tells a sender of the checks of their codes."""

from datetime import timedelta
from pathlib import Path

from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.store import open_ledger
from prisonmail.sender.signing.private_keys import make_signing_key
from prisonmail.use_cases.desk.reporting import write_desk_report
from tests.dockets.samples import DOCKET, MADE_AT

CODE = DOCKET.letters[0].code
A_SECOND = timedelta(seconds=1)


def test_alike_checks_of_one_second_are_told_once(tmp_path: Path) -> None:
    """As when the same letter lies under a scanner that reads it twice."""
    with open_ledger(str(tmp_path / "desk.sqlite3"), make=True) as desk:
        desk.received_dockets.set_standing(DOCKET.key, KeyStanding.ACCEPTED, MADE_AT)
        desk.received_dockets.receive(DOCKET, "digest", "HMP Leeds", MADE_AT)
        for seconds in (0, 0, 0, 1):
            desk.check(CODE, MADE_AT + seconds * A_SECOND)
        written = write_desk_report(
            desk, None, make_signing_key, tmp_path / "report.json", MADE_AT, force=False
        )
    assert [(each.verdict, each.at - MADE_AT) for each in written.report.checks] == [
        ("ready", 0 * A_SECOND),
        ("duplicate", 0 * A_SECOND),
        ("duplicate", A_SECOND),
    ]
