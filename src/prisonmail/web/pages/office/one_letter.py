"""The pages of one letter without a list: a form, what would be printed, and its issue."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.errors import (
    AlreadyIssued,
    FieldUnknown,
    InputMissing,
    LetterUnusable,
    OfAnother,
    ProfileMissing,
    SenderRefused,
    WrongUsage,
)
from prisonmail.letters.letter import Draft
from prisonmail.recipients.recipient import Field
from prisonmail.reports import runs
from prisonmail.reports.lines import ReportLine
from prisonmail.sender.markings import Marking
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_layers import has_profile
from prisonmail.sender.store import load
from prisonmail.sheets.known_envelopes import collect_envelopes
from prisonmail.sheets.merge_fields import FIELDS
from prisonmail.system import clock
from prisonmail.system.folders import leave_out_folder
from prisonmail.system.record import replace
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions
from prisonmail.use_cases.before_issue.usual import choose, read_usual
from prisonmail.use_cases.list_reading import ROW_OPTIONS, write_row
from prisonmail.use_cases.order import Checked, Issued, Order, Outcome
from prisonmail.use_cases.people.people_search import find_entry
from prisonmail.use_cases.people.row_of_person import require_cells, write_person
from prisonmail.web.access.forms import read_own_form
from prisonmail.web.lists.enclosures import FIELD as ENCLOSURES
from prisonmail.web.lists.enclosures import list_enclosed
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.pages.office.enclosing import (
    KEPT,
    find_kept,
    find_wanted,
    keep_enclosures,
    name_kept,
)
from prisonmail.web.pages.office.row_faults import (
    BLANK,
    PERSON,
    RowFaults,
    name_input,
    read_cells,
    sort_problems,
)
from prisonmail.web.pages.office.work import (
    Answers,
    FormWithFiles,
    Work,
    begin,
    go_to_profile,
)
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines, leave_out_commands, word_error
from prisonmail.web.working_files import find_working_files

router = APIRouter(include_in_schema=False)
_MORE = ("marking", "signatory", "envelope", "wording")
_WORDING = "letter.txt"
_KNOWN_FIELDS = f"Known are {', '.join(f'{{{each}}}' for each in FIELDS)}."
_NO_FAULTS = RowFaults({}, (), ())


@router.get("/letters/new")
def begin_letter(request: Request) -> Response:
    """Show the form, empty; who may say who sends does that first."""
    work = begin(request)
    if work.is_admin and not has_profile(work.profile):
        return go_to_profile()
    return _show_form(request, work, {}, _NO_FAULTS)


@router.post("/letters/new")
@read_own_form
def go_on(request: Request, form: FormWithFiles) -> Response:
    """Fill the form from the address book, check it, or issue the letter: as the button says."""
    work = begin(request)
    match form.get("step"):
        case "fill":
            return _fill(request, work, form)
        case "issue":
            return _issue(request, work, form)
        case "mend":
            return _show_form(request, work, form.texts, _NO_FAULTS, find_kept(request, work, form))
        case _:
            return _check(request, work, form)


def describe_draft(draft: Draft, profile: Profile) -> dict[str, Any]:
    """Return what a letter's window will show, and who signs it."""
    sender = profile.senders[draft.signatory]
    return {
        "marking": draft.marking.value,
        "lines": [draft.name, draft.identity, draft.prison_name, *draft.address],
        "signed": sender.signature,
        "organisation": sender.organisation,
    }


def show_review(
    request: Request,
    action: str,
    outcome: Checked,
    draft: dict[str, Any],
    texts: dict[str, str],
    enclosed: Sequence[str] = (),
    replaced: str = "",
) -> Response:
    """Show what would be printed, and what is to be known before it is issued."""
    refusal = outcome.refusal
    return render(
        request,
        "office/review.html",
        action=action,
        draft=draft,
        texts=texts,
        enclosed=enclosed,
        replaced=replaced,
        warnings=sort_problems(outcome.checked.problems).warnings,
        refusal=leave_out_commands(refusal.message) if refusal else "",
        earlier=refusal.batch if refusal else "",
        key=secrets.token_urlsafe(16),
    )


def show_result(
    request: Request, outcome: Issued, more: Iterable[ReportLine], folder: Path
) -> Response:
    """Show what was issued, and what to do with the paper; not where its file lay for a moment."""
    lines = adapt_lines([*runs.words(outcome, clock.now()), *more])
    return render(
        request,
        "office/issued.html",
        lines=[replace(each, head=leave_out_folder(each.head, folder)) for each in lines],
        batch=outcome.batch.id,
        encloses=any(each.draft.enclosures for each in outcome.letters),
    )


def _fill(request: Request, work: Work, form: Answers) -> Response:
    """Fill the form with a person of the address book, by number or from their page."""
    entry, number = form.get("entry"), form.get("person")
    try:
        if entry:
            cells = write_person(find_entry(work.ledger, entry).entry.person)
        else:
            cells = require_cells(work.ledger, number)
    except InputMissing as error:
        faults = RowFaults({"person": error.message}, (), ())
        return _show_form(request, work, {"person": number}, faults)
    texts = {name_input(heading): text for heading, text in cells.items()}
    return _show_form(request, work, texts, _NO_FAULTS)


