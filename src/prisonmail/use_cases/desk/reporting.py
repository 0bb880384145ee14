"""The use case: a desk tells a sender what became of their letters, and the sender takes it."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from prisonmail.dockets.desk_report import LARGEST, DeskReport, parse_report, write_report
from prisonmail.errors import DocketRefused, InputMissing, WrongUsage
from prisonmail.ledger.accountability.policies import Policy
from prisonmail.ledger.desk.received_dockets import ReceivedDockets
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.signatures import Namespace, sign_message, verify_message
from prisonmail.system import output_files
from prisonmail.system.record import Record
from prisonmail.use_cases.desk.trusting import find_key

OpenKey = Callable[[], SigningKey]
"""Opens the desk's own key, or makes it."""


class Reported(Record, frozen=True):
    """A report that was written."""

    report: DeskReport
    file: Path
    """Its signature has `.sig` after this name."""


class TakenReport(Record, frozen=True):
    """A report that was taken."""

    report: DeskReport
    new: int
    """Checks that were not known before, of codes of this ledger."""


def write_desk_report(
    desk: Ledger, sender: str | None, open_key: OpenKey, file: Path, now: datetime, *, force: bool
) -> Reported:
    """Write a signed report of all checks of a sender's codes; the key is opened for it.

    Checks of one code and second that were answered alike are told once: a sender could not tell
    them apart, nor count them twice.

    Raises WrongUsage if it is not plain which sender is meant, or OutputRefused.
    """
    received = desk.received_dockets
    meant = _choose_sender(received, sender)
    key = open_key()
    report = DeskReport(
        made_at=now,
        prison=desk.policies.find(Policy.PRISON),
        key=key.public.fingerprint,
        sender=received.read_trust().name_sender(meant),
        checks=tuple(dict.fromkeys(received.list_checks(meant))),
    )
    document = write_report(report)
    signature = sign_message(key, document, Namespace.DESK_REPORT)
    for path, content in ((file.with_name(f"{file.name}.sig"), signature), (file, document)):
        with output_files.new_file(path, replace=force) as written:
            written.write(content)
    return Reported(report, file)


def learn_report(
    file: Path, ledger: str, now: datetime, key: str | None = None, by: str | None = None
) -> TakenReport:
    """Take a desk's report, if its signature holds and its key is known or is the one given.

    Raises InputMissing, SignatureRefused, DocketRefused, or WrongUsage if the key is not known.
    """
    document = _read(file)
    signer = verify_message(
        document, _read(file.with_name(f"{file.name}.sig")), Namespace.DESK_REPORT
    )
    report = parse_report(document)
    if signer.fingerprint != report.key:
        raise DocketRefused("Its signature is of another key than the one that it names.")
    with open_ledger(ledger, by=by) as opened:
        if key and key != report.key:
            raise DocketRefused(f"It is signed with {report.key}, and not with the key given.")
        if not key and not opened.arrivals.knows(report.key):
            raise WrongUsage(
                f"It is signed with a key that is not known here: {report.key}.",
                "Compare it with the prison by telephone. If it is theirs, add once: "
                f"--key {report.key}",
            )
        digest = hashlib.sha256(document).hexdigest()
        return TakenReport(report, opened.arrivals.learn(report, digest, now))


def _choose_sender(received: ReceivedDockets, sender: str | None) -> str:
    seen = received.list_keys()
    if sender:
        return find_key(sender, seen)
    trust = received.read_trust()
    good = [each.key for each in seen if each.standing is KeyStanding.ACCEPTED]
    if len({trust.name_sender(each) for each in good}) != 1:
        raise WrongUsage(
            "A report is for one sender, and it is not clear for which.",
            "Give the fingerprint of their key: prisonmail desk senders shows it.",
        )
    return good[0]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise InputMissing(f"There is no file {path}.", "Check the name.") from None
    except OSError as error:
        raise InputMissing(f"{path} cannot be read: {error.strerror}.") from None
