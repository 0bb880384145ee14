import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.sheets.letter.wording_blocks import BlockKind, read_blocks

SAME = [
    "Sort code 12-34-56\nAccount 12345678",
    "Greenstone House\n14 Park Square\nLeeds\nLS1 2NE",
    "Yours sincerely\n\nEric Brown\nSolicitor\nfor Greenstone Chambers",
    "5*3*2 is 30, and 2 * 3 is 6*",
    "file_name_here and _ and a_b_ or _a_b",
    "Signed: ______ Date: ______\n____________________",
    "-----",
    "*****",
    "\\\\server\\share\\C:\\temp",
    "+44 113 496 0000\n+ VAT",
    "<b>not bold</b> &amp; [not](a link) `nor code` ~~nor that~~",
    "Tel | Fax",
    "> not a quotation",
    "{prison_number} and {First_Name}_{Last*Name}*{x}",
    "#1 of 2",
]


@pytest.mark.parametrize("wording", SAME)
def test_plain_text_stays_as_it_was_typed(wording: str) -> None:
    blocks = read_blocks(wording)
    assert "\n\n".join(block.text for block in blocks) == wording
    assert not any(phrase.bold or phrase.italic for block in blocks for phrase in block.phrases)


@pytest.mark.parametrize(
    ("wording", "markers"),
    [
        ("- a\n- b", ["•", "•"]),
        ("• a\n• b", ["•", "•"]),
        ("Bring:\n* a\n* b", ["", "•", "•"]),
        ("1. a\n2. b\n5. c", ["1.", "2.", "5."]),
        ("3) a\n4) b", ["3)", "4)"]),
        ("1. a\n1. b\n1. c", ["1.", "2.", "3."]),
        ("- a\n  1. b\n- c", ["•", "1.", "•"]),
        ("- a\n\n  more of a\n- b", ["•", "", "•"]),
        ("14. January", ["14."]),
        ("-\n- b", ["•", "•"]),
    ],
)
def test_lists_keep_their_lines_and_their_numbers(wording: str, markers: list[str]) -> None:
    assert [block.marker for block in read_blocks(wording)] == markers


@pytest.mark.parametrize(
    ("wording", "lines"),
    [
        # broken by an editor at 72 characters
        (
            "Your case is listed for a plea and trial preparation hearing at 10 am on\n"
            "Thursday. You will be brought to court; the prison will tell you the day\n"
            "before at what time you leave.",
            1,
        ),
        # ended on purpose, since the next word had room
        ("Your case is listed for a plea and trial preparation hearing at 10 am on\nMonday\nor", 2),
        # each line is a paragraph of its own, as word processors save them
        (f"{'We write about your appeal. ' * 8}\n{'We have read it. ' * 9}\nThank you.", 3),
        ("One line  \nwith two spaces at its end, however long the next may be by comparison", 2),
    ],
)
def test_a_line_stays_one_if_it_was_ended_on_purpose(wording: str, lines: int) -> None:
    (block,) = read_blocks(wording)
    assert len(block.lines) == lines


def test_emphasis_headings_and_tables_are_read() -> None:
    blocks = read_blocks("# About **it**\n\nDo *not* **ever**.\n\n| a | b |\n|---|--:|\n| c | d |")
    assert [block.kind for block in blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.TABLE,
    ]
    styles = [(phrase.text, phrase.bold, phrase.italic) for phrase in blocks[1].phrases]
    assert styles[1] == ("not", False, True)
    assert styles[3] == ("ever", True, False)
    assert [[cell[0].text for cell in row] for row in blocks[2].rows] == [["a", "b"], ["c", "d"]]
    assert blocks[2].at_right == (False, True)


def test_a_table_with_a_row_too_long_stays_as_it_was_typed() -> None:
    wording = "| a | b |\n|---|---|\n| c | d | {name} |"
    (block,) = read_blocks(wording)
    assert block.text == wording


@given(st.text(st.sampled_from("ab *_-#|.\n>\\+•`~[](){}<&:=!"), max_size=60))
def test_no_letter_of_a_wording_is_lost(wording: str) -> None:
    said = "".join(phrase.text for block in read_blocks(wording) for phrase in block.phrases)
    assert list(filter(str.isalpha, said)) == list(filter(str.isalpha, wording))


def test_what_is_nested_deeply_is_not_lost() -> None:
    assert [block.text for block in read_blocks("- " * 90 + "a")] == ["a"]
