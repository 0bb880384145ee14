"""The post book: a line for each letter, on pages that say which they are."""

from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from prisonmail.letters.letter import Letter
from prisonmail.printing import pdf
from prisonmail.sender.markings import Marking
from prisonmail.sheets.batch.post_book import HEADINGS, WIDTH, PostBook, read_entry
from prisonmail.sheets.drawing import combine
from prisonmail.sheets.sender_fit import find_overlaps
from prisonmail.sheets.typeface import Typeface
from prisonmail.system.record import replace
from tests.conftest import SENDER, batch_of

WIDE = "Featherstonehaughcholmondeleysmytheandsons"


@pytest.fixture(scope="module")
def hard(letters: list[Letter]) -> list[Letter]:
    """Long names, words and references, and somebody without a prison number."""
    first, *rest = letters
    born = replace(first.draft, prison_number=None, date_of_birth=date(2001, 11, 30))
    marked = replace(born, marking=Marking.CONFIDENTIAL_ACCESS, reference=WIDE, name=WIDE)
    return [replace(first, draft=marked), *rest] * 6


def test_every_letter_is_on_one_page_and_nothing_touches(
    hard: list[Letter], typeface: Typeface
) -> None:
    batch = replace(batch_of(SENDER, len(hard)), size=len(hard))
    book = PostBook(batch, typeface)
    pages = [combine(sheet.own) for sheet in book.draw(hard, book.count_pages(hard))]
    said = [[text.text for text in page.texts] for page in pages]
    assert sorted(x for each in said for x in each if len(x) == 16 and x.count("-") == 2) == sorted(
        read_entry(letter, batch)[6] for letter in hard
    )
    for number, (page, words) in enumerate(zip(pages, said, strict=True), start=1):
        assert f"Page {number} of {len(pages)}" in words
        assert words[:2] == [SENDER.organisation, words[1]]
        assert batch.id in words[1]
        assert tuple(words[2 : 2 + len(HEADINGS)]) == HEADINGS
        assert not list(find_overlaps(page.texts, typeface))
        face = typeface.regular
        assert max(x.x + face.measure_width(x.text, x.size) for x in page.texts) < WIDTH - 14.9
        assert all(lower.y - upper.y >= 5.9 for upper, lower in pairwise(page.boxes))
    assert len(pages) > 2


def test_it_is_landscape_and_says_nobodys_name_outside_its_pages(
    hard: list[Letter], typeface: Typeface
) -> None:
    batch, file = batch_of(SENDER, len(hard)), BytesIO()
    about = pdf.About(f"Post book of batch {batch.id}", batch.issued_at, lying=True)
    pdf.write_sheets(PostBook(batch, typeface).draw(hard, 9), file, about)
    reader = PdfReader(file)
    assert (round(reader.pages[0].mediabox.width), reader.outline) == (842, [])
    assert "Featherstonehaugh-Cholmondeley" in reader.pages[0].extract_text()
    assert not reader.metadata
    assert reader.xmp_metadata
    assert "Featherstonehaugh" not in reader.xmp_metadata.rdf_root.toxml()