def _check(request: Request, work: Work, form: Answers) -> Response:
    try:
        kept = keep_enclosures(request, work, form)
    except WrongUsage as error:
        return _show_form(request, work, form.texts, _blame_enclosures(error))
    if not any(read_cells(form).values()):
        return _show_form(request, work, form.texts, BLANK, kept)
    with find_working_files(request).borrow() as folder:
        outcome = _run(work, form, folder, kept, check_only=True)
    if isinstance(outcome, RowFaults):
        return _show_form(request, work, form.texts, outcome, kept)
    faults = sort_problems(outcome.checked.problems)
    if not isinstance(outcome, Checked) or not faults.is_faultless:
        return _show_form(request, work, form.texts, faults, kept)
    drafted = describe_draft(next(iter(outcome.drafts)), load(work.profile))
    texts = _keep(form.texts) | ({KEPT: kept.path.name} if kept else {})
    return show_review(request, "/letters/new", outcome, drafted, texts, list(name_kept(kept)))


def _issue(request: Request, work: Work, form: Answers) -> Response:
    """Issue it; if that is refused because it was issued today, ask again."""
    try:
        kept = find_wanted(request, work, form)
    except WrongUsage as error:
        return _show_form(request, work, form.texts, _blame_enclosures(error))
    with find_working_files(request).borrow() as folder:
        try:
            outcome = _run(work, form, folder, kept, check_only=False)
        except AlreadyIssued:
            return _check(request, work, form)
        if isinstance(outcome, Issued):
            return show_result(request, outcome, [], folder)
    faults = outcome if isinstance(outcome, RowFaults) else sort_problems(outcome.checked.problems)
    return _show_form(request, work, form.texts, faults, kept)


def _blame_enclosures(error: WrongUsage) -> RowFaults:
    return RowFaults({ENCLOSURES: f"{error.message} {error.remedy}"}, (), ())


def _run(
    work: Work, form: Answers, folder: Path, kept: JobFolder | None, *, check_only: bool
) -> Outcome | RowFaults:
    """Carry the order out; say in the form what keeps it from that, beside the wording if it can.

    Raises AlreadyIssued, OfAnother and ProfileMissing.
    """
    try:
        order = _make_order(work, form, folder, kept, check_only=check_only)
        return generate_once(order, None if check_only else form.get("key") or None)
    except LetterUnusable as error:
        said = error.message.replace(f" {folder / _WORDING}", "")
        return RowFaults({"wording": f"{said} {error.remedy}"}, (), ())
    except FieldUnknown as error:
        return RowFaults({"wording": f"{error.message} {_KNOWN_FIELDS}"}, (), ())
    except (OfAnother, ProfileMissing):
        raise
    except (InputMissing, SenderRefused, WrongUsage) as error:
        return RowFaults({}, (word_error(error),), ())


def _make_order(
    work: Work, form: Answers, folder: Path, kept: JobFolder | None, *, check_only: bool
) -> Order:
    usual, attached = read_usual(work.profile), list_enclosed(kept) if kept else {}
    enclosed = {f"enclosure {number}": name for number, name in enumerate(attached, start=1)}
    wording = usual.letter
    if form.get("wording"):
        wording = folder / _WORDING
        wording.write_text(form.get("wording"), encoding="utf-8")
    return Order(
        recipients="",
        row=write_row(_read_cells(form) | enclosed),
        profile=work.profile,
        ledger=work.ledger,
        by=work.by,
        signatory=form.get("signatory") or None,
        output=folder / "letter.pdf",
        envelope=form.get("envelope") or None,
        check_only=check_only,
        print_later=True,
        again=bool(form.get("again")),
        cancel_earlier=bool(form.get("cancel_earlier")),
        remember=bool(form.get("remember")),
        list=ROW_OPTIONS,
        printing=PrintOptions(
            duplex=choose(None, usual.duplex, otherwise=False),
            wording=wording,
            enclose=tuple(enclosed),
            attached=attached,
        ),
    )


def _read_cells(form: Answers) -> dict[str, str]:
    """Return the row that was typed; the marking only if another than the usual one is wanted."""
    cells = read_cells(form)
    if form.get("marking"):
        cells[Field.MARKING.value] = form.get("marking")
    return cells


def _keep(texts: Mapping[str, str]) -> dict[str, str]:
    names = (*map(name_input, PERSON), *_MORE)
    return {name: texts[name] for name in names if texts.get(name)}


def _show_form(
    request: Request,
    work: Work,
    texts: Mapping[str, str],
    faults: RowFaults,
    kept: JobFolder | None = None,
) -> Response:
    profile = load(work.profile)
    signing = [(key, each.signature) for key, each in profile.senders.items()]
    usual = f"The usual one of your profile ({profile.envelope.upper()})"
    return render(
        request,
        "office/new.html",
        HTTPStatus.OK if faults.is_faultless else HTTPStatus.UNPROCESSABLE_ENTITY,
        texts=texts,
        faults=faults,
        signing=signing,
        markings=[("", "The usual one"), *((each.value, each.value) for each in Marking)],
        envelopes=[("", usual), *((name, name.upper()) for name in collect_envelopes(profile))],
        has_letter=bool(profile.defaults.letter),
        kept=kept.path.name if kept else "",
        enclosed=list(name_kept(kept)),
    )
