"""Word documents, as python-docx makes them and with elements that it does not know put in."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

Change = Callable[[WordDocument], object]
_OTHERS = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def written(change: Change) -> bytes:
    """A document with something in it."""
    document, file = Document(), BytesIO()
    change(document)
    document.save(file)
    return file.getvalue()


def with_paragraph(xml: str) -> bytes:
    """A document with a paragraph of elements, as Word writes them."""
    return written(lambda document: add_paragraph(document, xml))


def add_paragraph(document: WordDocument, xml: str) -> None:
    add(document, f"<w:p>{xml}</w:p>")


def add(document: WordDocument, xml: str) -> None:
    """Put an element at the end of the text."""
    tag, rest = xml.split(">", 1)
    closed = tag.endswith("/")
    spaces = f"{nsdecls('w', 'wp', 'a')} {_OTHERS}"
    opened = f"{tag.removesuffix('/')} {spaces}{'/' * closed}>"
    document.element.body[-1].addprevious(parse_xml(opened + rest))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, result: str = "x") -> str:
    """A field as Word writes it, its instruction in two runs."""
    first, second = instruction[:5], instruction[5:]
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {first}</w:instrText></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{second} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(result)}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def simple_field(instruction: str) -> str:
    return f"<w:fldSimple w:instr=' {instruction} '>{run('«x»')}</w:fldSimple>"


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
