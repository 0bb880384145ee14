"""The pages of envelopes and labels, each with its test sheet; and what the computer is like."""

import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.reports.envelopes import envelope_cells
from prisonmail.sender.store import load
from prisonmail.sheets.known_envelopes import collect_envelopes
from prisonmail.sheets.labels import GRIDS, LABELS
from prisonmail.system import clock
from prisonmail.use_cases.before_issue.envelope_trial import draw_trial, write_trial
from prisonmail.use_cases.health_checks.doctor import examine
from prisonmail.web.access.visitors import Right
from prisonmail.web.pages.downloads import PDF, send_made
from prisonmail.web.pages.office.work import begin
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import leave_out_commands

router = APIRouter(include_in_schema=False)
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
"""What no file should have in its name."""


@router.get("/letters/settings/envelopes")
def show_envelopes(request: Request) -> Response:
    """Show the envelopes and labels that are known."""
    profile = load(begin(request).profile)
    known = collect_envelopes(profile)
    return render(
        request,
        "office/envelopes.html",
        envelopes=[(name, envelope_cells(each)) for name, each in known.items()],
        grids=[(f"{LABELS}{each.name}", each) for each in GRIDS.values()],
        usual=profile.envelope,
    )


@router.get("/letters/settings/envelopes/{name}")
def send_test_sheet(request: Request, name: str) -> Response:
    """Send the sheet to hold against an envelope."""
    profile = load(begin(request).profile)
    sheet = draw_trial(name, profile)
    return send_made(
        request,
        f"test-sheet-{_UNSAFE.sub('-', name.removeprefix(LABELS))}.pdf",
        PDF,
        lambda path: write_trial(sheet, name, profile, path, replace=False),
    )


@router.get("/letters/settings/health")
def show_health(request: Request) -> Response:
    """Show what an examination of the server's computer finds."""
    work = begin(request, Right.ADMIN)
    found = [
        (each.health.value, each.topic, each.message, leave_out_commands(each.remedy))
        for each in examine(work.profile, work.ledger, clock.now())
    ]
    return render(request, "office/health.html", findings=found)
