"""Print-ready Rule 39 and confidential-access letters to people in prison.

What a program may use is named here (docs/python.md), and loaded when it is first used.

>>> import prisonmail
>>> prisonmail.verify("12345-67890-1245", peek=True).verdict.value
'mistyped'
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prisonmail.api import (
        AlreadyIssued,
        BatchResult,
        CancelResult,
        CodeAnswer,
        FoundLetter,
        FoundLetters,
        InputMissing,
        Interrupted,
        KeyUsed,
        LedgerMissing,
        LedgerWentBack,
        LetterUnusable,
        ListedLetter,
        NotIssued,
        OfAnother,
        OutputRefused,
        PrisonmailError,
        Problem,
        Profile,
        ReprintResult,
        RunOptions,
        SenderRefused,
        Severity,
        UnusableList,
        Verdict,
        WrongUsage,
        cancel,
        check,
        find,
        generate,
        read_profile,
        reissue,
        reprint,
        verify,
    )
else:

    def __getattr__(name: str) -> object:
        """Load what a program may use, by its name."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from prisonmail import api

        return getattr(api, name)

    def __dir__() -> list[str]:
        """List what a program may use beside what is here already."""
        return sorted({*globals(), *__all__})


__version__ = "0.1.0"
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
