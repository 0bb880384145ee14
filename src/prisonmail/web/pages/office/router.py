"""All pages of the office but the list's."""

from fastapi import APIRouter

from prisonmail.web.pages.office import (
    batches,
    dockets,
    finding,
    letters,
    one_letter,
    people,
    people_requests,
    reissuing,
)

router = APIRouter()
for each in (batches, dockets, finding, letters, one_letter, people, people_requests, reissuing):
    router.include_router(each.router)
