"""The delimiter of a list, as the list states it or as the user says."""

from collections.abc import Callable

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.plain_text import (
    parse_delimiter,
    read_stated_delimiter,
    unify_quotes,
)

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


LIST = 'Name,Prison No,Prison\n"Hart, Ann",A1001XY,"HMP Leeds"\nBen Hart,A1002XY,Hull\n'
WRAPPED = "".join('"' + line.replace('"', '""') + '"\n' for line in LIST.splitlines())
CURLY = "“Name”,“Prison No”,“Prison”\n“Hart, Ann”,“A1001XY”,“HMP Leeds”\nBen Hart,A1002XY,“Hull”\n"


@pytest.mark.parametrize(
    "text",
    [
        LIST, WRAPPED, CURLY, WRAPPED.replace('"\n', '",,,\n'), "sep=,\n" + WRAPPED,
        CURLY.replace("“", "„").replace("”", "“"), CURLY.replace("“", "”"),
        CURLY.replace("“", "«").replace("”", "»"),
        CURLY.replace(",", ";").replace("Hart; ", "Hart, "),
        "\ufeff" + LIST, "\ufeff\ufeff\ufeff" + LIST, "\ufeff" + CURLY, "\ufeff" + WRAPPED,
        "\ufeffsep=,\n\ufeff" + LIST, LIST.replace("Ben", "\ufeffBen"),
        LIST.replace("\n", "\r"), LIST.replace("\n", "\x85"), LIST.replace("\n", "\u2028"),
        LIST.replace("\n", "\u2029"), WRAPPED.replace("\n", "\r\n"),
        LIST.replace('"Hart, Ann"', "Ann Hart").replace(",", "\t"),
        '"Name"\t"Prison No"\t"Prison"\n"Hart, Ann"\tA1001XY\t"HMP Leeds"\nBen Hart\tA1002XY\tHull',
        LIST.replace(",A", "    ,A").replace("Prison No", "Prison No   "),
    ],
)  # fmt: skip
def test_a_list_is_read_however_its_lines_are_quoted_and_end(checked: Check, text: str) -> None:
    found = checked(text)
    people = [(each.recipient.name, each.recipient.prison.code) for each in found.good_rows]
    assert people == [("Ann Hart", "LEI"), ("Ben Hart", "HLI")]
    assert not found.problems


def test_quotes_are_left_alone_in_other_lists() -> None:
    for lines in ([LIST], ['"a"\n', '"b"\n'], ["“Ann” said,x\n"], ['"a,b",c\n'], []):
        assert list(unify_quotes(lines)) == lines


def test_a_long_cell_is_no_open_quote_and_an_open_quote_is_still_found(checked: Check) -> None:
    notes = "x" * 1_500_000
    for cell in (notes, f'"{notes}"', '"' + "line\n" * 300_000 + '"'):
        assert len(checked(f"{HEAD}Ann Hart,A1001XY,Leeds,{cell}\r\n").good_rows) == 1
    found = checked(HEAD.replace(",", ";") + f"Ann Hart;A1001XY;Leeds;{notes}\r\n")
    assert len(found.good_rows) == 1
    found = checked(f'{HEAD}Ann Hart,A1001XY,Leeds,"{notes}\r\n{ROW}')
    assert [problem.code for problem in found.problems] == ["PM107"]
