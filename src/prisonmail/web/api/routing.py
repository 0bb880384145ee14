"""The ways into the API: who may not go in is refused before anything of a request is read."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import APIRouter, Security
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.web.access.visitors import Right, Visitor, find_visitor, require
from prisonmail.web.api.documents import ProblemDocument
from prisonmail.web.api.forms import FormRequest
from prisonmail.web.statuses import name_status

_TOKEN = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token that `prisonmail tokens add NAME --may check|issue|admin` printed.",
)
_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class _CheckRoute(APIRoute):
    right: ClassVar[Right] = Right.CHECK

    def get_route_handler(self) -> _Handler:
        handle, right = super().get_route_handler(), self.right

        async def handle_if_allowed(request: Request) -> Response:
            require(request, right)
            return await handle(request)

        return handle_if_allowed


class _IssueRoute(_CheckRoute):
    right = Right.ISSUE

    def get_route_handler(self) -> _Handler:
        handle = super().get_route_handler()

        async def handle_whole(request: Request) -> Response:
            return await handle(FormRequest(request.scope, request.receive))

        return handle_whole


_ROUTES = {Right.CHECK: _CheckRoute, Right.ISSUE: _IssueRoute}


def make_router(right: Right, tag: str) -> APIRouter:
    """Make the router of questions that need a right."""
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
    return APIRouter(
        prefix="/api/v1",
        tags=[tag],
        route_class=_ROUTES[right],
        dependencies=[Security(_TOKEN)],
        responses=problems(*refusals, HTTPStatus.BAD_REQUEST, HTTPStatus.SERVICE_UNAVAILABLE),
    )


async def refuse_unknown_query(request: Request) -> None:
    """Refuse what an address asks for in vain. Raises RequestValidationError."""
    known = {each.alias for each in request.scope["route"].dependant.query_params}
    if request.query_params.keys() - known:
        raise RequestValidationError([{"type": "extra_forbidden", "loc": ("query", "")}])


def problems(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Return what the OpenAPI document says of answers that are problems."""
    return {
        int(each): {
            "model": ProblemDocument,
            "description": name_status(each),
            **_HEADERS.get(each, {}),
        }
        for each in statuses
    }


def describe_header(name: str, kind: str, description: str) -> dict[str, Any]:
    """Return what the OpenAPI document says of a header that an answer always has."""
    about = {"required": True, "schema": {"type": kind}, "description": description}
    return {"headers": {name: about}}


_AGAIN = describe_header("Retry-After", "integer", "After how many seconds to ask again.")
_HEADERS = {HTTPStatus.TOO_MANY_REQUESTS: _AGAIN, HTTPStatus.SERVICE_UNAVAILABLE: _AGAIN}


def read_visitor(request: Request) -> Visitor:
    """Return who asks, once they are let in."""
    visitor = find_visitor(request)
    assert visitor  # noqa: S101 - or the route had refused them
    return visitor
