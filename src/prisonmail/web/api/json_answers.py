"""Documents of any length as answers: written piece by piece, so that memory stays flat."""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO

from starlette.responses import Response, StreamingResponse

JSON = "application/json"
PROBLEM = "application/problem+json"
_IN_MEMORY = 1024 * 1024
_PIECE = 64 * 1024


def answer_document(
    document: Mapping[str, object],
    status: HTTPStatus = HTTPStatus.OK,
    media_type: str = JSON,
    location: str | None = None,
) -> Response:
    """Answer with a document, whose iterators become lists.

    It is whole before anything is sent: what fails is then answered as a problem.
    """
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is closed once it is sent
    try:
        for piece in write_pieces(document):
            file.write(piece.encode())
    except BaseException:
        file.close()
        raise
    headers = {"content-length": str(file.tell())} | ({"location": location} if location else {})
    file.seek(0)
    return StreamingResponse(_send(file), status, headers, media_type)


def write_pieces(value: object) -> Iterator[str]:
    """Write a value as JSON.

    >>> "".join(write_pieces({"a": iter([1, {"b": iter([])}]), "c": None}))
    '{"a":[1,{"b":[]}],"c":null}'
    """
    if isinstance(value, Mapping):
        yield "{"
        for number, (key, each) in enumerate(value.items()):
            yield f"{',' if number else ''}{json.dumps(key)}:"
            yield from write_pieces(each)
        yield "}"
    elif isinstance(value, Iterator):
        yield "["
        for number, each in enumerate(value):
            yield "," if number else ""
            yield from write_pieces(each)
        yield "]"
    else:
        yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _send(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
