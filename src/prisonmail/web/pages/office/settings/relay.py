"""The page of the mail relay, through which codes to sign in, proofs and notices go."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.cjsm.relay import Relay, Security
from prisonmail.cjsm.relay_passwords import keep_password
from prisonmail.errors import InputMissing, OutputRefused, WrongUsage
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.use_cases.keeping.profile_changes import ProfileRefused, change_profile
from prisonmail.web.access.visitors import Right
from prisonmail.web.pages.office.settings.faults import (
    NONE,
    Faults,
    show_form,
    sort_faults,
)
from prisonmail.web.pages.office.work import Answers, Form, Work, begin
from prisonmail.web.pages.wording import word_error

router = APIRouter(include_in_schema=False)
_TABLE = "relay"
_KEYS = ("host", "port", "security", "user", "from")
_SECURITY = (
    (Security.STARTTLS.value, "STARTTLS, usually on port 587"),
    (Security.TLS.value, "TLS from the start, usually on port 465"),
    (Security.NONE.value, "None: only for a relay on the server itself"),
)


@router.get("/letters/settings/relay")
def show(request: Request) -> Response:
    """Show the relay that the profile names, or an empty form."""
    relay = load(begin(request, Right.ADMIN).profile).relay
    return _show(request, relay, {}, NONE)


@router.post("/letters/settings/relay")
def change(request: Request, form: Form) -> Response:
    """Change or remove the relay, or say beside the fields what is wrong; keep its password."""
    work = begin(request, Right.ADMIN)
    relay = load(work.profile).relay
    try:
        if changes := _find_changes(relay, form):
            change_profile(work.profile, changes, work.ledger, clock.now(), work.by)
        _keep_password(work, form.get("password"))
    except ProfileRefused as error:
        faults = sort_faults(error, [f"{_TABLE}.{key}" for key in _KEYS])
        fields = {key.removeprefix(f"{_TABLE}."): said for key, said in faults.beside.items()}
        return _show(request, relay, form.texts, Faults(fields, faults.rest))
    except (InputMissing, OutputRefused, WrongUsage) as error:
        faults = Faults(rest=(word_error(error),))
        return _show(request, load(work.profile).relay, form.texts, faults)
    return RedirectResponse("/letters/settings", HTTPStatus.SEE_OTHER)


def _find_changes(relay: Relay | None, form: Answers) -> dict[str, str | None]:
    """Return what is typed otherwise than it was; without a host the relay is taken out."""
    if not form.get("host"):
        return {_TABLE: None} if relay else {}
    was = _write(relay)
    typed = {key: form.texts[key] for key in _KEYS if key in form.texts}
    return {f"{_TABLE}.{key}": text or None for key, text in typed.items() if text != was[key]}


def _write(relay: Relay | None) -> dict[str, str]:
    """Return what a relay is as it is typed, or what is usual."""
    relay = relay or Relay("", "")
    typed = (relay.host, str(relay.port), relay.security.value, relay.user or "", relay.sender)
    return dict(zip(_KEYS, typed, strict=True))


def _keep_password(work: Work, password: str) -> None:
    """Keep a password that was typed. Raises WrongUsage if it is nobody's, and OutputRefused."""
    if not password:
        return
    relay = load(work.profile).relay
    if relay is None or relay.user is None:
        raise WrongUsage("The password was not kept.", "Enter the user whose password it is.")
    keep_password(relay, password)


def _show(
    request: Request, relay: Relay | None, texts: Mapping[str, str], faults: Faults
) -> Response:
    return show_form(
        request,
        "office/relay.html",
        faults,
        texts={**_write(relay), **texts},
        security=_SECURITY,
        has_relay=relay is not None,
    )
