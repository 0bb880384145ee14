"""What schemathesis sends in place of any bytes: a list of people, with what belongs to it.

It finds this by the variable SCHEMATHESIS_HOOKS. What the OpenAPI document cannot describe is given
here: the content of files, and names that the server has to know.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

import schemathesis

from tests.web.lists.test_hostile_lists import draw_pdf

_CLIENTS = count(1)
_KNOWN = {
    "signatory": "Eric Brown",
    "encoding": "utf-8",
    "delimiter": "comma",
    "envelope": "c5",
    "map": ["number=Prison Ref"],
    "where": ["Office=Leeds"],
    "enclose": ["Document"],
    "start_at": 14,
}
_NOT_KNOWN = ("list", "letter", "enclosures", "mapping", "sheet")
"""Files, and what this server has none of: saved mappings, and a list with sheets."""
_ONLY_SHEETS = ("letter", "enclose", "enclosures", "mark_enclosures", "duplex")
_Part = tuple[str, tuple[str | None, bytes | str]]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Have an order that is well formed say something, and be another one each time."""
    is_order = case.operation.label == "POST /api/v1/batches"
    if not is_order or not case.meta or not case.meta.generation.mode.is_positive:
        return
    client = next(_CLIENTS)
    if "idempotency-key" in case.headers:
        case.headers["idempotency-key"] = f"order {client}"
    kwargs["files"] = list(_make_order(case.body, client))


def _make_order(asked: dict[str, Any], client: int) -> Iterator[_Part]:
    on_labels = asked.get("layout", "sheets") != "sheets"
    left_out = _ONLY_SHEETS if on_labels else ("start_at",)
    asked = {name: value for name, value in asked.items() if name not in left_out}
    yield "list", ("clients.csv", _write_list(client))
    if "letter" in asked:
        yield "letter", ("letter.md", b"Dear {name}, your appeal is listed.")
    if "enclose" in asked or "enclosures" in asked:
        yield "enclosures", ("order.pdf", draw_pdf())
    if on_labels:
        yield "layout", (None, "labels:L7163")
    for name, value in asked.items():
        if name not in (*_NOT_KNOWN, "layout"):
            for each in _write_values(name, value):
                yield name, (None, each)


def _write_values(name: str, value: Any) -> list[str]:
    known = _KNOWN.get(name, value)
    several = known if isinstance(known, list) else [known]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in several]


def _write_list(client: int) -> bytes:
    number = f"A{client % 10_000:04}{chr(65 + client // 10_000)}Z"
    headings = "Name,Prison Ref,Prison,Office,Document"
    return f"{headings}\nKai Penhallow,{number},HMP Leeds,Leeds,order.pdf\n".encode()
