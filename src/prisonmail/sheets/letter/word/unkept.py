"""What of a document a letter cannot keep: refused if it has a meaning, told if it is its look.

>>> unkept = Unkept()
>>> unkept.near = "I enclose the form"
>>> unkept.refuse("a footnote")
>>> unkept.describe()
'a footnote near “I enclose the form”'
"""

from prisonmail.sheets.letter.word.elements import Element
from prisonmail.system.record import Workpiece, field

_MOST_TOLD = 8
TRACKED = "tracked changes"
REFUSED = {
    **dict.fromkeys(
        "ins del moveFrom moveFromRangeStart moveFromRangeEnd moveTo moveToRangeStart "
        "moveToRangeEnd cellIns cellDel cellMerge".split(),
        TRACKED,
    ),
    "drawing": "a picture or text box",
    "pict": "a picture or text box",
    "AlternateContent": "a picture or text box",
    "object": "an embedded object",
    "altChunk": "an embedded document",
    "subDoc": "an embedded document",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "commentReference": "a comment",
    "oMath": "a formula",
    "oMathPara": "a formula",
    "sym": "a symbol of another typeface",
    "ruby": "small text above other text",
    "pgNum": "a page number",
    "framePr": "a text frame",
    "hidden": "hidden text",
}
"""Elements that mean something and cannot be kept, by their name without its prefix."""


class Unkept(Workpiece):
    """What was found so far."""

    near: str = ""
    """How the paragraph begins that is being read."""
    refused: dict[str, str] = field(default_factory=dict)
    """What cannot be printed, each with the paragraph that it was first found in."""
    left_out: dict[str, None] = field(default_factory=dict)
    """What of its look is not printed, each once."""

    def refuse(self, what: str) -> None:
        """Note what keeps the document from being printed."""
        self.refused.setdefault(what, self.near)

    def refuse_element(self, name: str) -> None:
        """Note an element that is not known to do no harm, by its name without its prefix."""
        self.refuse(REFUSED.get(name, f"a part that is not known here ({name})"))

    def look_at_control(self, control: Element) -> None:
        """Refuse a box for text that still shows what is to be filled in."""
        if control.find("{*}sdtPr/{*}showingPlcHdr") is not None:
            self.refuse("a box for the reader to fill in")

    def leave_out(self, what: str) -> None:
        """Note what is printed without a part of its look."""
        self.left_out[what] = None

    def describe(self) -> str:
        """Say what cannot be printed, and where."""
        told = [f"{what} near “{near}”" if near else what for what, near in self.refused.items()]
        more = ["and more"] if len(told) > _MOST_TOLD else []
        return "; ".join([*told[:_MOST_TOLD], *more])
