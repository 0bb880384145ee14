"""People above the headings, below other headings or titles, and beside the table."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.recipient import Field

Check = Callable[..., CheckedList]
HEAD = "Name,DOB,Prison No,Prison\n"
ANN = "Ann Hart,12/03/1980,A1001XY,HMP Leeds\n"
BEN = "Ben Dale,13/04/1981,A1002XY,HMP Hull\n"


def errors(found: CheckedList) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in found.errors]


@pytest.mark.parametrize(
    "above",
    [
        ANN, "Ann Hart,,A1O01XY,HMP Leeds\n", "Ann Hart,12/03/1980,,HMP Leeds\n",
        "Ann Hart,,,HMP Leeds\n", "A1001XY\n", "Name,Prison No,Prison\nAnn Hart,A1001XY,Leeds\n",
        "DOB,Name,Prison\n12/03/1980,Ann Hart,Leeds\n",
    ],
)  # fmt: skip
def test_people_above_the_headings_are_not_taken_for_titles(checked: Check, above: str) -> None:
    for below in ("", BEN):
        found = checked(above + HEAD + below)
        assert [problem.code for problem in found.problems] == ["PM120"]
        assert not found.good_rows


@pytest.mark.parametrize(
    "above",
    [
        "Greenstone Chambers,,,Leeds\n", "Establishment,HMP Leeds\n", "Report date,09/03/2026\n",
        "From,01/01/2010,To,31/12/2025\n", "Date from,01/01/2010\n", "Fee earner: Ann Hart\n",
        "Clients in custody,,,HMP Leeds\n", "Prison:,HMP Leeds,Born before:,01/01/2000\n",
    ],
)  # fmt: skip
def test_titles_above_the_headings_are_no_people(checked: Check, above: str) -> None:
    found = checked(above + HEAD + BEN)
    assert not found.problems
    assert found.skipped == {"title": 1}
    assert list(found.skipped_rows) == [(1, "title")]


@pytest.mark.parametrize(
    "headings",
    [
        "Name,Prison No,DOB,Prison\n", "Name,Prison No,Prison\n", "Client,Born,NOMS,HMP\n",
        "Surname,Forename,Prison No,Prison\n", "Ref,DOB,Prison No,Prison\n",
    ],
)  # fmt: skip
def test_people_below_other_headings_are_not_read(checked: Check, headings: str) -> None:
    for gap in ("", "\n"):
        found = checked(f"{HEAD}{ANN}{gap}{headings}{BEN}")
        line = 3 + len(gap)
        assert errors(found) == [("PM407", line), ("PM406", line + 1)]
        assert len(found.good_rows) == 1


@pytest.mark.parametrize(
    "title",
    [
        "Files closed: no further letters", "Released", "Section B: Appeals", "Former clients",
        "Deceased 2025", "No longer in custody", "Released,,,2", "Status:,Released",
        "Transferred to other firms",
    ],
)  # fmt: skip
def test_people_below_a_title_that_parts_them_are_not_read(checked: Check, title: str) -> None:
    for between in ("", "\n"):
        for headings in ("", HEAD):
            found = checked(f"{HEAD}{ANN}{between}{title}\n{headings}{BEN}")
            assert [code for code, _ in errors(found)] == ["PM407", "PM406"]
            assert [entry.recipient.name for entry in found.good_rows] == ["Ann Hart"]


def test_any_words_alone_above_repeated_headings_are_a_title(checked: Check) -> None:
    found = checked(f"{HEAD}{ANN}\nAppeals\n{HEAD}{BEN}")
    assert ("PM406", 6) in errors(found)
    named = checked(f"{HEAD}{ANN}\nEric Brown\n{HEAD}{BEN}")
    assert ("PM406", 6) in errors(named)


@pytest.mark.parametrize("title", ["HMP Hull", "Fee earner: Eric Brown", "Office: Leeds"])
def test_a_title_that_says_nothing_of_letters_stops_only_its_own_row(
    checked: Check, title: str
) -> None:
    found = checked(f"{HEAD}{ANN}\n{title}\n{HEAD}{BEN}")
    assert len(found.good_rows) == 2
    assert {line for _, line in errors(found)} == {4}


@pytest.mark.parametrize("row", ["Dan Lee,,,", "Released,14/05/1982,A1003XY,HMP Exeter"])
def test_a_person_is_no_title(checked: Check, row: str) -> None:
    found = checked(f"{HEAD}{ANN}\n{row}\n{BEN}")
    assert "PM407" not in {code for code, _ in errors(found)}
    assert "Ben Dale" in [entry.recipient.name for entry in found.good_rows]


def test_rows_that_are_not_chosen_may_begin_another_table(checked: Check) -> None:
    head = "Name,Prison No,Prison,Office\n"
    rows = "Ann Hart,A1001XY,HMP Leeds,Leeds\nReleased,,,\nBen Dale,A1002XY,HMP Hull,Leeds\n"
    found = checked(head + rows, where=(("Office", "Leeds"),))
    assert errors(found) == [("PM407", 3), ("PM406", 4)]


def test_the_same_holds_when_the_rejected_rows_are_read_again(checked: Check) -> None:
    rows = (
        "Problem,Ref,Forename,Surname,Prison No,Prison\n"
        "PM407 other headings,Ref,Surname,Forename,Prison No,Prison\n"
        "PM406 below,2103,Dunwiddy,Cosmo,A1023XY,HMP Hull\n"
    )
    assert errors(checked(rows)) == [("PM407", 2), ("PM406", 3)]


@pytest.mark.parametrize(
    "headings", ["Client,HMP,NOMS", "Client,NOMS,Cell", "Client,HMP,Cell", "Client,Cell,Born"]
)
def test_a_second_person_beside_the_first_is_never_lost(checked: Check, headings: str) -> None:
    cells = {"Client": "Cal Dean", "HMP": "HMP Hull", "NOMS": "A1003XY", "Cell": "2"}
    right = ",".join(cells.get(heading, "") for heading in headings.split(","))
    text = f"Name,Prison,Prison No,,{headings}\nBen Dale,HMP Send,A1002XY,,,,\n"
    text += f"Ann Hart,HMP Leeds,A1001XY,,{right}\n"
    chosen = ((Field.NAME, "A"), (Field.PRISON, "B"), (Field.PRISON_NUMBER, "C"))
    found = checked(text, mapping=chosen)
    alone = headings == "Client,Cell,Born"  # a name and nothing else is nobody to write to
    assert [problem.code for problem in found.errors] == ([] if alone else ["PM121"])


def test_columns_that_repeat_a_person_in_other_words_are_no_second_person(checked: Check) -> None:
    text = (
        "Name,Prison No,Prison,Client,NOMS\n"
        'Ann Hart,A1001XY,HMP Leeds,"HART, Ann (Ms)",a1001xy\n'
        "Ben Dale,A1002XY,HMP Hull,B Dale,\n"
    )
    found = checked(text, mapping=((Field.NAME, "A"), (Field.PRISON_NUMBER, "B")))
    assert not found.problems
