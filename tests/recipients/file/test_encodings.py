"""The encoding of a list, as found or as the user says."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.errors import WrongUsage
from prisonmail.problems.problem import Fault
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.encodings import find_encoding, find_line, read_lines

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


def test_a_list_in_another_code_page_is_refused_and_it_is_said_how_it_would_read(
    checked: Check,
) -> None:
    content = (HEAD + "Ayşe Hart,A1001XY,Leeds,").encode("cp1254")
    (problem,) = checked(content).problems
    assert problem.code == "PM102"
    assert problem.message == (
        "the list is not Windows-1252 text: `Ayþe` on line 2 would be `Ayşe` as cp1254"
    )
    assert problem.help == (
        "Try --encoding cp1254, or save it as CSV UTF-8. "
        "If `Ayþe` is right, say so: --encoding cp1252."
    )
    for encoding, name in (("cp1254", "Ayşe Hart"), ("cp1252", "Ayþe Hart")):
        found = checked(content, encoding=encoding)
        assert [entry.recipient.name for entry in found.good_rows] == [name]


def test_if_two_code_pages_may_be_meant_both_are_named(checked: Check) -> None:
    (problem,) = checked((HEAD + "Bruþas Hart,A1001XY,Leeds,").encode("cp1252")).problems
    assert "would be `Bruşas` as cp1254 or `Bružas` as cp1257" in problem.message
    assert "--encoding cp1254 or cp1257" in problem.help


def test_bytes_that_windows_leaves_undefined_are_never_dropped(checked: Check) -> None:
    for word in (b"J\xd3\x8fWIAK \xe9", b"W\x8dq", b"\x81", b"a\x90", b"Zo\x9d "):
        (problem,) = checked(HEAD.encode() + word + b" Hart,A1001XY,Leeds,").problems
        assert problem.code == "PM102"
        assert "byte " in problem.message


def test_a_list_that_begins_as_utf_8_says_where_it_stops_to_be(checked: Check) -> None:
    content = (HEAD + ROW).encode("utf-8-sig") + "Zoë Hart,A1002XY,Leeds,".encode("cp1252")
    (problem,) = checked(content).problems
    assert problem.message.endswith("from end to end: byte EB on line 3")
