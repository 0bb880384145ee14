"""Texts of .xlsx cells: what is struck out, escaped or a guide to reading."""

import pytest

from prisonmail.recipients.file.workbooks.rich_text import (
    RichText,
    show_rich_text,
    show_whole_text,
)
from prisonmail.recipients.file.workbooks.xlsx.strings import read_shared_strings, unescape

STRIKE = "<rPr><strike/></rPr>"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HMP Leeds_x000D_\nArmley", "HMP Leeds\r\nArmley"),
        ("Client Name_x000D_", "Client Name\r"),
        ("a_x0009_b", "a\tb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "\N{GRINNING FACE}"),
        ("_xD83D_ alone", "\ufffd alone"),
        ("MAX_x and _x12_", "MAX_x and _x12_"),
    ],
)
def test_characters_may_be_escaped(written: str, meant: str) -> None:
    assert unescape(written) == meant


def read(*texts: str) -> list[RichText]:
    xml = "<sst>" + "".join(f"<si>{text}</si>" for text in texts) + "</sst>"
    # In pieces, as a large table comes.
    return read_shared_strings([xml[at : at + 7].encode() for at in range(0, len(xml), 7)])


@pytest.mark.parametrize(
    ("text", "cell_struck", "shown", "all_struck"),
    [
        ("<t>Ann Hart</t>", False, "Ann Hart", False),
        ("<t>Ann Hart</t>", True, "Ann Hart", True),
        ("<t/>", True, "", False),
        (f"<r>{STRIKE}<t>Terence </t></r><r><t>Ardal</t></r>", False, "Ardal", False),
        (f"<r><t>HMP </t></r><r>{STRIKE}<t>Leeds </t></r><r><t>Hull</t></r>", False, "HMP Hull",
         False),
        (f"<r>{STRIKE}<t>Ann</t></r><r>{STRIKE}<t> Hart</t></r>", False, "Ann Hart", True),
        ('<r><rPr><strike val="0"/></rPr><t>Ann</t></r><r><t> Hart</t></r>', True, "Ann", False),
        ("<r><rPr><b/></rPr><t>Ann</t></r>", True, "Ann", False),
        ("<r><t>Ann</t></r><r><t> Hart</t></r>", True, "Ann Hart", True),
        ("<t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh><phoneticPr/>", False, "漢字", False),
        ("<x:t>Ann</x:t>", False, "Ann", False),
        ("<t>A &amp; B_x000D_</t>", False, "A & B\r", False),
    ],
)  # fmt: skip
def test_what_is_struck_out_is_not_there(
    text: str, cell_struck: bool, shown: str, all_struck: bool
) -> None:
    before, found, after = read("<t>1</t>", text, f"<r>{STRIKE}<t>2</t></r>")
    assert show_rich_text(found, cell_struck) == (shown, all_struck)
    assert (before, show_whole_text(after)) == ("1", "2")
