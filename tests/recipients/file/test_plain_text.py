"""The encoding and the delimiter of a list, as found or as the user says."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.errors import WrongUsage
from prisonmail.problems.problem import Fault
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.encodings import find_encoding, find_line, read_lines
from prisonmail.recipients.file.plain_text import parse_delimiter, read_stated_delimiter

Check = Callable[..., CheckedList]


HEAD = "Name,Prison number,Prison,Notes\r\n"
ROW = "Tarquin Oddwell,A1001XY,HMP Leeds,ok\r\n"


def test_code_page_850_is_read_when_the_user_says_so(checked: Check) -> None:
    found = checked((HEAD + "Zoë Hart,A1001XY,Leeds,").encode("cp850"), encoding="cp850")
    assert next(iter(found.good_rows)).recipient.name == "Zoë Hart"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read_when_the_user_says_so(
    checked: Check, encoding: str
) -> None:
    content = (HEAD + ROW).encode(encoding)
    assert f"--encoding {encoding}" in next(iter(checked(content).problems)).help
    assert len(checked(content, encoding=encoding).good_rows) == 1


def test_an_encoding_that_does_not_exist_is_a_wrong_command(checked: Check) -> None:
    for encoding in ("klingon", "base64", "rot13", ""):
        with pytest.raises(WrongUsage):
            checked(HEAD + ROW, encoding=encoding)


@pytest.mark.parametrize(
    ("name", "character"), [("semicolon", ";"), ("tab", "\t"), (";", ";"), ("\\t", "\t")]
)
def test_a_delimiter_can_be_named(checked: Check, name: str, character: str) -> None:
    found = checked((HEAD + ROW).replace(",", character), delimiter=name)
    assert len(found.good_rows) == 1


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"Name", "utf-8"), ("Zoë".encode(), "utf-8"), ("Zoë".encode("utf-8-sig"), "utf-8-sig"),
        ("Zoë".encode("utf-16"), "utf-16"), ("Zoë".encode("utf-32"), "utf-32"),
        ("Zoë".encode("cp1252"), "cp1252"), ("“Ann”".encode("cp1252"), "cp1252"),
        ("costs £5".encode("cp1252"), "cp1252"), (b"", "utf-8"),
    ],
)  # fmt: skip
def test_an_encoding_is_found(content: bytes, encoding: str) -> None:
    assert find_encoding(content, None) == encoding


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=50))
def test_utf_8_is_always_found_and_no_line_is_lost(text: str) -> None:
    content = text.encode()
    assert find_encoding(content, None) == "utf-8"
    assert "".join(read_lines(content, "utf-8")) == text


def test_a_long_list_is_tried_in_pieces_that_may_cut_a_letter() -> None:
    content = ("x" + "ë" * 1_100_000).encode()
    assert find_encoding(content, None) == "utf-8"
    assert isinstance(find_encoding(content + b"\xc3", None), str | Fault)
    assert find_encoding(content + b"\xc3", None) != "utf-8"


@pytest.mark.parametrize(
    ("content", "offset", "line"),
    [(b"abc", 2, 1), (b"a\nb", 2, 2), (b"a\r\nb", 3, 2), (b"a\rb", 2, 2), (b"\n\n\nx", 3, 4)],
)
def test_a_line_is_counted_whatever_ends_it(content: bytes, offset: int, line: int) -> None:
    assert find_line(content, offset) == line


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [
        ("sep=;\n", ";"), ("SEP=,\r\n", ","), ('"sep=;"\n', ";"), ("\ufeffsep=|", "|"),
        ("sep=\t\n", "\t"), ("sep=;,,,\n", ";"), ("Name;Prison\n", None), ("sep=\n", None),
    ],
)  # fmt: skip
def test_a_list_may_state_its_delimiter(line: str, delimiter: str | None) -> None:
    assert read_stated_delimiter([line]) == delimiter
    assert read_stated_delimiter([]) is None


@pytest.mark.parametrize("text", ["", "ab", '"', "\n", " "])
def test_what_cannot_be_a_delimiter_is_a_wrong_command(text: str) -> None:
    with pytest.raises(WrongUsage) as wrong:
        parse_delimiter(text)
    assert wrong.value.remedy == "Use comma, tab, semicolon or pipe."
