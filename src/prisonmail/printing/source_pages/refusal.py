"""Why a PDF of the user's cannot be printed."""

UNREADABLE = ("the file is not a PDF that can be read", "Save it as a PDF again.")


class PdfRefused(Exception):
    """Raised for a PDF that would not be printed as its viewer shows it; says what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
