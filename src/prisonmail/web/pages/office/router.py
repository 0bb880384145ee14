"""All pages of the office but the list's."""

from fastapi import APIRouter

from prisonmail.web.pages.office import batches, finding, letters

router = APIRouter()
for each in (batches, finding, letters):
    router.include_router(each.router)
