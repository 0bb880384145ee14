"""The OpenAPI document: what a route cannot say of itself."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI

from prisonmail.web.api.json_answers import JSON, PROBLEM

_DESCRIPTION = (
    "Letters to people in prison, each with a code that a mailroom checks once. Whatever goes "
    "wrong is answered by a problem document (RFC 9457)."
)
_FIRST_ERROR = 400


def describe(app: FastAPI) -> None:
    """Have the document of an application say by which media type problems are answered."""
    app.description = _DESCRIPTION
    write: Callable[[], dict[str, Any]] = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for response in _list_errors(write()):
                content = response.get("content", {})
                if JSON in content:
                    content[PROBLEM] = content.pop(JSON)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]


def _list_errors(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if int(status) >= _FIRST_ERROR:
                    yield response
