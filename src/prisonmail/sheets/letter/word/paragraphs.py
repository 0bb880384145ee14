"""The text of a paragraph of a Word document, with what a letter keeps of its style."""

from collections.abc import Callable, Iterator

from prisonmail.sheets.letter.word.elements import Element, name_element, read_parts, read_value
from prisonmail.sheets.letter.word.fields import (
    OpenField,
    join_phrases,
    name_field,
    read_field,
    shows_result,
)
from prisonmail.sheets.letter.word.styles import Styles
from prisonmail.sheets.letter.word.unkept import TRACKED, Unkept
from prisonmail.sheets.letter.wording_blocks import Phrase, Phrases

_HARMLESS = frozenset(
    "pPr rPr bookmarkStart bookmarkEnd proofErr permStart permEnd commentRangeStart "
    "commentRangeEnd lastRenderedPageBreak softHyphen fldData smartTagPr customXmlPr sdtPr "
    "sdtEndPr".split()
)
"""Elements that show nothing."""
_AROUND = frozenset("hyperlink smartTag customXml sdtContent dir bdo".split())
"""Elements that stand around others, which show."""
_SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
_STRUCK = {"strike": "struck-out text", "dstrike": "struck-out text", "vanish": "hidden text"}
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_NEAR = 32
"""Characters of a paragraph by which it is found."""


class ParagraphReader:
    """Reads the paragraphs of one document in order: a field may reach from one to the next."""

    def __init__(self, styles: Styles, unkept: Unkept) -> None:
        self._styles, self._unkept = styles, unkept
        self._fields: list[OpenField] = []
        self._paragraph: Element
        self._read: dict[str, Callable[[Element], Iterator[Phrase]]] = {
            "r": self._read_run,
            "sdt": self._read_control,
            "fldSimple": self._read_simple_field,
        }

    def read(self, paragraph: Element) -> tuple[Phrases, ...]:
        """Return its lines, without those that are empty at its start and end."""
        self._paragraph = paragraph
        self._unkept.near = _read_beginning(paragraph)
        self._look_at_properties(paragraph)
        lines: list[list[Phrase]] = [[]]
        for phrase in self._read_all(paragraph):
            first, *rest = phrase.text.split("\n")
            lines[-1].append(phrase._replace(text=first))
            lines += [[phrase._replace(text=each)] for each in rest]
        if self._fields:
            self._unkept.refuse("a field that goes on in another paragraph")
            self._fields.clear()
        return _strip(tuple(map(join_phrases, lines)))

    def _look_at_properties(self, paragraph: Element) -> None:
        for each in paragraph.iterfind("{*}pPr/{*}rPr/*"):
            if name_element(each) in ("ins", "del", "moveFrom", "moveTo"):
                self._unkept.refuse(TRACKED)
        for each in paragraph.iterfind("{*}pPr/*"):
            name = name_element(each)
            if name == "framePr":
                self._unkept.refuse_element(name)
            if name in ("pageBreakBefore", "sectPr"):
                self._unkept.leave_out("page and section breaks")

    def _read_all(self, parent: Element) -> Iterator[Phrase]:
        for name, each in read_parts(parent):
            if name in self._read:
                yield from self._read[name](each)
            elif name in _AROUND:
                yield from self._read_all(each)
            elif name not in _HARMLESS:
                self._unkept.refuse_element(name)

    def _read_control(self, control: Element) -> Iterator[Phrase]:
        self._unkept.look_at_control(control)
        yield from (
            each for part in control.iterfind("{*}sdtContent") for each in self._read_all(part)
        )

    def _read_simple_field(self, field: Element) -> Iterator[Phrase]:
        instruction = read_value(field, "instr") or ""
        written = read_field(instruction)
        run = next(field.iterfind("{*}r"), None)
        if written:
            yield self._style(written, run if run is not None else field)
        elif shows_result(instruction):
            yield from self._read_all(field)
        else:
            self._unkept.refuse(f"the field {name_field(instruction)}")

    def _read_run(self, run: Element) -> Iterator[Phrase]:
        written = "".join(self._read_parts(run))
        if written:
            self._look_at_run(run, written)
            yield self._style(written, run)

    def _read_parts(self, run: Element) -> Iterator[str]:
        """Go through the text of a run; what lies in the instruction of a field is none."""
        for name, each in read_parts(run):
            if name in ("fldChar", "instrText"):
                yield from self._follow_field(each, name)
            elif not all(field.is_shown for field in self._fields):
                continue
            elif name == "t":
                yield (each.text or "").replace("\n", " ").replace("\xad", "")
            elif name == "br":
                yield self._read_break(each)
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name not in _HARMLESS:
                self._unkept.refuse_element(name)

    def _read_break(self, element: Element) -> str:
        if read_value(element, "type") in (None, "textWrapping"):
            return "\n"
        self._unkept.leave_out("page and section breaks")
        return ""

    def _follow_field(self, element: Element, name: str) -> Iterator[str]:
        """Follow a field through its parts: instruction, result, end."""
        kind = read_value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(OpenField())
        elif not self._fields:
            self._unkept.refuse("a field without a beginning")
        elif name == "instrText":
            self._fields[-1].instruction += element.text or ""
        elif not self._fields[-1].is_read:
            self._fields[-1].is_read = True
            yield from self._show_field(self._fields[-1])
        if kind == "end" and self._fields:
            self._fields.pop()

    def _show_field(self, field: OpenField) -> Iterator[str]:
        written = read_field(field.instruction)
        field.is_shown = shows_result(field.instruction)
        if written:
            yield from [written] * all(each.is_shown for each in self._fields[:-1])
        elif not field.is_shown:
            self._unkept.refuse(f"the field {name_field(field.instruction)}")

    def _look_at_run(self, run: Element, written: str) -> None:
        """Refuse what shows otherwise than as plain text; underlining is only told."""
        if not written.strip():
            return
        for name, what in _STRUCK.items():
            if self._styles.is_on(name, run, self._paragraph):
                self._unkept.refuse(what)
        if self._read_of_run("highlight", run) not in (None, "none"):
            self._unkept.refuse("highlighted text")
        raised = self._read_of_run("vertAlign", run)
        if raised in ("superscript", "subscript") and written not in _ORDINALS:
            self._unkept.refuse(f"a {raised}")
        if any(self._styles.is_on(name, run, self._paragraph) for name in ("caps", "smallCaps")):
            self._unkept.leave_out("capitals of a typeface")
        if self._read_of_run("u", run) not in (None, "none"):
            self._unkept.leave_out("underlining")

    def _read_of_run(self, name: str, run: Element) -> str | None:
        return read_value(self._styles.find_in_run(name, run, self._paragraph))

    def _style(self, written: str, run: Element) -> Phrase:
        bold, italic = (self._styles.is_on(name, run, self._paragraph) for name in ("b", "i"))
        return Phrase(written, bold, italic)


def _read_beginning(paragraph: Element) -> str:
    text = " ".join("".join(each.text or "" for each in paragraph.iterfind(".//{*}t")).split())
    return text if len(text) <= _NEAR else f"{text[:_NEAR].rstrip()}…"


def _strip(lines: tuple[Phrases, ...]) -> tuple[Phrases, ...]:
    filled = [number for number, line in enumerate(lines) if _is_filled(line)]
    return lines[filled[0] : filled[-1] + 1] if filled else ()


def _is_filled(line: Phrases) -> bool:
    return any(phrase.text.strip() for phrase in line)
