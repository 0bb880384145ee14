"""The pages of what was issued: all batches, and one of them with its letters."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.ledger.issued.docket_book import Notice
from prisonmail.reports.letters import paper_warning
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.issued_batches import ListedBatch, list_batches, show_batch
from prisonmail.web.pages.office.letter_rows import make_letter_rows
from prisonmail.web.pages.office.work import Form, Work, begin, make_access, read_page
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines

router = APIRouter(include_in_schema=False)


@router.get("/letters/batches")
def show_all(request: Request, page: str = "") -> Response:
    """Show what was issued, the newest first."""
    work = begin(request)
    found = list_batches(work.ledger, read_page(page))
    return render(
        request,
        "office/batches.html",
        rows=[_make_row(each) for each in found.batches],
        total=found.total,
        number=found.number,
        pages=found.pages,
    )


@router.get("/letters/batches/{batch}")
def show_one(request: Request, batch: str, page: str = "") -> Response:
    """Show a batch and its letters."""
    return _show(request, begin(request), batch, page)


@router.post("/letters/batches/{batch}")
def show_anothers(request: Request, batch: str, form: Form) -> Response:
    """Show a batch of another, for the reason given."""
    return _show(request, begin(request), batch, form.get("page"), form.reason)


def _show(
    request: Request, work: Work, batch: str, page: str, reason: str | None = None
) -> Response:
    now, access = clock.now(), make_access(work, "batch", reason)
    shown = show_batch(work.ledger, batch, access, now, read_page(page))
    summary = shown.batch.summary
    left = summary.batch.size - summary.cancelled
    return render(
        request,
        "office/batch.html",
        batch=_make_row(shown.batch),
        warnings=adapt_lines([paper_warning(batch)] if summary.printed_at is None else []),
        letters=make_letter_rows(shown.letters, now),
        prisons=_describe_prisons(shown.prisons, shown.notices),
        left=left,
        number=shown.number,
        pages=shown.pages,
        reason=reason or "",
    )


def _make_row(each: ListedBatch) -> dict[str, Any]:
    summary, batch = each.summary, each.summary.batch
    return {
        "id": batch.id,
        "issued": clock.long_time(batch.issued_at),
        "issuer": each.issuer,
        "size": batch.size,
        "checked": summary.checked,
        "cancelled": summary.cancelled,
        "until": clock.long_date(clock.uk_date(batch.expires_at)),
        "has_paper": summary.printed_at is not None,
        "signed": batch.sender.name,
    }


def _describe_prisons(
    prisons: Mapping[str, str], notices: Mapping[str, Notice]
) -> list[dict[str, str]]:
    return [
        {"code": code, "name": name, "notice": _describe_notice(notices.get(code))}
        for code, name in prisons.items()
    ]


def _describe_notice(notice: Notice | None) -> str:
    return f"told by mail: {notice.state}" if notice else "not told by mail"
