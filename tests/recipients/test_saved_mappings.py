"""A mapping that is saved under a name comes back, even if a heading stands there twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.saved_mappings import list_choices, load, save

Check = Callable[..., CheckedList]


@pytest.mark.usefixtures("home")
def test_a_mapping_reads_the_next_list_as_it_read_the_first(checked: Check) -> None:
    first = checked(
        "Who,Number,Where\nAnn Hart,A1001XY,LEI\n",
        mapping=(
            (Field.NAME, "Who"),
            (Field.PRISON_NUMBER, "B"),
            (Field.PRISON, "Where"),
        ),
    )
    path = save("our firm", first)
    assert path.name == "our firm.json"
    again = checked("Who,Number,Where\nBen Hart,A1002XY,LEI\n", mapping=load("our firm"))
    assert again.columns == first.columns
    assert [good.recipient.name for good in again.good_rows] == ["Ben Hart"]


def test_a_heading_that_stands_there_twice_is_kept_as_its_letter(checked: Check) -> None:
    found = checked(
        "Name,Number,Prison,Number\nAnn Hart,A1001XY,LEI,7\n",
        mapping=((Field.PRISON_NUMBER, "B"),),
    )
    assert dict(list_choices(found)) == {"name": "Name", "prison number": "B", "prison": "Prison"}


def test_a_list_without_headings_has_no_choices(checked: Check) -> None:
    assert list_choices(checked("")) == ()


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 61])
def test_a_name_that_could_leave_the_folder_is_refused(name: str) -> None:
    with pytest.raises(WrongUsage):
        load(name)


def test_a_mapping_that_is_missing_names_those_that_there_are(home: Path, checked: Check) -> None:
    save("firm", checked("Name,NOMS No,Prison\nAnn Hart,A1001XY,LEI\n"))
    with pytest.raises(InputMissing) as missing:
        load("frim")
    assert missing.value.message == "There is no mapping called frim. There is: firm."
    (home / "mappings" / "firm.json").write_text("[]")
    with pytest.raises(InputMissing, match="cannot be read"):
        load("firm")
