"""The drawing model: what is on a sheet, before there is any PDF, and the measures it keeps to.

Millimetres from the sheet's top-left corner, y downwards; type sizes in points.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, IntEnum, auto
from itertools import groupby, pairwise
from operator import attrgetter
from typing import ClassVar, NamedTuple

from prisonmail.system.record import Record, replace

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
DOT = MM_PER_INCH / 600
"""One dot of a 600 dpi printer, in mm."""
SHEET_WIDTH = 210.0
SHEET_HEIGHT = 297.0
"""A4, in mm."""
MARGIN = 20.0
"""Of all sheets, left and right, in mm."""
RIGHT = SHEET_WIDTH - MARGIN
ASIDE = 124.0
"""Left edge of the second column in mm, to the right of every window."""
HEADING = 13.0
BODY = 10.0
SMALL = 8.5
"""Type sizes in points: of a heading, of running text, and of what stands beside it."""
LABEL_GREY = 0.35
"""Of labels and what stands at the head and the foot; nobody has to compare those."""
HAIRLINE = 0.2
"""Thickness of rules and fold ticks, in mm."""
RULE_GREY = 0.6
"""From 0, black, to 1, white."""
LINE_SPACING = 1.4
"""Between baselines, in type sizes: running text that is easy to read at this width."""


class Rectangle(NamedTuple):
    """A part of the sheet, in mm."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in mm; not above 0 if the rectangle is empty."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in mm; not above 0 if the rectangle is empty."""
        return self.bottom - self.top


class Span(NamedTuple):
    """A strip of the sheet from side to side, in mm from its top."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.bottom - self.top


class Slot(IntEnum):
    """What differs from letter to letter on sheets that are otherwise alike."""

    NAME = 0
    IDENTITY = 1
    REFERENCE = 2
    CODE = 3
    """As it is printed, in groups."""
    FOOTER = 4


class TagKind(Enum):
    """What a part of a sheet is to a program that reads it aloud."""

    ARTEFACT = auto()
    """Nothing: what is only seen, such as a rule, or comes again on each page, such as a foot."""
    PARAGRAPH = auto()
    HEADING = auto()
    SUBHEADING = auto()
    BULLETS = auto()
    NUMBERED = auto()
    """Lists, of which each item has a label and a text."""
    ITEM = auto()
    ITEM_LABEL = auto()
    ITEM_TEXT = auto()
    TABLE = auto()
    ROW = auto()
    COLUMN_HEADING = auto()
    CELL = auto()
    FIGURE = auto()
    """A picture, of which is said what it shows."""
    BARCODE = auto()
    """The same of a symbol and its code, which is what is said of it."""


class Tag(Record, frozen=True, eq=False):
    """What some texts of a drawing are to a program that reads it aloud: one object for them."""

    kind: TagKind = TagKind.PARAGRAPH
    within: "Tag | None" = None
    """What it is a part of, as a row is of a table."""
    turn: int = 0
    """What has a lower one is read before, otherwise what is drawn before; as this has if it is
    part of something."""
    says: str = ""
    """What is said of a figure."""


ARTEFACT = Tag(TagKind.ARTEFACT)


def tag_row(table: Tag, cells: int, kind: TagKind = TagKind.CELL) -> tuple[Tag, ...]:
    """Return a tag for each cell of a table's next row."""
    row = Tag(TagKind.ROW, table)
    return tuple([Tag(kind, row) for _ in range(cells)])


class TextRun(NamedTuple):
    """Text set in one size and weight; x is its left edge, y its baseline."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    slot: Slot | None = None
    """Which text other letters have in its place, if nothing else changes for it."""
    grey: float = 0.0
    """From 0, black, to 1, white."""
    italic: bool = False
    """Slanted, as wide as upright."""
    tag: Tag | None = None
    """What it is a part of. Texts without one that follow each other are a paragraph."""
    joins: bool = False
    """Whether it goes on with the word that the text before it ends with."""


class Box(NamedTuple):
    """A filled rectangle: a bar of the symbol, or a rule."""

    x: float
    y: float
    width: float
    height: float
    grey: float = 0.0
    """From 0, black, to 1, white."""


class Symbol(NamedTuple):
    """A barcode: a code's bars, whole modules wide."""

    x: float
    """The left edge of its first bar."""
    y: float
    """The upper end of the bars."""
    module: float
    """How wide a module is, in mm."""
    height: float
    digits: str


class Picture(Record, frozen=True):
    """A picture from a file: a letterhead."""

    x: float
    y: float
    """Its upper edge."""
    width: float
    height: float
    path: str
    says: str = ""
    """What it shows, for a program that reads aloud."""


