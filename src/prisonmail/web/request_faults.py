"""What is wrong with a request itself, in words: with its address, its method or its fields."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

_AS_DESCRIBED = "Send it as /api/openapi.json describes it."
_BY_STATUS = {
    HTTPStatus.BAD_REQUEST: ("What was sent cannot be read.", _AS_DESCRIBED),
    HTTPStatus.NOT_FOUND: (
        "There is nothing at this address.",
        "What there is to ask is described at /api/openapi.json.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "This address is asked by another method.",
        "The header Allow names the methods that there are.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("What you sent is too long.", "Send less at once."),
    HTTPStatus.UNPROCESSABLE_ENTITY: ("The request is not as it should be.", _AS_DESCRIBED),
    HTTPStatus.TOO_MANY_REQUESTS: (
        "This was asked too often.",
        "Wait, and see that the token is a good one.",
    ),
}
_NOT_READ = "There was an error parsing the body"
"""What FastAPI says of a body that is no text, or too deep."""
_BY_KIND = {
    "missing": "It is missing.",
    "json_invalid": "It is not JSON.",
    "model_attributes_type": "It has to be a JSON object, sent as Content-Type: application/json.",
    "value_error": "It has to be a file that is sent with its name.",
    "string_type": "It has to be text.",
    "string_unicode": "It has to be text.",
    "string_too_long": "It may have {max_length} characters at most.",
    "string_pattern_mismatch": "It is blank.",
    "too_long": "It may be given {max_length} times at most.",
    "bool_type": "It has to be true or false.",
    "bool_parsing": "It has to be true or false.",
    "int_type": "It has to be a whole number.",
    "int_parsing": "It has to be a whole number.",
    "int_parsing_size": "It is too large.",
    "greater_than_equal": "It has to be {ge} or more.",
    "less_than_equal": "It has to be {le} or less.",
    "literal_error": "It has to be {expected}.",
}
_OR_NOTHING = "none_required"
"""What is said beside another fault of a field that may be left out."""


def describe_status(status: HTTPStatus, detail: str = "") -> tuple[str, str]:
    """Return what a status says of a request, and what a program can do about it.

    >>> describe_status(HTTPStatus.NOT_FOUND, "Not Found")[0]
    'There is nothing at this address.'
    """
    message, remedy = _BY_STATUS.get(status, (status.phrase, ""))
    is_said = detail not in ("", _NOT_READ, status.phrase)
    return (detail if is_said else message), remedy


def describe_fields(faults: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Say which fields of a request are wrong, and nothing of what is in them.

    >>> describe_fields([{"type": "bool_type", "loc": ("body", "more_checks")}])
    [{'field': 'body.more_checks', 'message': 'It has to be true or false.'}]
    """
    return [_describe(fault) for fault in faults if fault["type"] != _OR_NOTHING]


def _describe(fault: Mapping[str, Any]) -> dict[str, str]:
    where, *within = fault["loc"]
    if fault["type"] == "extra_forbidden":  # its name is of the request
        return {"field": str(where), "message": "There is a field that is not known."}
    named = () if fault["type"] == "json_invalid" else within[:1]
    places = (each for each in within[1:] if isinstance(each, int))
    said = _BY_KIND.get(fault["type"])
    message = said.format_map(fault.get("ctx", {})) if said else str(fault["msg"])
    return {"field": ".".join(map(str, (where, *named, *places))), "message": message}
