"""Lists in the code pages of other languages are told from lists in Windows-1252."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.code_pages import find_foreign_word
from tests.recipients.file.names import BY_CODE_PAGE, MAC_OR_850, RIGHT_TEXTS, WESTERN

Check = Callable[..., CheckedList]


def fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def right_as(text: str, encoding: str) -> str:
    """Read in Windows-1252 what is written in another code page."""
    return text.encode(encoding, "replace").decode("cp1252", "replace")


RIGHT = sorted({each for name in WESTERN for each in (name, name.upper()) if fits(each, "cp1252")})
FOREIGN = [
    (encoding, each)
    for encoding, names in BY_CODE_PAGE.items()
    for name in names
    for each in (name, name.upper())
    if not each.isascii() and fits(each, encoding) and each != right_as(each, encoding)
]


@pytest.mark.parametrize("name", RIGHT)
def test_a_name_that_is_right_in_windows_1252_is_not_refused(name: str) -> None:
    assert find_foreign_word(name.encode("cp1252")) is None


@pytest.mark.parametrize("text", RIGHT_TEXTS)
def test_a_symbol_beside_a_word_is_no_letter_of_another_code_page(text: str) -> None:
    assert find_foreign_word(text.encode("cp1252")) is None


@given(st.lists(st.sampled_from(RIGHT), min_size=1), st.sampled_from(RIGHT_TEXTS))
def test_no_list_of_western_names_is_refused(names: list[str], text: str) -> None:
    rows = "".join(f"{name} {name},A1001XY,HMP Leeds,{text}\r\n" for name in names)
    assert find_foreign_word(rows.encode("cp1252")) is None


@pytest.mark.parametrize(("encoding", "name"), FOREIGN)
def test_one_name_tells_a_code_page_and_how_it_would_read(encoding: str, name: str) -> None:
    found = find_foreign_word(f"Name\n{name}\n".encode(encoding))
    assert found is not None
    assert encoding in found.readings[name]


@pytest.mark.parametrize("encoding", BY_CODE_PAGE)
@given(data=st.data())
def test_a_list_in_another_code_page_reads_right_with_the_one_suggested(
    checked: Check, encoding: str, data: st.DataObject
) -> None:
    names = [name for page, name in FOREIGN if page == encoding and name.istitle()]
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=6, unique=True))
    rows = "".join(f"{name} Hart,A10{10 + i}XY,LEI\n" for i, name in enumerate(chosen))
    content = f"Name,Prison No,Prison\n{rows}".encode(encoding)
    found = find_foreign_word(content)
    assert found is not None
    suggested = [page for group in found.readings.values() for page in group]
    assert encoding in suggested or all(
        content.decode(page) == content.decode(encoding) for page in suggested
    )
    read = checked(content, encoding=encoding)
    assert [entry.recipient.name for entry in read.good_rows] == [f"{each} Hart" for each in chosen]


@pytest.mark.parametrize("encoding", ["mac-roman", "cp850"])
@pytest.mark.parametrize("name", MAC_OR_850)
def test_a_western_name_tells_an_old_mac_from_an_old_pc(encoding: str, name: str) -> None:
    found = find_foreign_word(name.encode(encoding))
    assert found is not None
    assert encoding in found.readings[name]


@pytest.mark.parametrize("name", ["O’Farrowhaugh", "D’Arcy", "O’BRIEN", "N’Guessan", "Shaun’s"])
def test_the_apostrophe_of_an_old_mac_is_no_letter(name: str) -> None:
    found = find_foreign_word(name.encode("mac-roman"))
    assert found is not None
    assert dict(found.readings) == {name: ("mac-roman",)}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Иван Петров", "cp1251"), ("Иван Петров", "koi8-r"), ("Ελένη Γεωργίου", "cp1253")],
)
def test_another_alphabet_is_told(text: str, encoding: str) -> None:
    found = find_foreign_word(text.encode(encoding))
    assert found is not None
    assert any(encoding in group for group in found.readings.values())


def test_utf_8_in_a_list_is_not_taken_for_a_code_page() -> None:
    for name in (*WESTERN, *(each for names in BY_CODE_PAGE.values() for each in names)):
        assert find_foreign_word(name.encode()) is None
