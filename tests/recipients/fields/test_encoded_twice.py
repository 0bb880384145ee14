"""UTF-8 taken for something else is found in the cell as the list has it, letter by letter."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.encoded_twice import find_garbled

Check = Callable[..., CheckedList]
NAMES = (
    "Zoë|Siân|Seán|Ní Chraobh|Nà Chraobh|Łukasz|Ágnes|Šárka|Élodie|Ångström|Çağrı|Ayşe|Wójcik|"
    "Jiří|Dvořák|Őrsi|Żaneta|Ștefan|Țepeș|O’Neill|Ŵyn|Ỳstrad|Jõgi|Ðorðe|Þór|Nuñez|Müller|"
    "João|Ísold|Àngel|Øystein|Æsa|Œdipe|Ünal|Ýmir|Nguyễn|Trần|Иван|Ελένη"
).split("|")


def garble(name: str, encoding: str = "cp1252") -> str:
    """Read the UTF-8 of a name in another encoding, keeping bytes that it leaves undefined."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in name.encode())


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp850", "cp1250"])
@pytest.mark.parametrize("name", [name for name in NAMES if not name.isascii()])
def test_a_garbled_name_is_found_and_repaired(name: str, encoding: str) -> None:
    garbled = garble(name, encoding)
    if encoding == "cp1250" and any("\x7f" < letter < "\xa0" for letter in garbled):
        return  # it leaves more bytes undefined than the others
    fault = find_garbled(garbled)
    assert fault is not None
    assert (fault.code, fault.suggestion) == ("PM208", name)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_garbled_more_than_once_is_repaired(name: str) -> None:
    fault = find_garbled(garble(garble(name)))
    assert fault is not None
    assert fault.suggestion == name


@pytest.mark.parametrize("name", NAMES)
def test_a_right_name_is_let_through(name: str) -> None:
    assert find_garbled(name) is None
    assert find_garbled(name.upper()) is None
    assert find_garbled(f"“{name}”, {name}’s – {name.upper()}\u00a0{name.upper()}’S") is None


@pytest.mark.parametrize(
    "text",
    ["JOSÉ’S", "RENÉ–MARIE", "JOSÉ\u00a0LUÍS", "IRMÃ\u00a0SILVA", "SEPPÄLÄ\u00a0MATTI",
     "ÅSE\u00a0Å", "CONCEIÇÃO", "«élève»", "£5 – ½ °C", "BJÖRK™", "‚Änderung‘", "Ç…", "Î”"],
)  # fmt: skip
def test_right_letters_beside_symbols_are_let_through(text: str) -> None:
    assert find_garbled(text) is None


@given(st.sampled_from(NAMES), st.sampled_from(["Zoë", "Müller", "O’Neill", "Ann"]))
def test_a_cell_may_have_right_letters_beside_garbled_ones(name: str, right: str) -> None:
    fault = find_garbled(f"{garble(name)} {right}")
    assert fault is not None
    assert fault.suggestion == f"{name} {right}"


@pytest.mark.parametrize("name", ["SEÁN", "MÁIRE", "ÁINE", "DVOŘÁK", "NÍ CHRAOBH", "KOŃ", "PEÑA"])
def test_a_byte_that_is_left_undefined_is_of_no_encoding_that_has_all(name: str) -> None:
    fault = find_garbled(garble(name))
    assert fault is not None
    assert fault.suggestion == name


def test_a_letter_that_was_lost_before_cannot_be_repaired() -> None:
    for cell in ("Zo\ufffd Hart", garble("Zo\ufffd Hart")):
        fault = find_garbled(cell)
        assert fault is not None
        assert fault.suggestion is None


JOINED = (
    ("Nà Chraobh", "LEI", "R/1"), ("Łukasz Hart", "LEI", "R/1"), ("Ágnes Hart", "LEI", "R/1"),
    ("Šárka Hart", "LEI", "R/1"), ("Ann Hart", "LEI", "Ré/1"), ("Ann Hart", "LEI", "Rà/1"),
    ("Ann Hart", "HMP\u00a0Leeds", "R/1"), ("Zoë Hart", "LEI", "Ré/1"),
)  # fmt: skip


@pytest.mark.parametrize("row", JOINED)
def test_each_garbled_cell_of_a_list_joined_from_two_is_found(
    checked: Check, row: tuple[str, str, str]
) -> None:
    name, prison, reference = row
    content = (
        "Name,Prison No,Prison,Ref\r\nRené Hart,A1001XY,LEI,R/2\r\n".encode("cp1252")
        + f"{name},A1002XY,{prison},{reference}\r\n".encode()
    )
    found = checked(content)
    assert [entry.recipient.name for entry in found.good_rows] == ["René Hart"]
    assert {(problem.code, problem.line) for problem in found.problems} == {("PM208", 3)}


def test_what_else_is_wrong_with_a_garbled_row_is_said_too(checked: Check) -> None:
    found = checked(f"Name,Prison No,Prison\n{garble('Nà Hart')},A1O02XY,{garble('Zoë')}\n")
    assert sorted(each.code for each in found.problems) == ["PM204", "PM208", "PM208", "PM302"]


def test_a_letter_that_stands_alone_is_not_garbled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such cells are not searched, and would be searched in vain."""
    monkeypatch.setattr("prisonmail.recipients.fields.encoded_twice._SIDE_BY_SIDE", re.compile(""))
    for letter in (chr(point) for point in range(0x80, 0x2600)):
        assert not find_garbled(letter.join(" aZ'-~"))
