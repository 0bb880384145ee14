"""What a PDF tells programs that read it aloud, as poppler reads it out, and as pypdf finds it."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from prisonmail.letters.letter import Draft, Letter
from prisonmail.sheets.batch.post_book import PostBook
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.typeface import Typeface
from tests.conftest import SENDER, batch_of, letter_of
from tests.sheet_fixtures import written

WORDING = """# Your hearing

Please bring

- the form
- a **pen**, not a pencil

| What | Amount |
|---|---:|
| Travel | £12.50 |
| | £2.00 |
"""
COVERING = """\
P: Greenstone Chambers Greenstone House, 14 Park Square, Leeds, LS1 2NE 21 November 2026
P: Our reference C/1201/JE
P: Prison Rule 39 Tarquin Oddwell A1001XY HMP Leeds 2 Gloucester Terrace LEEDS LS12 2TJ From \
Greenstone Chambers 0113 496 0000
Figure: 00000-00009-9717
H1: For the mailroom: please deliver unopened
P: This letter is from a legal adviser and is protected by Prison Rule 39. It may be opened only"""
LATER = """\
P: Sent to Tarquin Oddwell Prison number A1001XY Code 00000-00009-9717 Prison HMP Leeds Good until \
19 December 2026
H2: How to check
P: 1 Ring the sender, on a number that you have already if you can, and read out the code. 2 The"""
PRIVATE = """\
H1: Your hearing
P: Please bring
L
LI
Lbl: •
LBody: the form
LI
Lbl: •
LBody: a pen, not a pencil
Table
TR
TH: What
TH: Amount
TR
TD: Travel
TD: £12.50
TR
TD:
TD: £2.00
P: Yours sincerely"""
SUMMARY = """\
Sect
H1: Batch 20261121-7F3K
P: 1 letter to 1 prison, issued 21 November 2026
Table
TR
TH: Prison
TH: Letters
TH: Pages
TH: First code
TH: Last code
TR
TD: HMP Leeds
TD: 1
TD: 1
TD: 00000-00009-9717
TD: 00000-00009-9717"""
LABELS = """\
Document
Sect
P: Prison Rule 39 Tarquin Oddwell A1001XY HMP Leeds 2 Gloucester Terrace LEEDS LS12 2TJ From \
Greenstone Chambers 0113 496 0000
Figure: 00000-00009-9717
P: Prison Rule 39 Tarquin Oddwell A1001XY"""

needs_poppler = pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler is not installed")


def read_aloud(pdf: bytes, path: Path) -> str:
    """Each structure element on a line, with its text."""
    path.write_bytes(pdf)
    command = ["pdfinfo", "-struct-text", str(path)]
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert run.stderr == ""
    found = re.sub(r' \(\w+\)|:$|^ +/.*\n|^ +"|"$', "", run.stdout, flags=re.MULTILINE)
    lines = re.sub(r"\n +/.*", "", found).splitlines()
    kinds = re.compile(r" *(Document|Sect|P|H[12]|L|LI|Lbl|LBody|Table|TR|TH|TD|Figure)")
    said = ""
    for line in lines:
        kind = kinds.fullmatch(line)
        said += f"\n{kind[1]}" if kind else f": {line}"
    return said.replace(": \n", ":\n").strip()


@needs_poppler
@pytest.mark.parametrize(
    ("paper", "count", "parts"),
    [
        (Paper(), 1, (COVERING, LATER)),
        (Paper(wording=WORDING), 1, (COVERING, PRIVATE)),
        (Paper(), 1, (SUMMARY,)),
        (Paper(labels="L7163"), 2, (LABELS,)),
    ],
    ids=["covering", "private", "summary", "labels"],
)
def test_what_is_read_aloud(
    paper: Paper,
    count: int,
    parts: tuple[str, ...],
    drafted: Callable[..., Draft],
    printed: Callable[..., bytes],
    tmp_path: Path,
) -> None:
    letters = [letter_of(drafted("Tarquin Oddwell"), 1) for _ in range(count)]
    said = read_aloud(printed(letters, paper, summary=SUMMARY in parts), tmp_path / "out.pdf")
    for part in parts:
        assert part in said


def elements(node: Any) -> Iterator[Any]:
    """All structure elements below one."""
    kids = node["/K"].get_object()
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object()
        if isinstance(each, DictionaryObject):
            assert each.raw_get("/P") == node.indirect_reference
            yield each
            yield from elements(each)


def sequences(page: Any) -> list[int]:
    """The numbers of a page's marked-content sequences; all that is drawn lies in one."""
    numbers, depth = [], 0
    for operands, operator in ContentStream(page.get_contents(), None).operations:
        if operator in (b"BDC", b"BMC"):
            depth += 1
            numbers += [int(operands[1]["/MCID"])] if operator == b"BDC" else []
        elif operator == b"EMC":
            depth -= 1
        elif operator in (b"Tj", b"TJ", b"re", b"f", b"Do"):
            assert depth == 1
    assert depth == 0
    return numbers


@pytest.mark.parametrize(
    "paper",
    [Paper(), Paper(wording=WORDING, duplex=True), Paper(labels="L7162"), Paper(layout=1)],
    ids=["covering", "private", "labels", "first layout"],
)
def test_every_sequence_has_an_element_that_knows_it(
    paper: Paper, letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    check_tree(printed(letters, paper, summary=True))


def test_a_post_book_is_a_table(letters: list[Letter], typeface: Typeface) -> None:
    book = PostBook(batch_of(SENDER, len(letters)), typeface)
    kinds = check_tree(written(book.draw(letters, 1)))
    assert kinds.count("/TR") == 1 + len(letters)
    assert kinds.count("/TD") == kinds.count("/TH") * len(letters)


def check_tree(pdf: bytes) -> list[str]:
    """Check that pages and elements name each other, and return what the elements are."""
    reader = PdfReader(BytesIO(pdf))
    catalog = reader.root_object
    assert catalog["/MarkInfo"]["/Marked"]  # type: ignore[index]
    tree: Any = catalog["/StructTreeRoot"]
    listed: dict[int, list[Any]] = {}
    for leaf in tree["/ParentTree"]["/Kids"]:
        numbers = leaf.get_object()["/Nums"]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        listed |= {int(key): holders.get_object() for key, holders in pairs}
    held = [each for each in elements(tree) if "/Pg" in each]
    for page in reader.pages:
        found = sequences(page)
        key = page.get("/StructParents")
        holders = listed.pop(int(key)) if key is not None else []
        assert sorted(found) == list(range(len(holders)))
        for number, holder in enumerate(holders):
            kids = holder.get_object()["/K"]
            assert holder.get_object().raw_get("/Pg") == page.indirect_reference
            assert number in (kids if isinstance(kids, list) else [kids])
    assert listed == {}
    figures = [str(each.get("/Alt", "")) for each in held if each["/S"] == "/Figure"]
    assert all(figures)
    return [str(each["/S"]) for each in held]