class Drawing(Record, frozen=True, eq=False):
    """Texts, boxes, pictures and symbols that belong together."""

    texts: tuple[TextRun, ...] = ()
    boxes: tuple[Box, ...] = ()
    pictures: tuple[Picture, ...] = ()
    symbols: tuple[Symbol, ...] = ()

    def __add__(self, other: "Drawing") -> "Drawing":
        """Lay another drawing over this one."""
        return Drawing(
            self.texts + other.texts,
            self.boxes + other.boxes,
            self.pictures + other.pictures,
            self.symbols + other.symbols,
        )

    def tag_as(self, tag: Tag) -> "Drawing":
        """Return it with all its texts as parts of one thing."""
        return replace(self, texts=tuple([run._replace(tag=tag) for run in self.texts]))

    def split_by_tag(self) -> Iterator[tuple[Tag, "Drawing"]]:
        """Yield what is read apart with its tag, in the order in which it is drawn.

        Texts beside a symbol are its printed code. Others end in a space if the next one of their
        tag begins another word: no program has to guess that from their places.
        """
        for picture in self.pictures:
            tag = Tag(TagKind.FIGURE, says=picture.says) if picture.says else ARTEFACT
            yield tag, Drawing(pictures=(picture,))
        if self.boxes:
            yield ARTEFACT, Drawing(boxes=self.boxes)
        if self.symbols:
            code = " ".join([run.text for run in self.texts])
            yield Tag(TagKind.BARCODE, says=code), Drawing(self.texts, symbols=self.symbols)
            return
        for tag, runs in groupby(self.texts, key=_TAG):
            yield tag or Tag(), Drawing(tuple(_part_words(tuple(runs))))


_TAG = attrgetter("tag")
EMPTY = Drawing()


def _part_words(runs: Sequence[TextRun]) -> Iterator[TextRun]:
    for run, after in pairwise(runs):
        yield run if after.joins else run._replace(text=f"{run.text} ")
    yield runs[-1]


def measure_leading(size: float) -> float:
    """Return the distance between baselines, in mm, for a size in points."""
    return size * LINE_SPACING * MM_PER_POINT


def combine(drawings: Iterable[Drawing]) -> Drawing:
    """Lay drawings over one another."""
    return sum(drawings, EMPTY)


class SourcePage(Record, frozen=True):
    """A page of another PDF."""

    withheld: ClassVar[tuple[str, ...]] = ("path",)

    path: str
    number: int = 0
    """From 0."""
    says: str = "Letterhead"
    """What is said of it to whoever has the sheet read aloud."""


class Filling(NamedTuple):
    """What one letter has in the slots of a stencil."""

    digits: str
    """The code, for its symbol."""
    texts: tuple[str, ...]
    """One for each Slot, in their order."""


class Stencil(Record, frozen=True, eq=False):
    """Drawings, in the order in which they are read, whose slots each letter fills anew.

    They are drawn as the first of these letters has them.
    """

    drawings: tuple[Drawing, ...]

    def fill(self, filling: Filling) -> tuple[Drawing, ...]:
        """Draw it as one letter has it."""
        return tuple(_fill(each, filling) for each in self.drawings)


def _fill(drawing: Drawing, filling: Filling) -> Drawing:
    texts = [
        run if run.slot is None else run._replace(text=filling.texts[run.slot])
        for run in drawing.texts
    ]
    symbols = [symbol._replace(digits=filling.digits) for symbol in drawing.symbols]
    return Drawing(tuple(texts), drawing.boxes, drawing.pictures, tuple(symbols))


class Sheet(Record, frozen=True):
    """One A4 page: what it shares with other sheets of its batch, and what is its own."""

    shared: Drawing = EMPTY
    """One object for all sheets that share it: it is written once."""
    stencils: tuple[Stencil, ...] = ()
    """Each is one object for all sheets that are alike but for what they have in its slots."""
    filling: Filling | None = None
    own: tuple[Drawing, ...] = ()
    """What follows, in the order in which it is read."""
    bookmarks: tuple[str, ...] = ()
    """What a reader can jump to on it, such as a code; nothing personal."""
    under: SourcePage | None = None
    """A page of another PDF that lies under this one: a letterhead, or all of an enclosure."""
    lacks_sender: bool = False
    """Whether its window was to say who the letter is from, and has no room for that."""
    is_apart: bool = False
    """Whether something else than a letter begins on it, such as the summary."""

    def draw_out(self) -> "Sheet":
        """Return the same sheet without stencils."""
        if self.filling is None:
            return self
        drawn = [each for stencil in self.stencils for each in stencil.fill(self.filling)]
        return replace(self, stencils=(), filling=None, own=(*drawn, *self.own))


BLANK = Sheet()
"""The back of a page, if the next page is to be a front."""
