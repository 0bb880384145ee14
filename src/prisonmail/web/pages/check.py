"""The mailroom's page: a code becomes an answer."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.web.access.visitors import Right, require
from prisonmail.web.pages.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def show(request: Request) -> Response:
    """Show the box for a code."""
    require(request, Right.CHECK)
    return render(request, "check.html")
