"""What has to hold after a power failure, whenever it was."""

from collections.abc import Iterator, Mapping
from itertools import islice

from prisonmail.errors import LedgerMissing
from prisonmail.ledger.records import IssuedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system import clock
from prisonmail.system.temporary_files import remove_left_behind
from tests.durability.cases import After, Case, Desk
from tests.durability.crashes import Crash
from tests.durability.disk import Image, Naming, Said, Sync, rebuild
from tests.durability.recorder import Recording
from tests.soundness import codes_on

_LEDGER = "home/ledger.sqlite3"
_Letters = Mapping[str, IssuedLetter]


class Checker:
    """Rebuilds a disk as a crash left it, in its own place, and looks at it with the real code."""

    def __init__(self, desk: Desk, case: Case, recording: Recording) -> None:
        self._desk, self._case = desk, case
        self._before, self._after = recording.start.image(), recording.end.image()
        self._versions = _find_versions(recording)
        rebuild(desk.root, self._after)
        self._papers = {name: codes_on(desk.root / name) for name in case.papers}
        rebuild(desk.root, self._before)
        self._letters_before, faults = self._look()
        assert not faults
        self._seen: dict[frozenset[tuple[str, bytes | None]], tuple[_Letters, list[str]]] = {}

    def find_broken(self, crash: Crash) -> list[str]:
        """Return what does not hold."""
        rebuild(self._desk.root, crash.image)
        letters, faults = self._look_once(crash.image)
        return [
            *faults,
            *self._find_torn(crash.image),
            *self._find_untrue(crash, letters),
            *self._find_left(),
        ]

    def _find_left(self) -> Iterator[str]:
        """Find the temporary files that a next run would not remove."""
        for folder in (each for each in self._desk.root.rglob("*") if each.is_dir()):
            remove_left_behind(folder)
        yield from (f"{path} stays for ever" for path in self._desk.root.rglob(".*"))

    def _find_torn(self, image: Image) -> Iterator[str]:
        """Find files that are lost, or hold what they were never to hold."""
        for name, versions in self._versions.items():
            content = image.get(name)
            if content is None and name in self._before and name in self._after:
                yield f"{name} is lost"
            if content is not None and content not in versions:
                yield f"{name} is not whole"

    def _find_untrue(self, crash: Crash, letters: _Letters) -> Iterator[str]:
        if lost := self._letters_before.keys() - letters.keys():
            yield f"letters are lost: {lost}"
        for name, codes in self._papers.items():
            printed = crash.image.get(name) == self._after[name]
            if printed and not codes <= letters.keys():
                yield f"codes of {name} are not recorded"
        after = After(self._desk, crash.image, letters)
        for text, holds in self._case.promises.items():
            if text in crash.said and not holds(after):
                yield f"{text!r} was said, and does not hold"

    def _look_once(self, image: Image) -> tuple[_Letters, list[str]]:
        """Look at the ledger, unless one with the very same files was looked at before."""
        files = frozenset(item for item in image.items() if item[0].startswith("home/"))
        if files not in self._seen:
            self._seen[files] = self._look()
        return self._seen[files]

    def _look(self) -> tuple[_Letters, list[str]]:
        if not self._desk.home.exists():
            return {}, []
        try:
            with open_ledger(self._desk.ledger) as ledger:
                letters = _read_letters(ledger)
                return letters, list(_find_faults(ledger, letters))
        except LedgerMissing:
            return {}, []
        except Exception as error:  # a traceback, too, is something broken
            return {}, [str(error)]


def _read_letters(ledger: Ledger) -> _Letters:
    found: dict[str, IssuedLetter] = {}
    for summary in ledger.list_batches(100):
        letters = list(ledger.read_issued(summary.batch.id))
        assert len(letters) == summary.batch.size
        found |= {str(each.code): each for each in letters}
    return found


def _find_faults(ledger: Ledger, letters: _Letters) -> Iterator[str]:
    """Find what is wrong with a ledger, or what this machine cannot vouch for without its key."""
    for each in islice(letters.values(), 1):
        ledger.peek(each.code, clock.now())  # which raises if the ledger has gone back
    audit = ledger.audit()
    yield from audit.faults
    yield from audit.vouching.faults
    yield from (remark for remark in audit.vouching.remarks if "key" in remark)


def _find_versions(recording: Recording) -> dict[str, set[bytes]]:
    """Return what each file held that got its name whole: not the ledger, nor temporary files."""
    disk = recording.start.copy()
    found: dict[str, set[bytes]] = {}
    for operation in (None, *recording.operations):
        if isinstance(operation, Sync | Said):
            continue
        if operation is not None:
            disk.apply(operation)
        if operation is None or isinstance(operation, Naming):
            for name, content in disk.image().items():
                if content is not None and not _is_own(name):
                    found.setdefault(name, set()).add(content)
    return found


def _is_own(name: str) -> bool:
    return name.startswith(_LEDGER) or "/." in name
