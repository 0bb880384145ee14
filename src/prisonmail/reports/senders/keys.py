"""The firm's key in words and as JSON."""

from collections.abc import Iterator

from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.sender.signing.firm_key import FirmKey, Revocation, Rotation

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


def revocation_words(done: Revocation) -> Iterator[ReportLine]:
    """Say that a key no longer counts, and what is still to do."""
    said = " was revoked before." if done.again else " is revoked: nothing is signed with it."
    yield ReportLine("The key", Tone.CAUTION, f" {done.key.fingerprint}{said}")
    yield ReportLine(
        f"Send {done.statement} and {done.statement.name}.sig to all who know it, and ring them: "
        "until they have it, they take what it signs."
    )
    yield ReportLine("Make another with: prisonmail key new. They have to be told of that one too.")


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


def revocation_document(done: Revocation) -> dict[str, object]:
    """Return the JSON of a key that was revoked."""
    return {
        "version": 1,
        "key": done.key.fingerprint,
        "statement": str(done.statement),
        "signature": f"{done.statement}.sig",
        "revoked_before": done.again,
    }
