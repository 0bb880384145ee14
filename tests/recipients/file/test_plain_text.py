"""The delimiter of a list, as the list states it or as the user says."""

from collections.abc import Callable

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.plain_text import parse_delimiter, read_stated_delimiter

Check = Callable[..., CheckedList]


HEAD = "Name,Prison number,Prison,Notes\r\n"
ROW = "Tarquin Oddwell,A1001XY,HMP Leeds,ok\r\n"


@pytest.mark.parametrize(
    ("name", "character"), [("semicolon", ";"), ("tab", "\t"), (";", ";"), ("\\t", "\t")]
)
def test_a_delimiter_can_be_named(checked: Check, name: str, character: str) -> None:
    found = checked((HEAD + ROW).replace(",", character), delimiter=name)
    assert len(found.good_rows) == 1


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
