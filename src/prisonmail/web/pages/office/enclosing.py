"""What is enclosed with one letter: it stays at the server from the form to the issue."""

from collections.abc import Iterable
from contextlib import suppress

from starlette.requests import Request

from prisonmail.errors import WrongUsage
from prisonmail.web.lists.enclosures import FIELD as ENCLOSURES
from prisonmail.web.lists.enclosures import (
    find_enclosure_store,
    list_enclosed,
    name_each_once,
    note_enclosed,
)
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.lists.job_store import NoListError
from prisonmail.web.lists.uploads import refuse_empty
from prisonmail.web.pages.office.work import Answers, Work

KEPT = "kept"
"""The field with the name of the folder of what is enclosed."""


def keep_enclosures(request: Request, work: Work, form: Answers) -> JobFolder | None:
    """Keep what came to be enclosed, beside what came before. Raises WrongUsage."""
    kept = None if form.get("without_enclosures") else find_wanted(request, work, form)
    sent = [each for each in form.files if each.field == ENCLOSURES]
    refuse_empty(sent)
    if not sent:
        return kept
    named = name_each_once((each.name, each.path) for each in sent)
    folder = kept or find_enclosure_store(request).make(work.by)
    for path in named.values():
        path.replace(folder.uploads / path.name)
    attached = folder.read_choices().attached
    note_enclosed(folder, {**attached, **{name: path.name for name, path in named.items()}})
    return folder


def find_kept(request: Request, work: Work, form: Answers) -> JobFolder | None:
    """Return the folder of what is to be enclosed; None if nothing is, or not any more."""
    with suppress(NoListError):
        return find_enclosure_store(request).find(form.get(KEPT), work.by)
    return None


def find_wanted(request: Request, work: Work, form: Answers) -> JobFolder | None:
    """Return the folder of what is to be enclosed. Raises WrongUsage if it is there no more."""
    kept = find_kept(request, work, form)
    if form.get(KEPT) and kept is None:
        raise WrongUsage(
            "What you enclosed was erased, as it is after an hour.", "Choose it again."
        )
    return kept


def name_kept(kept: JobFolder | None) -> Iterable[str]:
    """Return the names of what is to be enclosed."""
    return list_enclosed(kept) if kept else ()
