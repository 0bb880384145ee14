"""Enclosures that came along with an order: kept for an hour, in which its sheets are printed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from starlette.requests import Request

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.system.record import replace
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.lists.job_store import JobStore

FIELD = "enclosures"
"""The field of a form in which they come."""
_Stored = TypeVar("_Stored")


class EnclosuresGoneError(InputMissing):
    """What was enclosed is kept no longer, so that letters cannot be printed as they were."""


def find_enclosure_store(request: Request) -> JobStore:
    """Return where the server keeps enclosures."""
    found: JobStore = request.app.state.enclosures
    return found


def name_each_once(sent: Iterable[tuple[str, _Stored]]) -> dict[str, _Stored]:
    """Return what was sent by its names. Raises WrongUsage for two of one name.

    >>> name_each_once([("a.pdf", 1), ("b.pdf", 2)])
    {'a.pdf': 1, 'b.pdf': 2}
    """
    stored: dict[str, _Stored] = {}
    for name, each in sent:
        if name in stored:
            raise WrongUsage("Two enclosures have one name.", "Give each a name of its own.")
        stored[name] = each
    return stored


def list_enclosed(folder: JobFolder) -> Mapping[str, Path]:
    """Return the enclosures in a folder, by the names under which they were sent."""
    attached = folder.read_choices().attached
    return {name: folder.uploads / stored for name, stored in attached.items()}


def note_enclosed(folder: JobFolder, attached: Mapping[str, str]) -> None:
    """Note by which names enclosures were sent, and where they are stored in the folder."""
    folder.write_choices(replace(folder.read_choices(), attached=dict(attached)))


@contextmanager
def saying_what_is_gone(store: JobStore) -> Iterator[None]:
    """Say of an enclosure that is kept no longer that it is gone, and not where it lay.

    Raises EnclosuresGoneError.
    """
    try:
        yield
    except InputMissing as error:
        if str(store.folder) not in error.message:
            raise
        raise EnclosuresGoneError(
            "The enclosures of these letters are here no longer: they are kept for an hour.",
            "Issue new letters with them, and print those within the hour.",
        ) from None
