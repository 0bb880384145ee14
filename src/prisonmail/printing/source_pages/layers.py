"""Layers of other PDFs: what is off when their viewer opens them is cut out of what is printed.

Only what paints is cut. Whatever else stands in a hidden part (a colour, a position, a clip) holds
for what follows it, in viewers too. ISO 32000-1, 8.11.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    Operator,
    Pdf,
    Stream,
    parse_content_stream,
    unparse_content_stream,
)

_PAINTS = frozenset("f F f* B B* b b* s S".split())
_SHOWS_TEXT = frozenset("Tj TJ ' \"".split())
_LAID = frozenset(("Do", "sh", "INLINE IMAGE"))
_Instruction = tuple[Any, Operator]
_END_PATH: _Instruction = ([], Operator("n"))
_NEXT_LINE: _Instruction = ([], Operator("T*"))
_FILL, _INVISIBLE, _CLIP = 0, 3, 7
"""Modes of text. From 4 on text is added to the clip."""


class Layers:
    """The layers of one PDF, as they are when it is opened."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._cut: set[tuple[int, int]] = set()
        self._any = "/OCProperties" in pdf.Root
        self._off = _find_off(pdf.Root.OCProperties) if self._any else set()

    def hide(self, content: Any) -> bool:
        """Return whether the layers that an object is on hide it."""
        layer = content.get("/OC")
        return layer is not None and self._is_off(layer)

    def cut_page(self, page: Object) -> None:
        """Cut what is hidden out of a page and its forms, in this copy of the PDF."""
        kept = self._keep(page, page.get("/Resources", {})) if self._any else None
        if kept is not None:
            page.Contents = self._pdf.make_stream(kept)

    def cut_form(self, form: Object) -> None:
        """Cut what is hidden out of a form and those in it."""
        if self._any and form.objgen not in self._cut:
            self._cut.add(form.objgen)
            kept = self._keep(form, form.get("/Resources", {}))
            if kept is not None:
                form.write(kept)

    def _keep(self, holder: Object, resources: Any) -> bytes | None:
        """Return what is to be kept of some content; None if that is all of it."""
        marked = resources.get("/Properties", {})
        marks = {key for key, each in marked.items() if self._is_off(each)}
        drawn = resources.get("/XObject", {})
        hidden = {key for key, each in drawn.items() if self.hide(each)}
        patterns = resources.get("/Pattern", {})
        for each in (*drawn.values(), *patterns.values()):
            if isinstance(each, Stream) and each.get("/Subtype") != Name.Image:
                self.cut_form(each)
        if not marks and not hidden:
            return None
        fonts = resources.get("/Font", {})
        drawn_by_form = {key for key, each in fonts.items() if each.get("/Subtype") == Name.Type3}
        cutting = _Cutting(marks, hidden, drawn_by_form)
        return unparse_content_stream(list(cutting.keep(parse_content_stream(holder))))

    def _is_off(self, layer: Any) -> bool:
        """Decide about a layer, or a rule for several: an expression, or a policy."""
        if not isinstance(layer, Dictionary):
            return False
        if layer.get("/Type") != Name.OCMD:
            return layer.objgen in self._off
        if isinstance(layer.get("/VE"), Array):
            return not self._holds(layer.VE)
        of: Any = layer.get("/OCGs", [])
        states = [not self._is_off(each) for each in (of if isinstance(of, Array) else [of])]
        if not states:
            return False
        match str(layer.get("/P", Name.AnyOn)):
            case "/AllOn":
                return not all(states)
            case "/AnyOff":
                return all(states)
            case "/AllOff":
                return any(states)
            case _:
                return not any(states)

    def _holds(self, expression: Any) -> bool:
        """Return whether an expression is true, of layers that are on."""
        if not isinstance(expression, Array):
            return not self._is_off(expression)
        parts = [self._holds(each) for each in list(expression)[1:]]
        match str(expression[0]):
            case "/Not":
                return not all(parts)
            case "/Or":
                return any(parts)
            case _:
                return all(parts)


class _Cutting:
    """Goes through the instructions of one stream."""

    def __init__(self, marks: set[str], drawn: set[str], type3: set[str]) -> None:
        self._marks, self._drawn, self._type3 = marks, drawn, type3
        self._within: list[bool] = []
        """Of each marked part that it is in, whether its mark hides it."""
        self._state, self._saved = (_FILL, False), list[tuple[int, bool]]()
        """The mode of text, and whether its letters are drawn as forms, which heed no mode."""

    def keep(self, instructions: Iterable[Any]) -> Iterator[_Instruction]:
        """Yield what is to be kept, or stands for what is not."""
        for operands, operator in instructions:
            name = str(operator)
            self._follow(name, operands)
            if name == "Do" and str(operands[0]) in self._drawn:
                continue
            if any(self._within) and name in _PAINTS | _SHOWS_TEXT | _LAID:
                yield from self._pass_over(name, operands, operator)
            else:
                yield operands, operator

    def _follow(self, name: str, operands: Any) -> None:
        """Keep up with marks and with the state of text."""
        match name:
            case "BMC":
                self._within.append(False)
            case "BDC":
                on_layer = str(operands[0]) == "/OC"
                self._within.append(on_layer and str(operands[1]) in self._marks)
            case "EMC" if self._within:
                self._within.pop()
            case "q":
                self._saved.append(self._state)
            case "Q" if self._saved:
                self._state = self._saved.pop()
            case "Tr":
                self._state = (int(operands[0]), self._state[1])
            case "Tf":
                self._state = (self._state[0], str(operands[0]) in self._type3)
            case _:
                pass

    def _pass_over(self, name: str, operands: Any, operator: Operator) -> Iterator[_Instruction]:
        mode, drawn_as_forms = self._state
        if name in _PAINTS:
            yield _END_PATH
        elif name in _SHOWS_TEXT and not drawn_as_forms:
            # text that is not seen still moves on what follows it
            yield [_CLIP if mode > _INVISIBLE else _INVISIBLE], Operator("Tr")
            yield operands, operator
            yield [mode], Operator("Tr")
        elif name in "'\"":
            yield _NEXT_LINE


def _find_off(properties: Any) -> set[tuple[int, int]]:
    """Find the layers that are off on a screen: by the list of those, then by their usage."""
    opened = properties.get("/D", {})
    every = {each.objgen: each for each in properties.get("/OCGs", [])}
    off = {each.objgen for each in opened.get("/OFF", [])}
    if opened.get("/BaseState") == Name.OFF:
        off |= every.keys() - {each.objgen for each in opened.get("/ON", [])}
    for usage in opened.get("/AS", []):
        if usage.get("/Event") == Name.View:
            for layer in usage.get("/OCGs", []):
                state = layer.get("/Usage", {}).get("/View", {}).get("/ViewState")
                off = off | {layer.objgen} if state == Name.OFF else off
                off = off - {layer.objgen} if state == Name.ON else off
    return {name for name in off if name not in every or _is_for_viewing(every[name])}


def _is_for_viewing(layer: Any) -> bool:
    """Return whether being off hides a layer: some are only for whoever designs a page."""
    intent = layer.get("/Intent", Name.View)
    named = {str(each) for each in (intent if isinstance(intent, Array) else [intent])}
    return bool(named & {"/View", "/All"})
