"""Looking at where files with names of people in prison lie, before anything is recorded."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from prisonmail.errors import OutputRefused
from prisonmail.ledger.store import find_weakness, is_server
from prisonmail.system.places.storage import (
    Concern,
    ConcernKind,
    find_all_concerns,
    find_folder_to_write,
)
from prisonmail.system.record import Record


def _say_nothing(_: Concern) -> None:
    pass


class StorageCare(Record, frozen=True):
    """What to do about a place where such files should not lie."""

    strict: bool = False
    """Refuse it, instead of warning."""
    warn: Callable[[Concern], None] = _say_nothing

    def look_at(
        self, *, read: Iterable[Path | str] = (), written: Iterable[Path] = (), ledger: str = ""
    ) -> tuple[Concern, ...]:
        """Warn of each place of files that are read and written, and return what is wrong.

        Raises OutputRefused if that is to be refused.
        """
        concerns = tuple(_find(read, written, ledger))
        if self.strict and concerns:
            raise OutputRefused(
                "\n".join(each.message for each in concerns),
                f"{concerns[0].remedy} Without --strict-storage this is a warning.",
            )
        for each in concerns:
            if each.kind is not ConcernKind.CONNECTION:  # said when the URL was read
                self.warn(each)
        return concerns


def _find(read: Iterable[Path | str], written: Iterable[Path], ledger: str) -> Iterator[Concern]:
    folders = filter(None, map(find_folder_to_write, written))
    files = [ledger] if ledger and not is_server(ledger) else []
    yield from find_all_concerns([*folders, *files, *read])
    weakness = find_weakness(ledger) if ledger else None
    if weakness:
        yield Concern(ConcernKind.CONNECTION, weakness.place, weakness.message, weakness.remedy)
