"""The page of a docket: every code in full on one page, names in order, nothing touches."""

from datetime import date

import pytest

from prisonmail import codes
from prisonmail.codes import add_check_digits
from prisonmail.dockets.docket import Docket
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.sender.markings import Marking
from prisonmail.sheets.batch.docket_page import DocketPage
from prisonmail.sheets.drawing import RIGHT, combine
from prisonmail.sheets.sender_fit import find_overlaps
from prisonmail.sheets.typeface import Typeface
from prisonmail.system.record import replace
from tests.dockets.samples import DOCKET, make_letter

LONG = "Maximilian Bartholomew Featherstonehaugh-Cholmondeley Smythe"
WIDE = "Featherstonehaughcholmondeleysmytheandsons"
HARD = [
    make_letter(1, LONG, prison_number=None, date_of_birth=date(2007, 2, 28)),
    make_letter(2, WIDE, marking=Marking.CONFIDENTIAL_ACCESS),
    make_letter(3, barcode=Barcode("123456789012")),
    *(make_letter(n, f"Ann Hart{n:03d}") for n in range(4, 60)),
]


def make_docket(letters: int, cancelled: int) -> Docket:
    bad = tuple(add_check_digits(1_000 + n) for n in range(cancelled))
    return replace(DOCKET, letters=tuple(HARD[:letters]), cancelled=bad)


@pytest.mark.parametrize(
    ("letters", "cancelled", "pages"), [(59, 9, 3), (59, 0, 3), (0, 3, 1), (1, 250, 3), (15, 8, 2)]
)
def test_every_code_is_on_one_page_and_nothing_touches(
    letters: int, cancelled: int, pages: int, typeface: Typeface
) -> None:
    docket = make_docket(letters, cancelled)
    drawn = [
        combine(sheet.own) for sheet in DocketPage(docket, "HMP & YOI Berwyn", typeface).draw()
    ]
    assert len(drawn) == pages
    found = [text.text for page in drawn for text in page.texts]
    told = [each.code for each in docket.letters] + list(docket.cancelled)
    listed = [text for text in found if text in set(map(codes.format_code, told))]
    assert sorted(listed) == sorted(map(codes.format_code, told))
    for number, page in enumerate(drawn, start=1):
        assert f"Page {number} of {pages}" in [text.text for text in page.texts]
        assert not list(find_overlaps(page.texts, typeface))
        for text in page.texts:
            face = typeface.choose(bold=text.bold)
            assert text.x + face.measure_width(text.text, text.size) < RIGHT + 0.01
            assert text.y < 287


def test_people_are_in_the_order_of_their_last_names(typeface: Typeface) -> None:
    names = ["Zoe Ash", "Adam Zed", "Ben de Beer", "Ann Ash"]
    letters = tuple(make_letter(n, name) for n, name in enumerate(names, start=1))
    (sheet,) = DocketPage(replace(DOCKET, letters=letters), "HMP Leeds", typeface).draw()
    found = [text.text for text in combine(sheet.own).texts if text.text in names]
    assert found == ["Ann Ash", "Zoe Ash", "Ben de Beer", "Adam Zed"]


def test_it_says_from_whom_it_is_and_what_it_cannot_prove(typeface: Typeface) -> None:
    (sheet,) = DocketPage(DOCKET, "HMP Leeds", typeface).draw()
    said = " ".join(text.text for text in combine(sheet.own).texts)
    for words in (
        "Docket 17 for HMP Leeds",
        "3 letters are on the way to you. 2 codes are cancelled.",
        "Eric Brown, Barrister",
        DOCKET.key,
        "This page alone proves nothing",
        "greenstone-chambers-LEI-000017.json",
        "HMPPS 1234-5678-9012",
        "28-02-2007",
        "19-12-2026",
        "Cancelled: do not deliver these unopened",
    ):
        assert words in said
