"""Archives: parts by name, and no more of them than memory has room for."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.workbooks import zip_parts
from prisonmail.recipients.file.workbooks.grid import WorkbookUnreadable
from prisonmail.recipients.file.workbooks.zip_parts import ZipParts
from tests.recipients.file.workbooks.makers import flat_ods, ods_cells, ods_table, xlsx, zip_of

Check = Callable[..., CheckedList]


@pytest.mark.parametrize("name", ["xl/workbook.xml", "XL\\Workbook.xml", "/xl/a/../workbook.xml"])
def test_a_part_is_found_however_its_name_is_spelt(name: str) -> None:
    parts = ZipParts(zip_of({"xl\\Workbook.xml": "x"}))
    assert name in parts
    assert parts.read(name) == b"x"
    assert parts.names == {"xl/workbook.xml"}


def test_no_more_is_unpacked_than_a_list_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ZipParts(zip_of({"a": bytes(300_000)}))
    assert len(parts.read("a")) == 300_000
    with pytest.raises(WorkbookUnreadable):
        parts.read("a", 200_000)
    monkeypatch.setattr(zip_parts, "MOST_UNPACKED", 100_000)
    read = 0
    with pytest.raises(WorkbookUnreadable):
        for chunk in parts.read_chunks("a"):
            read += len(chunk)
    assert read <= 100_000


BILLION_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("part", ["sheet", "strings", "ods"])
def test_a_part_that_grows_beyond_measure_is_refused(
    checked: Check, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(zip_parts, "MOST_UNPACKED", 1_000_000)
    much = "7" * 2_000_000
    content = {
        "sheet": xlsx(f'<row r="1"><c r="A1"><v>{much}</v></c></row>'),
        "strings": xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=f"<si><t>{much}"),
        "ods": zip_of({"content.xml": flat_ods(ods_table([ods_cells(much)]))}),
    }[part]
    (problem,) = checked(content).problems
    assert problem.code == "PM126"


def test_entities_are_refused(checked: Check) -> None:
    bomb = flat_ods(ods_table([ods_cells("&b;")])).replace(b"?>", b"?>" + BILLION_LAUGHS, 1)
    (problem,) = checked(bomb).problems
    assert (problem.code, "damaged" in problem.message) == ("PM101", True)
