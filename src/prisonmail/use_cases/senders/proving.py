"""The use case: a sender proves its mailbox by a code that is sent there and typed here.

The code is recorded before it is sent: whatever becomes of the mail, a code that arrives is good.
"""

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from prisonmail.cjsm.messages import write_message
from prisonmail.cjsm.posting import open_relay
from prisonmail.errors import AskedTooOften, InputMissing, MayHaveGone, WrongUsage
from prisonmail.ledger.senders.proofs import ProofKind, SentTooOftenError
from prisonmail.ledger.store import look_into, open_ledger
from prisonmail.sender.mailbox_codes import (
    LIFE,
    MOST_SENDS,
    draw_mailbox_code,
    keep_code,
    write_grouped,
)
from prisonmail.sender.profile import Profile
from prisonmail.sender.sender import Sender
from prisonmail.system import output_files
from prisonmail.system.operators import find_operator
from prisonmail.system.record import Record
from prisonmail.use_cases.senders.fitness import SenderFitness, Tried, find_fitness

MINUTES = LIFE.seconds // 60
_TEXT = """\
This code proves that you read this mailbox:

    {code}

Type it within {minutes} minutes on the computer that asked for it:

    prisonmail profile confirm {code}

It was asked for by {organisation}, for letters of {name}. If you did not ask for it, do nothing:
by itself it is good for nothing. Tell it to nobody who rings you or writes to you.
"""


class ProofRequest(Record, frozen=True):
    """Whose mailbox is to be proved, in which ledger, and who is at the keyboard."""

    profile: Profile
    ledger: str
    by: str | None = None
    signatory: str = ""
    """The key of another who signs; empty for the profile's own sender."""

    @property
    def sender(self) -> Sender:
        """The particulars that are proved. Raises WrongUsage if nobody signs by that key."""
        known = self.profile.senders
        if self.signatory not in known:
            raise WrongUsage(
                f"Nobody signs by the key `{self.signatory}` in this profile.",
                "Its [signatories] has the keys.",
            )
        return known[self.signatory]


def send_code(asked: ProofRequest, folder: Path, now: datetime) -> None:
    """Send a code through the relay of the profile, which lies in a folder.

    Raises InputMissing if it names none, AskedTooOften, and as `open_relay` and `Posting.send`.
    """
    relay = asked.profile.relay
    if relay is None:
        raise InputMissing(
            "The profile names no mail relay.",
            "Write one under [relay]: host and from. For web mail: prisonmail profile confirm "
            "--eml FILE",
        )
    with open_relay(relay, folder) as opened:
        message = _ask(asked, relay.sender, ProofKind.PROVED, now)
        try:
            opened.send(message)
        except MayHaveGone as error:
            raise MayHaveGone(
                error.message,
                f"If it arrives within {MINUTES} minutes, its code is good: type it as usual.",
            ) from None


def write_code(asked: ProofRequest, file: Path, now: datetime, *, force: bool) -> None:
    """Write the message with a code to a file, to be sent by web mail.

    Raises OutputRefused, and AskedTooOften.
    """
    output_files.refuse_if_taken(file, force=force)
    message = _ask(asked, asked.sender.cjsm_address, ProofKind.BY_FILE, now)
    with output_files.new_file(file, replace=force) as opened:
        opened.write(message.as_bytes())


def attest(asked: ProofRequest, name: str, now: datetime) -> None:
    """Record that a second person vouches for the mailbox. Raises WrongUsage if it is the same."""
    operator = find_operator(asked.by).name
    if not name.strip() or name.strip().casefold() in (
        operator.casefold(),
        asked.sender.name.casefold(),
    ):
        raise WrongUsage(
            "A second person has to vouch for the mailbox: neither the sender nor who is at the "
            "keyboard.",
            "Name that person with --attested-by, and yourself with --by.",
        )
    with open_ledger(asked.ledger, make=True, by=asked.by) as ledger:
        ledger.proofs.attest(asked.sender, name.strip(), now)


def try_code(asked: ProofRequest, typed: str, now: datetime) -> Tried:
    """Say what becomes of a code that was typed."""
    with open_ledger(asked.ledger, make=True, by=asked.by) as ledger:
        trial = ledger.proofs.try_code(asked.sender, typed, now)
    return Tried(trial, *find_progress(asked))


def find_progress(asked: ProofRequest) -> tuple[int, SenderFitness]:
    """Return how often the last code may still be typed wrongly, and what is known of the sender.

    Raises InputMissing.
    """
    with look_into(asked.ledger) as ledger:
        left = ledger.proofs.count_tries_left(asked.sender) if ledger else 0
    return left, find_fitness(asked.ledger, asked.sender, asked.profile.proof_days)


def _ask(asked: ProofRequest, sender: str, kind: ProofKind, now: datetime) -> EmailMessage:
    """Record a new code, and return the message that brings it. Raises AskedTooOften."""
    code, its = draw_mailbox_code(), asked.sender
    with open_ledger(asked.ledger, make=True, by=asked.by) as ledger:
        try:
            ledger.proofs.ask(its, keep_code(code, its), kind, now)
        except SentTooOftenError:
            raise AskedTooOften(
                f"{MOST_SENDS} codes were asked for within the hour for {its.cjsm_address}. "
                "Nothing was sent.",
                "Type the last one, or wait an hour.",
            ) from None
    text = _TEXT.format(
        code=write_grouped(code), minutes=MINUTES, organisation=its.organisation, name=its.name
    )
    return write_message(sender, its.cjsm_address, "Code to prove this mailbox", text, now)
