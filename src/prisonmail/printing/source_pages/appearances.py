"""What a viewer shows over a page: fields that are filled in, ticks, stamps and comments.

Each is drawn by the picture that the PDF has of it, where and as large as it says (ISO 32000-1,
12.5.5). If it has none, every viewer draws one of its own: nobody knows then what was meant, and
the PDF is refused.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String, parse_content_stream

from prisonmail.printing.source_pages.layers import Layers
from prisonmail.printing.source_pages.refusal import PdfRefused

_HIDDEN, _NOT_ON_SCREEN = 1 << 1, 1 << 5
"""Flags of what no viewer shows."""
_DRAWN_BY_VIEWERS = frozenset(
    "/Caret /Circle /FileAttachment /FreeText /Highlight /Ink /Line /PolyLine /Polygon /Redact "
    "/Square /Squiggly /Stamp /StrikeOut /Text /Underline".split()
)
"""Kinds that viewers draw themselves if the PDF does not; links and the like show nothing."""
_REMEDY = "Open it in the program that it is made with, and print it to a PDF."


class Appearance(NamedTuple):
    """The picture of something over a page."""

    form: Object
    matrix: tuple[float, float, float, float]
    """How much wider and taller it is drawn, and how far across and up it is moved."""


def find_appearances(pdf: Pdf, page: Object, layers: Layers) -> Iterator[Appearance]:
    """Yield what shows over a page, in order. Raises PdfRefused if there is no picture of it."""
    if "/Annots" not in page:
        return
    filled_in: Any = pdf.Root.get("/AcroForm", {})
    for each in page.Annots:
        if isinstance(each, Dictionary) and _is_shown(each, layers):
            form = _choose(each)
            _refuse_stale(each, form, filled_in)
            matrix = _place(each, form) if form is not None else None
            if form is not None and matrix:
                form.Type, form.Subtype = Name.XObject, Name.Form  # some leave this out
                if "/Resources" not in form and "/DR" in filled_in:
                    form.Resources = filled_in.DR
                layers.cut_form(form)
                yield Appearance(form, matrix)


def _is_shown(item: Any, layers: Layers) -> bool:
    flags = int(item.get("/F", 0))
    hidden = flags & (_HIDDEN | _NOT_ON_SCREEN) or layers.hide(item)
    return not hidden and item.get("/Subtype") != Name.Popup


def _choose(item: Any) -> Object | None:
    """Return the picture of something in its present state: a box is ticked or it is not."""
    normal = item.get("/AP", {}).get("/N")
    if isinstance(normal, Dictionary):
        state = item.get("/AS") or _inherit(item, "/V") or Name.Off
        normal = normal.get(str(state)) if isinstance(state, Name) else None
    return normal if isinstance(normal, Stream) else None


def _refuse_stale(item: Any, form: Object | None, filled_in: Any) -> None:
    """Refuse what viewers draw themselves, having no picture or one from before it was changed."""
    kind = item.get("/Subtype")
    if kind != Name.Widget:
        if form is None and str(kind) in _DRAWN_BY_VIEWERS:
            name = str(kind)[1:]
            raise PdfRefused(f"the PDF has a comment ({name}) without a picture of it", _REMEDY)
        return
    value = _inherit(item, "/V")
    if _inherit(item, "/FT") == Name.Btn:
        lacks = form is None and isinstance(value, Name) and value != Name.Off and "/AP" not in item
    elif form is None:
        lacks = isinstance(value, (String, Array)) and bool(str(value).strip())
    else:
        renewed = bool(filled_in.get("/NeedAppearances", False))
        lacks = renewed and isinstance(value, String) and not _shows(form, str(value))
    if lacks:
        raise PdfRefused("the PDF has a filled-in field without a picture of it", _REMEDY)


def _shows(form: Object, value: str) -> bool:
    """Return whether a picture shows a text: its strings have it, but for spaces and line ends."""
    shown: list[str] = []
    instructions: Any = parse_content_stream(form, "Tj TJ ' \"")
    for operands, _ in instructions:
        for each in operands:
            parts = list(each) if isinstance(each, Array) else [each]
            strings = [bytes(part) for part in parts if isinstance(part, String)]
            shown += [part.decode("cp1252", "replace") for part in strings]
    return "".join("".join(shown).split()) == "".join(value.split())


def _inherit(item: Any, key: str) -> Any:
    """Return an entry of a field, which it may have from those that it is a part of."""
    for _ in range(20):
        if key in item or "/Parent" not in item:
            break
        item = item.Parent
    return item.get(key)


def _place(item: Any, form: Any) -> tuple[float, float, float, float] | None:
    """Return how a picture is made to fill its place; None if it has no extent."""
    if "/BBox" not in form or "/Rect" not in item:
        return None
    left, bottom, right, top = read_box(item.Rect)
    a, b, c, d, e, f = map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    box = read_box(form.BBox)
    corners = [(x, y) for x in box[::2] for y in box[1::2]]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    width, height = max(across) - min(across), max(up) - min(up)
    if not width or not height:
        return None
    wider, taller = (right - left) / width, (top - bottom) / height
    return wider, taller, left - min(across) * wider, bottom - min(up) * taller


def read_box(box: Any) -> tuple[float, float, float, float]:
    """Return a rectangle as left, bottom, right and top, whichever corners it is given by."""
    x, y, other_x, other_y = map(float, box)
    return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)
