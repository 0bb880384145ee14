"""Forms that programs send: one is heeded whole, or not at all."""

from collections import Counter
from collections.abc import AsyncGenerator
from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from prisonmail.web.api.batch_options import BatchRequest
from prisonmail.web.lists.uploads import find_form_end

_NOT_WHOLE = "The form did not come whole: its last boundary is missing."
_EPILOGUE = 1024
"""Bytes that may follow the end of a form, and are nothing of it."""
_SEVERAL = frozenset(
    name for name, field in BatchRequest.model_fields.items() if isinstance(field.default, list)
)


class FormRequest(Request):
    """A request whose form has to come to its end: what is lost of it may be an option."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """Pass on what comes. Raises HTTPException if it is a form that is cut off."""
        end, last = find_form_end(self), b""
        async for chunk in super().stream():
            last = (last + chunk)[-len(end) - _EPILOGUE :]
            yield chunk
        if end not in last:
            raise HTTPException(HTTPStatus.BAD_REQUEST, _NOT_WHOLE)


async def refuse_repeated(request: Request) -> None:
    """Refuse an order that says twice what counts once. Raises RequestValidationError."""
    given = Counter(name for name, _ in (await request.form()).multi_items())
    repeated = [
        {"type": "repeated", "loc": ("body", name), "msg": "It is given more than once."}
        for name in BatchRequest.model_fields.keys() - _SEVERAL
        if given[name] > 1
    ]
    if repeated:
        raise RequestValidationError(repeated)
