"""The pages of what happened: figures of a month, and the log of the ledger."""

from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.errors import LedgerMissing, WrongUsage
from prisonmail.reports.keeping.ledger_log import cells
from prisonmail.reports.keeping.ledger_report import Told, tell_checks, tell_report
from prisonmail.system import clock
from prisonmail.system.csv_output import write_csv
from prisonmail.use_cases.accountability.ledger_report import (
    log_checks,
    make_period,
    print_figures,
    read_month,
    report_ledger,
)
from prisonmail.use_cases.keeping.ledger_log import LogRequest, gather_guesses, open_log
from prisonmail.web.access.visitors import Right
from prisonmail.web.pages.downloads import CSV, PDF, send_made
from prisonmail.web.pages.office.work import Answers, Form, Work, begin
from prisonmail.web.pages.rendering import render

router = APIRouter(include_in_schema=False)
_MOST_EVENTS = 500


@router.get("/letters/report")
def show(request: Request, month: str = "", checks: str = "") -> Response:
    """Show the figures of a month; they name nobody in prison."""
    work = begin(request)
    told, fault = None, ""
    try:
        told = _tell(work, month, checks=bool(checks))
    except LedgerMissing:
        pass  # nothing has been issued yet
    except WrongUsage:
        fault = "Write the month like 2026-11"
    return render(
        request,
        "office/report.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        told=told,
        month=month,
        checks=bool(checks),
        fault=fault,
    )


@router.get("/letters/report/{kind}")
def send(request: Request, kind: str, month: str = "", checks: str = "") -> Response:
    """Send the same as a table or on paper."""
    work = begin(request)
    told = _tell(work, month, checks=bool(checks))
    if kind == "pdf":
        return send_made(request, "report.pdf", PDF, lambda path: _print(told, path))
    return send_made(request, "report.csv", CSV, lambda path: _write(told, path))


@router.get("/letters/log")
def show_newest(request: Request) -> Response:
    """Show what happened last."""
    return _show_log(request, begin(request, Right.ADMIN), LogRequest(limit=_MOST_EVENTS))


@router.post("/letters/log")
def show_log(request: Request, form: Form) -> Response:
    """Show what happened to a code or batch, or what somebody did; none of it in an address."""
    work = begin(request, Right.ADMIN)
    asked = LogRequest(
        code=form.get("code") or None,
        batch=form.get("batch") or None,
        by=form.get("by") or None,
        limit=_MOST_EVENTS,
    )
    return _show_log(request, work, asked, form)


def _tell(work: Work, month: str, *, checks: bool) -> Told:
    """Count letters or checks of a month, or of this one so far. Raises WrongUsage."""
    now = clock.now()
    period = read_month(month) if month else make_period(None, None, clock.uk_date(now))
    if checks:
        return tell_checks(period, log_checks(work.ledger, period))
    return tell_report(report_ledger(work.ledger, period, now))


def _write(told: Told, path: Path) -> None:
    with path.open("wb") as file:
        write_csv(told.rows, file, for_excel=True)


def _print(told: Told, path: Path) -> None:
    print_figures(path, told.title, told.lines, told.page, clock.now(), replace=False)


def _show_log(
    request: Request, work: Work, asked: LogRequest, form: Answers | None = None
) -> Response:
    rows: list[tuple[str, str, str]] = []
    with suppress(LedgerMissing), open_log(work.ledger, asked) as happenings:
        rows = list(map(cells, gather_guesses(happenings)))
    typed = form.texts if form else {}
    return render(request, "office/log.html", rows=rows[::-1], most=_MOST_EVENTS, texts=typed)
