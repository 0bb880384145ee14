"""All pages of the office but the list's."""

from fastapi import APIRouter

from prisonmail.web.pages.office import (
    batches,
    dockets,
    figures,
    finding,
    letters,
    one_letter,
    people,
    people_requests,
    prisons,
    reissuing,
)
from prisonmail.web.pages.office.settings import paper, profile, proof, senders

router = APIRouter()
for each in (
    *(batches, dockets, figures, finding, letters, one_letter, people, people_requests, prisons),
    *(reissuing, paper, profile, proof, senders),
):
    router.include_router(each.router)
