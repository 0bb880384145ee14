"""The pages of the profile: what it says, and its entries changed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.reports.keeping.acceptance import acceptance_words
from prisonmail.reports.senders.proofs import proof_words
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_layers import has_profile
from prisonmail.sender.roles import ROLES, find_role
from prisonmail.sender.store import load, read_acceptance
from prisonmail.sheets.known_envelopes import collect_envelopes
from prisonmail.system import clock
from prisonmail.use_cases.keeping.profile_changes import (
    ProfileRefused,
    change_profile,
    make_profile,
)
from prisonmail.use_cases.senders.fitness import SenderFitness, find_fitness
from prisonmail.web.access.visitors import Right
from prisonmail.web.pages.office.settings.faults import (
    NONE,
    Faults,
    show_form,
    sort_faults,
)
from prisonmail.web.pages.office.work import Answers, Form, Work, begin, go_to_profile
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines, word_error

router = APIRouter(include_in_schema=False)


class ChangeableEntry(NamedTuple):
    """An entry of a profile that the page changes."""

    key: str
    label: str
    hint: str = ""


ENTRIES = (
    ChangeableEntry("organisation", "Organisation", "As it stands on your letters"),
    ChangeableEntry(
        "short_name", "Short name", "What the window calls it, if its name is too long for that"
    ),
    ChangeableEntry("sender", "Person who signs"),
    ChangeableEntry("title", "Their title", "If it is not that of the role"),
    ChangeableEntry("role", "Role"),
    ChangeableEntry("acts_for", "For whom a clerk acts", "With their role: Eric Brown, Barrister"),
    ChangeableEntry("cjsm_address", "CJSM address", "It ends in .cjsm.net"),
    ChangeableEntry(
        "address", "Return address", "Without the postcode, its lines separated by commas"
    ),
    ChangeableEntry("postcode", "Postcode"),
    ChangeableEntry("telephone", "Telephone number", "One that a mailroom can ring"),
    ChangeableEntry("envelope", "Envelope"),
    ChangeableEntry("valid_days", "Days for which a code is good", "28 if you leave it empty"),
    ChangeableEntry(
        "retention_days",
        "Days for which people are kept",
        "Such as 365. If you leave it empty, they are kept until somebody erases them",
    ),
    ChangeableEntry(
        "random_check", "Random checks", "Of a hundred good letters. None if you leave it empty"
    ),
    ChangeableEntry(
        "handling", "Handling words", "They stand on what is exported. Most leave it empty"
    ),
    ChangeableEntry("regulator_line", "Who regulates you", "For the foot of a letter"),
)


@router.get("/letters/settings")
def show(request: Request) -> Response:
    """Show the profile as it is used, and how it stands with mailbox and statements."""
    work, now = begin(request), clock.now()
    if not has_profile(work.profile):
        return go_to_profile()
    profile = load(work.profile)
    return render(
        request,
        "office/settings.html",
        entries=[(each.label, _say_entry(profile, each.key)) for each in ENTRIES],
        signing=[each.signature for each in profile.senders.values()],
        mailbox=adapt_lines([proof_words(_find_fitness(work, profile), now)]),
        statements=acceptance_words(read_acceptance(work.profile), now),
        is_admin=work.is_admin,
    )


@router.get("/letters/settings/profile")
def begin_change(request: Request) -> Response:
    """Show the form with what the profile says, or empty if there is none yet."""
    work = begin(request, Right.ADMIN)
    return _show(request, _find_profile(work), {}, NONE)


@router.post("/letters/settings/profile")
def change(request: Request, form: Form) -> Response:
    """Change what is typed otherwise than it was, or say beside the fields what is wrong."""
    work = begin(request, Right.ADMIN)
    profile = _find_profile(work)
    try:
        _save(work, profile, form)
    except ProfileRefused as error:
        shown = [each.key for each in ENTRIES]
        return _show(request, profile, form.texts, sort_faults(error, shown))
    except (InputMissing, WrongUsage) as error:
        return _show(request, profile, form.texts, Faults(rest=(word_error(error),)))
    following = "/letters/settings" if profile else "/letters/settings/statements"
    return RedirectResponse(following, HTTPStatus.SEE_OTHER)


def _find_profile(work: Work) -> Profile | None:
    return load(work.profile) if has_profile(work.profile) else None


def _save(work: Work, profile: Profile | None, form: Answers) -> None:
    now, typed = clock.now(), _read_entries(form)
    if profile is None:
        filled = {key: text for key, text in typed.items() if text}
        make_profile(work.profile, filled, work.ledger, now, work.by)
    elif changes := _find_changes(profile, typed):
        change_profile(work.profile, changes, work.ledger, now, work.by)


def _say_entry(profile: Profile, key: str) -> str:
    text = _write_entry(profile, key)
    if key == "envelope":
        return text.upper()
    return find_role(text).title if key == "role" else text


def _write_entry(profile: Profile | None, key: str) -> str:
    value = getattr(profile, key) if profile else None
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _read_entries(form: Answers) -> dict[str, str]:
    return {each.key: form.texts[each.key] for each in ENTRIES if each.key in form.texts}


def _find_changes(profile: Profile, typed: Mapping[str, str]) -> dict[str, str | None]:
    return {key: text or None for key, text in typed.items() if text != _write_entry(profile, key)}


def _show(
    request: Request, profile: Profile | None, texts: Mapping[str, str], faults: Faults
) -> Response:
    return show_form(
        request,
        "office/profile.html",
        faults,
        entries=[(each, texts.get(each.key, _write_entry(profile, each.key))) for each in ENTRIES],
        choices={
            "role": [(each.key, each.title) for each in ROLES],
            "envelope": [(name, name.upper()) for name in collect_envelopes(profile)],
        },
        labels={each.key: each.label for each in ENTRIES},
        is_new=profile is None,
    )


def _find_fitness(work: Work, profile: Profile) -> SenderFitness:
    return find_fitness(work.ledger, profile.particulars, profile.proof_days)
