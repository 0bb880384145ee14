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
from prisonmail.web.pages.office.settings import paper, printing, profile, proof, relay, senders

router = APIRouter()
for each in (
    *(batches, dockets, figures, finding, letters, one_letter, people, people_requests, prisons),
    *(reissuing, paper, printing, profile, proof, relay, senders),
):
    router.include_router(each.router)
