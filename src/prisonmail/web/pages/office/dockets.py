"""Dockets of a batch, to be downloaded and sent to its prisons."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.errors import WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.reports.telling.dockets import docket_words
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.access import enter
from prisonmail.use_cases.telling.docketing import DocketSubject, find_batch, make_dockets
from prisonmail.use_cases.telling.unattended_key import open_unattended
from prisonmail.web.pages.downloads import send_made
from prisonmail.web.pages.office.work import Answers, Form, Work, begin, make_access

router = APIRouter(include_in_schema=False)
_ZIP = "application/zip"


@router.post("/letters/batches/{batch}/docket")
def send_docket(request: Request, batch: str, form: Form) -> Response:
    """Send the files of a prison's docket as one archive."""
    work = begin(request)
    return send_made(request, "docket.zip", _ZIP, lambda path: _pack(work, batch, form, path))


def _pack(work: Work, batch: str, form: Answers, archive: Path) -> None:
    """Make a docket for a prison, and pack it. Raises WrongUsage if there is nothing to tell."""
    now, folder = clock.now(), archive.parent / "dockets"
    with open_ledger(work.ledger, by=work.by) as ledger:
        batch_id, _ = find_batch(ledger, batch)
        enter(ledger, make_access(work, "docket", form.reason), now, batch_id)
        done = make_dockets(
            ledger,
            DocketSubject(batch_id, form.get("prison") or None),
            lambda: load(work.profile).particulars,
            lambda: open_unattended(work.profile, ledger, now),
            folder,
            now,
        )
    if not done.dockets:
        raise WrongUsage(" ".join(map(str, docket_words(done))))
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for each in sorted(folder.iterdir()):
            packed.write(each, each.name)
