"""What belongs to a home, by kind and name; nothing else is put into an archive or taken from one.

>>> Entry("settings", "mappings/firm.json").is_known(), Entry("settings", "../.bashrc").is_known()
(True, False)
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from prisonmail.system import folders
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

SETTINGS, RECORDS, LEDGER, SEEN, CIPHER = "settings", "records", "ledger", "seen", "cipher"
_NAMES = {
    SETTINGS: compile_late(
        r"profile\.toml|accepted\.json|ledgers/[0-9a-f]{16}\.key|mappings/\w[\w .-]{0,59}\.json"
        r"|firm\.key|key-changes/[0-9a-f]{16}(-revoked)?\.json(\.sig)?"
        r"|\w[\w .-]{0,99}\.(?i:png|jpe?g|pdf|csv|pem|crt|cer|md|txt|docx)"
    ),
    RECORDS: compile_late(r"prisons\.csv"),
    LEDGER: compile_late(r"ledger\.jsonl"),
    SEEN: compile_late(r"sightings\.json"),
    CIPHER: compile_late(r"[0-9a-f]{16}\.cipher-key"),
}
"""For each kind, the names that it can have. Those of `settings` and `records` are the paths of
files in these folders: a profile and who may use it, the firm's key and what it signed of the next
one or of its end, keys of heads, saved mappings, and what a profile names beside it (a letterhead,
the table of mailrooms, the certificates of a relay, the usual letter); a register."""
_SEARCHED = {
    SETTINGS: (
        "profile.toml",
        "accepted.json",
        "firm.key",
        "key-changes/*",
        "ledgers/*.key",
        "mappings/*.json",
    ),
    RECORDS: ("prisons.csv",),
}


_OF_ENDING = {
    "csv": "mailrooms",
    **dict.fromkeys(("pem", "crt", "cer"), "certificates"),
    **dict.fromkeys(("md", "txt", "docx"), "letters"),
}
"""What a file beside a profile is for; one with another ending is a letterhead."""


class Entry(Record, frozen=True):
    """A thing in an archive."""

    kind: str
    name: str

    def is_known(self) -> bool:
        """Check whether a home has such a thing."""
        names = _NAMES.get(self.kind)
        return bool(names and names.fullmatch(self.name))


PROFILE = Entry(SETTINGS, folders.PROFILE_NAME)
LEDGER_EXPORT = Entry(LEDGER, "ledger.jsonl")
SIGHTINGS = Entry(SEEN, "sightings.json")


def folder_of(kind: str) -> Path:
    """Return the folder in which the files of a kind lie."""
    return folders.settings_folder() if kind == SETTINGS else folders.records_folder()


def list_files() -> list[Entry]:
    """Return the files of this home that an archive takes as they are."""
    return [
        Entry(kind, path.relative_to(folder_of(kind)).as_posix())
        for kind, patterns in _SEARCHED.items()
        for path in _find(folder_of(kind), patterns)
        if Entry(kind, path.relative_to(folder_of(kind)).as_posix()).is_known()
    ]


def name_beside(named: object) -> Entry | None:
    """Return the file that a profile names, if it lies beside the profile."""
    found = Entry(SETTINGS, str(named))
    beside = "/" not in found.name and found.is_known() and named != PROFILE.name
    return found if beside and (folder_of(SETTINGS) / found.name).is_file() else None


def count_topics(entries: Iterable[Entry]) -> dict[str, int]:
    """Count the things of an archive by what they are for.

    >>> count_topics([PROFILE, Entry("settings", "mappings/a.json"), SIGHTINGS])
    {'profiles': 1, 'mappings': 1}
    """
    topics: dict[str, int] = {}
    for each in entries:
        if topic := _topic_of(each):
            topics[topic] = topics.get(topic, 0) + 1
    return topics


def _topic_of(entry: Entry) -> str:
    first = entry.name.partition("/")[0]
    ending = entry.name.rpartition(".")[2].lower()
    named = {
        "profile.toml": "profiles",
        "accepted.json": "",  # it belongs to the profile
        "firm.key": "firm_keys",
        "key-changes": "",  # it belongs to the key
        "mappings": "mappings",
        "ledgers": "keys",
    }
    match entry.kind:
        case "settings":
            return named.get(first) or _OF_ENDING.get(ending, "letterheads")
        case "records":
            return "registers"
        case "ledger":
            return "ledgers"
        case "cipher":
            return "ledger_keys"
        case _:
            return ""


def _find(folder: Path, patterns: Iterable[str]) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(path for path in folder.glob(pattern) if path.is_file())
