"""The program as a library: what `import prisonmail` offers (docs/python.md).

A face, like the command line: the same rules, sentences and records in the ledger, with values in
place of words. It prints nothing, and reads of the environment what the command line does.
"""

from prisonmail.api.calls import (
    cancel,
    check,
    find,
    generate,
    read_profile,
    reissue,
    reprint,
    verify,
)
from prisonmail.api.results import (
    BatchResult,
    CancelResult,
    CodeAnswer,
    FoundLetter,
    FoundLetters,
    ListedLetter,
    ReprintResult,
)
from prisonmail.api.run_options import RunOptions
from prisonmail.errors import (
    AlreadyIssued,
    InputMissing,
    Interrupted,
    KeyUsed,
    LedgerMissing,
    LedgerWentBack,
    LetterUnusable,
    NotIssued,
    OfAnother,
    OutputRefused,
    PrisonmailError,
    SenderRefused,
    UnusableList,
    WrongUsage,
)
from prisonmail.ledger.verdicts import Verdict
from prisonmail.problems.problem import Problem, Severity
from prisonmail.sender.profile import Profile

__all__ = [
    "AlreadyIssued",
    "BatchResult",
    "CancelResult",
    "CodeAnswer",
    "FoundLetter",
    "FoundLetters",
    "InputMissing",
    "Interrupted",
    "KeyUsed",
    "LedgerMissing",
    "LedgerWentBack",
    "LetterUnusable",
    "ListedLetter",
    "NotIssued",
    "OfAnother",
    "OutputRefused",
    "PrisonmailError",
    "Problem",
    "Profile",
    "ReprintResult",
    "RunOptions",
    "SenderRefused",
    "Severity",
    "UnusableList",
    "Verdict",
    "WrongUsage",
    "cancel",
    "check",
    "find",
    "generate",
    "read_profile",
    "reissue",
    "reprint",
    "verify",
]
