from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from prisonmail.letters.letter import Draft, Enclosure, Letter
from prisonmail.sheets.drawing import (
    ASIDE,
    MARGIN,
    RIGHT,
    SHEET_HEIGHT,
    Sheet,
    SourcePage,
    Span,
    TextRun,
    combine,
)
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import PICTURE_PLACE, Letterhead
from prisonmail.sheets.letter.letterhead_room import place_picture
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.sender_fit import find_overlaps
from prisonmail.system.record import replace
from tests.conftest import SENDER, batch_of, letter_of
from tests.pages import barcodes, pictures, words

WAIT = "Please wait for our next letter. "
FIRM = replace(
    SENDER, title="Partner", regulator_line="Regulated by the Bar Standards Board, no. 000000"
)


@pytest.fixture
def draft(drafted: Callable[..., Draft]) -> Draft:
    return drafted("Kai Penhallow", "LEI")


def drawn(
    wording: str, draft: Draft, *, duplex: bool = False, letterhead: Letterhead | None = None
) -> list[Sheet]:
    """All sheets of one letter, the covering sheet first."""
    paper = Paper(wording=wording, duplex=duplex)
    sheets = LetterSheets(batch_of(FIRM, 1), paper, load_roboto(), letterhead or Letterhead())
    return list(sheets.draw(letter_of(draft)))


def texts(sheet: Sheet) -> list[TextRun]:
    return list(combine((sheet.shared, *sheet.own)).texts)


def lines(sheet: Sheet) -> list[str]:
    """What is said on each baseline, from left to right."""
    found: dict[float, list[TextRun]] = {}
    for each in texts(sheet):
        found.setdefault(round(each.y, 1), []).append(each)
    return [
        " ".join(each.text for each in sorted(row, key=lambda run: run.x))
        for _, row in sorted(found.items())
    ]


