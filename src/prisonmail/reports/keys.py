"""The firm's key in words and as JSON."""

from collections.abc import Iterator

from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.sender.signing.firm_key import FirmKey, Rotation

_OPEN = (
    "whoever has that file can sign in the firm’s name. Keep it as safe as the profile, or protect "
    "it with a passphrase."
)


def key_words(key: FirmKey) -> Iterator[ReportLine]:
    """Say that a key was made, and how it is kept."""
    yield ReportLine("The key is made:", Tone.GOOD, f" {key.path}")
    yield ReportLine(f"Fingerprint {key.public.fingerprint}")
    if not key.is_encrypted:
        yield warning(_OPEN)
    yield ReportLine("Keep a copy of it with your backups: a lost key cannot be made again.")


def rotation_words(done: Rotation) -> Iterator[ReportLine]:
    """Say which key came after which, and what is still to do."""
    yield ReportLine("There is a new key:", Tone.GOOD, f" {done.now.public.fingerprint}")
    yield ReportLine(f"The old one is gone: {done.old.fingerprint}. What it has signed stays good.")
    yield ReportLine(
        f"Send {done.statement} and {done.statement.name}.sig to all who know the old key: it has "
        "signed the new one."
    )


def key_document(key: FirmKey, comment: str) -> dict[str, object]:
    """Return the JSON of a key."""
    return {
        "version": 1,
        "key": key.public.fingerprint,
        "public": key.public.write_line(comment),
        "path": str(key.path),
        "encrypted": key.is_encrypted,
    }


def rotation_document(done: Rotation, comment: str) -> dict[str, object]:
    """Return the JSON of a change of keys."""
    return {
        **key_document(done.now, comment),
        "old": done.old.fingerprint,
        "statement": str(done.statement),
        "signature": f"{done.statement}.sig",
    }
