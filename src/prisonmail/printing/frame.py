"""What stands around the pages of a PDF: fonts, pictures, colour space and metadata."""

import zlib
from collections.abc import Sequence
from datetime import datetime

from prisonmail import __version__
from prisonmail.errors import OutputRefused
from prisonmail.printing.letterheads.letterhead_picture import UnprintablePicture, read_picture
from prisonmail.printing.objects.pdf_file import DEFLATED, PdfFile, write_string
from prisonmail.printing.plate import Plate
from prisonmail.printing.plates import load_plate
from prisonmail.printing.sheet_writer import HEIGHT, WIDTH, SheetWriter
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_PRODUCER = f"prisonmail {__version__}"
_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_POINTER = compile_late(rb"@(\d+) 0 R")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
    <rdf:Description rdf:about=""
        xmp:CreateDate="{stamp}"
        xmp:ModifyDate="{stamp}"
        xmp:MetadataDate="{stamp}"
        pdf:Producer="{producer}"
      >
      <pdfaid:part>2</pdfaid:part>
      <pdfaid:conformance>B</pdfaid:conformance>
      <dc:title><rdf:Alt>
        <rdf:li xml:lang="x-default">{title}</rdf:li>
      </rdf:Alt></dc:title>
    </rdf:Description>
  </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


class About(Record, frozen=True):
    """What a PDF is, beside its sheets."""

    title: str
    made_at: datetime
    pictures: tuple[str, ...] = ()
    """The paths of all pictures on its sheets."""
    archival: bool = True
    """Whether it is PDF/A, which pages of other PDFs may not be."""
    offset: tuple[float, float] = (0.0, 0.0)
    """How far across and down everything is moved, in mm."""
    duplex: bool = False
    """Whether it is to be printed on both sides."""
    lying: bool = False
    """Whether its pages are A4 landscape."""


def write_frame(file: PdfFile, sheets: SheetWriter, about: About, unusual: set[str]) -> None:
    """Write the rest of a file around its sheets, which have some unusual characters."""
    plate = load_plate(unusual)
    numbers = _write_plate(file, plate)
    regular, bold = (numbers[place] for place in plate.fonts)
    _write_resources(file, sheets, (regular, bold), about.pictures)
    sheets.tree.end(*((HEIGHT, WIDTH) if about.lying else (WIDTH, HEIGHT)))
    catalog = b"<</Type/Catalog/Pages %d 0 R/Lang(en-GB)/PageLayout/OneColumn%b%b%b%b%b>>" % (
        sheets.tree.root,
        b"/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R" % sheets.tags.end(),
        _ask_of_viewers(about),
        b"/OpenAction[%d 0 R/FitH null]" % sheets.tree.first,
        _point(b"/Outlines", sheets.outline.end()),
        _write_conformity(file, about, numbers[plate.intent]) if about.archival else b"",
    )
    file.end(file.add(catalog), None if about.archival else _write_information(file, about))


def _write_plate(file: PdfFile, plate: Plate) -> Sequence[int]:
    """Write the objects of a plate, and return their numbers."""
    numbers = [file.reserve() for _ in plate.objects]
    for number, (entries, stream) in zip(numbers, plate.objects, strict=True):
        body = _POINTER.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], entries)
        if stream is None:
            file.place(number, body)
        else:
            file.place_stream(number, stream, body.strip().removeprefix(b"<<").removesuffix(b">>"))
    return numbers


def _write_resources(
    file: PdfFile, sheets: SheetWriter, fonts: tuple[int, int], pictures: Sequence[str]
) -> None:
    """Write what all pages use, and apart from it the fonts, which pages of other PDFs need too."""
    file.place(sheets.fonts, b"<</F1 %d 0 R/F2 %d 0 R>>" % fonts)
    shown = b"".join(
        [b"/I%d %d 0 R" % (n, _write_picture(file, path)) for n, path in enumerate(pictures, 1)]
    )
    named = b"/XObject<<%b>>" % shown if shown else b""
    file.place(sheets.tree.resources, b"<</Font %d 0 R%b>>" % (sheets.fonts, named))


def _write_picture(file: PdfFile, path: str) -> int:
    """Write a picture laid on white, as paper is: PDF/A-2B allows no transparency here."""
    picture = read_picture(path)
    if isinstance(picture, UnprintablePicture):
        raise OutputRefused(f"The picture {path} cannot be printed: {picture.reason}.")
    return file.add_stream(
        zlib.compress(picture.pixels, 9),
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8%b"
        % (picture.width, picture.height, DEFLATED),
    )


def _write_conformity(file: PdfFile, about: About, intent: int) -> bytes:
    """Write the metadata of PDF/A, and return what the catalog says of it."""
    # the time of change too is the time of issue, not of day: the same sheets are the same bytes
    stamp = about.made_at.isoformat(timespec="seconds")
    xmp = _XMP.format(stamp=stamp, producer=_PRODUCER, title=about.title.translate(_ENTITIES))
    metadata = file.add_stream(xmp.encode(), b"/Type/Metadata/Subtype/XML")
    return b"/Metadata %d 0 R/OutputIntents[%d 0 R]" % (metadata, intent)


def _write_information(file: PdfFile, about: About) -> int:
    stamp = f"{about.made_at:%Y%m%d%H%M%S}Z"
    title, producer = write_string(about.title), write_string(_PRODUCER)
    return file.add(
        b"<</Title(%b)/Producer(%b)/CreationDate(D:%b)>>" % (title, producer, stamp.encode())
    )


def _ask_of_viewers(about: About) -> bytes:
    """Ask print dialogues for actual size and the sides that were chosen (ISO 32000-1, 12.2)."""
    sides = b"DuplexFlipLongEdge" if about.duplex else b"Simplex"
    return b"/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None/Duplex/%b>>" % sides


def _point(key: bytes, number: int | None) -> bytes:
    return b"%b %d 0 R" % (key, number) if number else b""
