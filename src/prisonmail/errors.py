"""The errors that end a run, each with a remedy and an exit code."""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the process says to the program that called it."""

    DONE = 0
    NO = 1
    USAGE = 2
    BAD_LIST = 65
    NO_INPUT = 66
    NO_RELAY = 69
    BUG = 70
    CANNOT_WRITE = 73
    TRY_LATER = 75
    INTERRUPTED = 130


class PrisonmailError(Exception):
    """A run that cannot go on: what is wrong, and what to do about it.

    >>> error = InputMissing("There is no file list.csv.", "Check the name.")
    >>> error.message, error.remedy, int(error.exit_code)
    ('There is no file list.csv.', 'Check the name.', 66)
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG
    kind: ClassVar[str] = "bug"
    """What scripts know it by. A kind never changes its meaning."""

    def __init__(self, message: str, remedy: str = "", *, batch: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.batch = batch
        """The name of the batch that it is about, if there is one."""


class WrongUsage(PrisonmailError):
    """The options given do not go together."""

    exit_code = ExitCode.USAGE
    kind = "usage"


class FieldUnknown(WrongUsage):
    """The private letter asks for a field that neither prisonmail nor the list has."""


class OfAnother(WrongUsage):
    """The letters are another's, and by the rule of the ledger each keeps to their own."""


class UnusableList(PrisonmailError):
    """The list as a whole cannot be used."""

    exit_code = ExitCode.BAD_LIST
    kind = "list"


class AlreadyIssued(UnusableList):
    """The list has been issued today; its letters may be in the post."""

    kind = "already-issued"


class KeyUsed(UnusableList):
    """The key of the order is that of another order."""

    kind = "key-used"


class SignatureRefused(PrisonmailError):
    """A signature is damaged, or not of what it is said to sign."""

    exit_code = ExitCode.BAD_LIST


class DocketRefused(PrisonmailError):
    """What is said to be a docket is none, or cannot be told from a false one."""

    exit_code = ExitCode.BAD_LIST
    kind = "docket"


class InputMissing(PrisonmailError):
    """The list, the profile or the ledger is missing or cannot be read."""

    exit_code = ExitCode.NO_INPUT
    kind = "input"


class ProfileMissing(InputMissing):
    """Nobody has said yet who sends."""


class NotIssued(InputMissing):
    """The ledger has not issued the code or batch that is asked for."""


class LetterUnusable(InputMissing):
    """The file with the wording of the private letter cannot be printed."""


class LedgerMissing(InputMissing):
    """There is no ledger yet."""

    kind = "no-ledger"


class LedgerWentBack(InputMissing):
    """The ledger is behind the last event that this machine saw of it."""

    kind = "ledger-went-back"


class RelayRefused(PrisonmailError):
    """The mail relay cannot be reached or trusted, or refuses: nothing has gone."""

    exit_code = ExitCode.NO_RELAY
    kind = "relay"


class RelayBusy(PrisonmailError):
    """The mail relay says that it takes the message later: nothing has gone."""

    exit_code = ExitCode.TRY_LATER
    kind = "relay-busy"


class MayHaveGone(PrisonmailError):
    """The connection to the mail relay ended before it said whether it took the message."""

    exit_code = ExitCode.TRY_LATER
    kind = "relay-uncertain"


class AskedTooOften(PrisonmailError):
    """As much was asked for as may be within some time."""

    exit_code = ExitCode.TRY_LATER
    kind = "too-often"


class SenderRefused(PrisonmailError):
    """The ledger issues nothing for this sender: suspended, or its mailbox is not proved."""

    exit_code = ExitCode.NO_INPUT
    kind = "sender"


class Interrupted(PrisonmailError):
    """The user stopped the run at a point that leaves something to do."""

    exit_code = ExitCode.INTERRUPTED
    kind = "interrupted"


class OutputRefused(PrisonmailError):
    """The output cannot be written, or exists and may not be replaced."""

    exit_code = ExitCode.CANNOT_WRITE
    kind = "output"