def test_no_word_of_it_is_on_the_covering_sheet_which_is_as_without_it(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    with_letter = printed(letters[:1], Paper(wording="Dear {Name},\n\nGuilty."))
    without = printed(letters[:1], Paper())
    assert len(PdfReader(BytesIO(with_letter)).pages) == 2
    first, second = words(with_letter, 0), words(with_letter, 1)
    assert first.replace(", page 1 of 2", "") == words(without, 0)
    assert "Dear Kai Penhallow, Guilty. Yours sincerely, Eric Brown Barrister" in second
    assert [barcodes(page) for page in pictures(with_letter, 200)] == [[letters[0].code], []]


def test_each_part_of_a_letter_stands_in_its_order(draft: Draft) -> None:
    listed = replace(draft, columns={"subject": "R v Penhallow", "your reference": "KP/1"})
    enclosed = replace(listed, enclosures=(Enclosure("papers.pdf", 3, "ab"),))
    assert lines(drawn("Please sign.", enclosed)[1]) == [
        "Greenstone Chambers 21 November 2026",
        "Greenstone House, 14 Park Square, Leeds, LS1 2NE Our reference C/1201/JE",
        "0113 496 0000 Your reference KP/1",
        "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "Kai Penhallow, A1001XY",
        "HMP Leeds",
        "Private and confidential",
        "Dear Kai Penhallow",
        "R v Penhallow",
        "Please sign.",
        "Yours sincerely",
        "Eric Brown",
        "Partner",
        "Enc. 1 document, 3 pages",
        "Regulated by the Bar Standards Board, no. 000000 00000-00009-9717  ·  Page 2 of 5",
    ]


def test_every_page_says_whose_it_is_and_which_of_all(draft: Draft) -> None:
    covering, *private = drawn(WAIT * 500, draft)
    assert len(private) == 4
    assert "1 of 5" in str(covering.filling)
    for number, sheet in enumerate(private, start=2):
        assert lines(sheet)[-1].endswith(f"00000-00009-9717  ·  Page {number} of 5")
    for sheet in private[1:]:
        assert lines(sheet)[0] == "Kai Penhallow 21 November 2026"


def test_it_begins_on_a_front(draft: Draft) -> None:
    sheets = drawn(WAIT, draft, duplex=True)
    assert [bool(texts(sheet)) for sheet in sheets] == [True, False, True]


@pytest.mark.parametrize("before", range(24, 46, 2))
def test_nothing_is_left_alone_at_the_foot_or_the_head_of_a_page(draft: Draft, before: int) -> None:
    wording = "\n\n".join(
        ["Wait for us."] * before + ["# Next", WAIT * 12, "Bring:", "- a pen", WAIT * 9]
    )
    pages = drawn(wording, draft)[1:]
    for number, page in enumerate(pages):
        head, foot = (2, -1) if number else (8, -1)
        body = lines(page)[head - 1 : foot]
        assert body[-1] not in ("Next", "Bring:", "Yours sincerely")
        if number:
            assert not body[0].startswith(("Yours", "Eric"))
            assert len(body[0].split()) > 1
    assert all(len(line.split()) > 1 for line in lines(pages[-1]) if line.startswith("letter."))


@pytest.mark.parametrize(
    "wording",
    [
        "Dear {name}\n\n" + "w" * 90 + " " + "https://example.org/" + "m" * 200 + "/end",
        "# " + "W" * 90,
        "- " + "W" * 90 + "\n  - " + "W" * 300,
        f"| {'W' * 90} | b |\n|---|--:|\n| {WAIT * 20} | {'9' * 90} |",
        "".join(chr(0x20 + n % 91) for n in range(3000)),
        "a".join(chr(n) for n in range(1, 0x3001) if chr(n).isspace()) + "\u200b\u00ada",
        "123456789. " * 60 + "a",
    ],
    ids=["words", "heading", "list", "table", "signs", "spaces", "nested"],
)
def test_nothing_leaves_the_paper_however_wide_a_word_is(draft: Draft, wording: str) -> None:
    face = load_roboto()
    for sheet in drawn(wording, draft)[1:]:
        assert list(find_overlaps(texts(sheet), face)) == []
        for text in texts(sheet):
            width = face.choose(bold=text.bold).measure_width(text.text, text.size)
            assert text.x >= MARGIN - 0.01
            assert text.x + width <= RIGHT + 0.01
            assert 10 < text.y < SHEET_HEIGHT - 10


def test_a_value_is_no_markup(draft: Draft) -> None:
    listed = replace(draft, columns={"note": "**2*3** _a_ {name} # 1. - |"})
    sheet = drawn("Dear {name}\n\nSee **{note}**.", listed)[1]
    bold = [each.text for each in texts(sheet) if each.bold and each.size == 10]
    assert bold == ["**2*3** _a_ {name} # 1. - |", "Eric Brown"]


def test_a_page_of_the_firms_own_keeps_its_head_and_foot(draft: Draft) -> None:
    page = SourcePage("head.pdf")
    head = Letterhead(under=page, free=Span(48, 268))
    _, first, second, *_ = drawn(WAIT * 500, draft, letterhead=head)
    assert (first.under, second.under) == (page, None)
    assert all(50 < each.y < 265 for each in texts(first))
    assert lines(first)[:4] == [
        "Kai Penhallow, A1001XY 21 November 2026",
        "HMP Leeds Our reference C/1201/JE",
        "Private and confidential 00000-00009-9717  ·  Page 2 of 5",
        "Dear Kai Penhallow",
    ]


def test_a_picture_stands_for_the_name_of_the_firm(draft: Draft) -> None:
    picture = place_picture("head.png", 600, 200, PICTURE_PLACE)
    _, first = drawn("Sign.", draft, letterhead=Letterhead(picture=picture))
    assert first.shared.pictures == (replace(picture, says="Letterhead of Greenstone Chambers"),)
    at_left = [each for each in texts(first) if each.x < ASIDE]
    assert all(each.y - 3 > picture.y + picture.height for each in at_left)
    assert "Greenstone Chambers" not in [each.text for each in texts(first)]
