"""What a visitor has chosen for a list becomes an order, as `generate` has it from its options."""

from contextlib import suppress
from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.recipients import saved_mappings
from prisonmail.recipients.columns.headings import find_field
from prisonmail.recipients.file.source import Source, read_source
from prisonmail.recipients.options import Corrections, DateOrder, ListOptions
from prisonmail.sender.profile import DefaultsEntry, Profile
from prisonmail.sender.store import load
from prisonmail.system.record import replace
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions
from prisonmail.use_cases.order import Order
from prisonmail.web.lists.job import ListChoices
from prisonmail.web.lists.job_folder import (
    INNER_LABELS,
    LETTERS,
    MANIFEST,
    POST_BOOK,
    REJECTS,
    JobFolder,
)
from prisonmail.web.settings import Settings

LIST_FILE = "list"
"""What the list is called where it is stored, whatever its own name is."""


def choose_usual(profile: Path, name: str) -> ListChoices:
    """Return what is chosen for a new list: what the profile has as usual."""
    usual = DefaultsEntry()
    with suppress(InputMissing):
        usual = load(profile).defaults
    return ListChoices(
        name,
        saved=usual.mapping or "",
        duplex=bool(usual.duplex),
        by_prison=usual.sort == "prison",
        summary=bool(usual.summary),
    )


def order_check(folder: JobFolder, choices: ListChoices, settings: Settings, by: str) -> Order:
    """Return the order to check a list, of which nothing is issued. Raises as `order_letters`."""
    profile = load(settings.profile)
    made = folder.results
    return Order(
        recipients=str(folder.uploads / LIST_FILE),
        row=Source(choices.name, read_source(str(folder.uploads / LIST_FILE)).content),
        profile=settings.profile,
        ledger=settings.ledger,
        by=by,
        output=made / LETTERS,
        envelope=choices.envelope or None,
        check_only=True,
        inner_labels=made / INNER_LABELS if choices.inner_grid else None,
        inner_grid=choices.inner_grid,
        signatory=choices.signatory or None,
        skip_bad=choices.skip_bad,
        again=choices.again,
        cancel_earlier=choices.cancel_earlier,
        remember=choices.remember,
        list=_read_as(choices),
        printing=_print_as(choices, profile, settings.profile.parent, folder),
    )


def order_letters(folder: JobFolder, choices: ListChoices, settings: Settings, by: str) -> Order:
    """Return the order to issue the letters of a list. Raises InputMissing or WrongUsage."""
    made = folder.results
    return replace(
        order_check(folder, choices, settings, by),
        check_only=False,
        force=True,
        manifest=made / MANIFEST,
        rejects=made / REJECTS if choices.skip_bad else None,
        post_book=made / POST_BOOK if choices.post_book else None,
    )


def _read_as(choices: ListChoices) -> ListOptions:
    saved = dict(saved_mappings.load(choices.saved)) if choices.saved else {}
    named = ((find_field(name), heading) for name, heading in choices.mapping.items())
    chosen = {field: heading for field, heading in named if field}
    return ListOptions(
        encoding=choices.encoding or None,
        sheet=choices.sheet or None,
        include_hidden=choices.include_hidden,
        mapping=tuple((saved | chosen).items()),
        where=choices.where,
        date_order=DateOrder(choices.date_order) if choices.date_order else None,
        skip_not_in_custody=choices.skip_not_in_custody,
        corrections=Corrections(choices.cells, frozenset(choices.left_out)),
    )


def _print_as(
    choices: ListChoices, profile: Profile, home: Path, folder: JobFolder
) -> PrintOptions:
    usual = profile.defaults.letter
    wording = home / usual if usual and not choices.without_letter else None
    if choices.letter:
        wording = folder.uploads / choices.letter
    return PrintOptions(
        duplex=choices.duplex,
        split=profile.defaults.split,
        by_prison=choices.by_prison,
        summary=choices.summary,
        wording=wording,
        enclose=choices.enclose,
        mark_enclosures=choices.mark_enclosures,
        attached={name: folder.uploads / stored for name, stored in choices.attached.items()},
    )
