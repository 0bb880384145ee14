"""The page of what all sheets share: the letterhead, and by how much the printer is off."""

import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.system.folders import leave_out_folder
from prisonmail.system.output_files import new_file
from prisonmail.use_cases.keeping.profile_changes import ProfileRefused, change_profile
from prisonmail.web.access.forms import read_own_form
from prisonmail.web.access.visitors import Right
from prisonmail.web.lists.uploads import SentFile
from prisonmail.web.pages.office.settings.faults import (
    NONE,
    Faults,
    show_form,
    sort_faults,
)
from prisonmail.web.pages.office.work import LETTERHEAD, Answers, FormWithFiles, Work, begin
from prisonmail.web.pages.wording import word_error

router = APIRouter(include_in_schema=False)
_PAIRS = {"printer_offset": ("across", "down"), "letterhead_free": ("from", "to")}
"""Entries of two measures in mm, and what each is called in its field."""
_KINDS = {b"%PDF": ".pdf", b"\x89PNG": ".png"}
_OTHER_KIND = ".jpg"
_KEYS = (LETTERHEAD, *_PAIRS)


@router.get("/letters/settings/printing")
def show(request: Request) -> Response:
    """Show the letterhead and the offset that the profile has."""
    return _show(request, load(begin(request, Right.ADMIN).profile), {}, NONE)


@router.post("/letters/settings/printing")
@read_own_form
def change(request: Request, form: FormWithFiles) -> Response:
    """Change them, or say beside the fields what is wrong."""
    work = begin(request, Right.ADMIN)
    profile = load(work.profile)
    made: Path | None = None
    try:
        changes = _find_changes(profile, form)
        if sent := form.find_file(LETTERHEAD):
            made, name = _keep_letterhead(work, sent)
            changes[LETTERHEAD] = name
        if changes:
            change_profile(work.profile, changes, work.ledger, clock.now(), work.by)
    except (ProfileRefused, InputMissing, WrongUsage) as error:
        if made:
            made.unlink()
        return _show(request, profile, form.texts, _word_faults(work, form, error))
    return RedirectResponse("/letters/settings", HTTPStatus.SEE_OTHER)


def _keep_letterhead(work: Work, sent: SentFile) -> tuple[Path | None, str]:
    """Put a letterhead beside the profile, under a name of its own: earlier letters keep theirs.

    Return its path if it was not there before, and its name.
    """
    content = sent.path.read_bytes()
    kind = next((kind for mark, kind in _KINDS.items() if content.startswith(mark)), _OTHER_KIND)
    name = f"letterhead-{hashlib.sha256(content).hexdigest()[:12]}{kind}"
    path = work.profile.parent / name
    if path.exists():
        return None, name
    with new_file(path, replace=False) as file:
        file.write(content)
    return path, name


def _find_changes(profile: Profile, form: Answers) -> dict[str, str | None]:
    """Return what is typed otherwise than it was. Raises WrongUsage."""
    changes: dict[str, str | None] = {}
    if form.get("without_letterhead") and profile.letterhead:
        changes[LETTERHEAD] = None
    for key, words in _PAIRS.items():
        names = [f"{key}_{word}" for word in words]
        if not all(name in form.texts for name in names):
            continue
        typed = [form.get(name) for name in names]
        if typed == _write(profile, key):
            continue
        changes[key] = ", ".join(typed) if any(typed) else None
    return changes


def _write(profile: Profile, key: str) -> list[str]:
    """Return the two measures of an entry as they are typed; blank if it has none."""
    value = getattr(profile, key)
    return [f"{each:g}" for each in value] if value and any(value) else ["", ""]


def _word_faults(
    work: Work, form: Answers, error: ProfileRefused | InputMissing | WrongUsage
) -> Faults:
    if isinstance(error, ProfileRefused):
        return sort_faults(error, _KEYS)
    said = leave_out_folder(word_error(error), work.profile.parent)
    return Faults({LETTERHEAD: said}) if form.find_file(LETTERHEAD) else Faults(rest=(said,))


def _show(request: Request, profile: Profile, texts: Mapping[str, str], faults: Faults) -> Response:
    written = {
        f"{key}_{word}": text
        for key, words in _PAIRS.items()
        for word, text in zip(words, _write(profile, key), strict=True)
    }
    return show_form(
        request,
        "office/printing.html",
        faults,
        texts={**written, **texts},
        letterhead=profile.letterhead or "",
    )
