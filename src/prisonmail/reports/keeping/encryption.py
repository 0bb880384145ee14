"""How a ledger is encrypted, and its key on paper, in words."""

from collections.abc import Iterator, Sequence

from prisonmail.ledger.apart.cipher_keys import KeyNote
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.use_cases.keeping.ledger_encryption import Encryption

ROW = 3
"""Groups in a row of a key on paper."""


def encryption_words(done: Encryption) -> Iterator[ReportLine]:
    """Say how a ledger is encrypted now, where its key is, and what is still to do."""
    if done.note is None:
        yield ReportLine(f"{done.path} is no longer encrypted.", Tone.GOOD)
        yield ReportLine("Its key stays here: backups made before need it.")
    else:
        yield ReportLine(f"{done.path} is encrypted.", Tone.GOOD)
        yield ReportLine(f"Key {done.note.key}: {key_place(done.note)}.")
    if not done.overwritten:
        yield warning("the bytes of the file before are removed, but could not be overwritten.")
    if done.note and not done.note.exported:
        yield warning(
            "a lost key is a lost ledger. Write it down with: prisonmail ledger key export"
        )


def key_place(note: KeyNote) -> str:
    """Say where a key is kept."""
    return f"in the key file {note.file}" if note.file else "in the keyring of this system"


def key_words(name: str, groups: Sequence[str]) -> Iterator[ReportLine]:
    """Show a key as it is to be written down, in numbered rows."""
    yield ReportLine(f"Ledger key {name}", Tone.GOOD)
    for start in range(0, len(groups), ROW):
        row = "   ".join(groups[start : start + ROW])
        yield ReportLine(f"  {start + 1:>2}-{start + ROW:<2}   {row}")
