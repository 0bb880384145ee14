"""What a cell shows of its value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.recipients.file.workbooks.number_format import (
    find_built_in,
    read_format,
    show_plainly,
)


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("General", 2101, "2101"),
        ("General", 12.5, "12.5"),
        ("General", -3, "-3"),
        ("@", 12, "12"),
        ("", 3, "3"),
        ("00000", 42, "00042"),
        ('"C/"00000', 2101, "C/02101"),
        ('"C/"00000', 0, "C/00000"),
        ('"A"0000"AA"', 1021, "A1021AA"),
        (r"\A0000\X\Y", 1021, "A1021XY"),
        (r"000\-000", 123456, "123-456"),
        (r"000\-000", 1234567, "1234-567"),
        ("000-000", 123456, "123-456"),
        ('00"/"00"/"0000', 1021990, "01/02/1990"),
        ("0000 000 000", 7911123456, "7911 123 456"),
        ('0" years"', 45, "45 years"),
        ('General" x"', 7, "7 x"),
        ('"dmy"0', 5, "dmy5"),
        ("0", 12.7, "13"),
        ("0", 0.5, "1"),
        ("0.##", 1.5, "1.5"),
        ("0.00", 2.345, "2.35"),
        ("#,##0", 1234567, "1,234,567"),
        ("£#,##0.00", 1234.5, "£1,234.50"),
        ('[$£-809]#,##0;"("#,##0")"', -1234, "(1,234)"),
        ('_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', 1234.5, "£1,234.50"),
        ("0.0%", 0.256, "25.6%"),
        ("0,", 12345, "12"),
        ("0;;;@", 0, ""),
        ("0;;;@", 5, "5"),
        (";;;", 5, ""),
        ('"Yes";"Yes";"No"', 0, "No"),
        ('[<100]"low "0;"high "0', 5, "low 5"),
        ('[<100]"low "0;"high "0', 500, "high 500"),
        ("[Red]0", 3, "3"),
        ('"C/"0', -3, "-C/3"),
        ("# ?/?", 1.5, "1.5"),
        ("0.00E+00", 12345, "12345"),
        ('"A', 3, "A"),
        ("0" + "%" * 200, 1, "1" + "0" * 400 + "%" * 200),
        ("0." + "0" * 200, 1, "1." + "0" * 200),
        ("0", float("inf"), "#NUM!"),
        ('"C/"0', 1234567890123456, "1.23457E+15"),
    ],
)
def test_a_number_is_read_as_it_is_shown(code: str, value: float, shown: str) -> None:
    assert read_format(code).show(value) == (shown, False)


@pytest.mark.parametrize(
    ("code", "count", "shown"),
    [
        ("dd/mm/yyyy", 31242, "1985-07-14"),
        ("dd/mm/yyyy;@", 31242, "1985-07-14"),
        (r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", 31242, "1985-07-14"),
        ('d" of "mmmm', 31242, "1985-07-14"),
        ("mmm-yy", 31242, "1985-07-14"),
        ("[$-409]m/d/yy h:mm AM/PM;@", 31242.25, "1985-07-14 06:00:00"),
        ("d/m/y", 59, "1900-02-28"),
        ("d/m/y", 61, "1900-03-01"),
        ("d/m/y", 31241.9999999999, "1985-07-14"),
    ],
)
def test_a_date_is_written_as_iso(code: str, count: float, shown: str) -> None:
    assert read_format(code).show(count) == (shown, True)


@pytest.mark.parametrize(
    ("code", "count", "shown"),
    [
        ("h:mm", 0.5, "12:00:00"),
        ("d/m/y", 0, "00:00:00"),
        ("[h]:mm", 1.5, "36:00:00"),
        ("d/m/y", -1, "#VALUE!"),
        ("d/m/y", 3e9, "#VALUE!"),
        ("d/m/y;;", 0, ""),
    ],
)
def test_a_time_and_what_is_no_date_are_not_dates(code: str, count: float, shown: str) -> None:
    assert read_format(code).show(count) == (shown, False)


def test_days_may_be_counted_from_1904() -> None:
    assert read_format("d/m/y").show(29780, from_1904=True) == ("1985-07-14", True)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", "7/1"),
        ("@", "7/1"),
        ("0", "7/1"),
        ('"Ref "@', "Ref 7/1"),
        ('0;0;0;"C/"@', "C/7/1"),
        ("0;0;0;", ""),
        ("dd/mm/yyyy;@", "7/1"),
    ],
)
def test_a_text_may_have_a_format_too(code: str, shown: str) -> None:
    assert read_format(code).show_text("7/1") == shown


@pytest.mark.parametrize(("number", "shown"), [(0, "31242"), (14, "1985-07-14"), (3, "31,242")])
def test_formats_without_a_code_are_known_by_number(number: int, shown: str) -> None:
    assert read_format(find_built_in(number)).show(31242)[0] == shown


@given(st.integers(0, 10**15 - 1))
def test_a_whole_number_keeps_its_digits(value: int) -> None:
    assert show_plainly(float(value)) == str(value)
    assert read_format("0").show(float(value))[0] == str(value)
    assert read_format("#,##0").show(float(value))[0] == f"{value:,}"


@given(st.text(alphabet='0#?.,;"\\_*@[]dmyhs/ E+-%A$<>1', max_size=12), st.floats(-1e9, 1e9))
def test_any_format_shows_something(code: str, value: float) -> None:
    shown, is_date = read_format(code).show(value)
    assert isinstance(shown, str)
    assert not is_date or shown[4] == "-"
    assert isinstance(read_format(code).show_text("x"), str)
