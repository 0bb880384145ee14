"""What people write into the cell of a name beside the name."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.name_notes import find_note

Check = Callable[..., CheckedList]


@pytest.mark.parametrize(
    "written",
    [
        "Jones - deceased",
        "Jones (deceased)",
        "JONES (DECEASED)",
        "Deceased: John Jones",
        "Jones, John (deceased)",
        "John Jones dec'd",
        "John Jones dec’d",
        "John Jones decd",
        "John Jones (dec)",
        "John Jones - RIP",
        "John Jones RIP",
        "John Jones (died 2024)",
        "Estate of John Jones",
        "The Estate of John Jones",
        "Estate late John Jones",
        "The late John Jones",
        "The Executors of John Jones",
        "Executors of the Estate of John Jones",
        "Executrix of J Jones",
        "Exors of J Jones",
        "Personal Representatives of John Jones",
        "Executors and Trustees of John Jones",
    ],
)
def test_a_name_that_says_the_person_has_died_is_an_error(checked: Check, written: str) -> None:
    found = checked(f'Name,Prison No,Prison\n"{written}",A1001XY,LEI\n')
    assert [problem.code for problem in found.problems] == ["PM213"]
    assert next(iter(found.problems)).message == f"`{written}` says that the person has died"
    assert not found.good_rows


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("John Jones aka Jack Smith", "John Jones"),
        ("John Jones AKA Jack Smith", "John Jones"),
        ("John Jones a.k.a. Jack Smith", "John Jones"),
        ("John Jones a/k/a Jack Smith", "John Jones"),
        ("John Jones (aka Jack Smith)", "John Jones"),
        ("John Jones, aka Jack Smith", "John Jones"),
        ("Jones, John aka Jack", "John Jones"),
        ("John Jones alias Smith", "John Jones"),
        ("John Jones (also known as Jack)", "John Jones"),
        ("Mr John Jones fka Smith", "John Jones"),
        ("Ann Jones née Smith", "Ann Jones"),
        ("Ann Jones (formerly Smith)", "Ann Jones"),
    ],
)
def test_of_two_names_the_first_is_printed_with_a_warning(
    checked: Check, written: str, name: str
) -> None:
    found = checked(f'Name,Prison No,Prison\n"{written}",A1001XY,LEI\n')
    assert [problem.code for problem in found.problems] == ["PW612"]
    assert [entry.recipient.name for entry in found.good_rows] == [name]
    assert written in next(iter(found.problems)).message


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("John Jones RELEASED", "PM307"),
        ("John Jones - released", "PM307"),
        ("John Jones (transferred)", "PM307"),
        ("John Jones deported 2025", "PM307"),
        ("John Jones, no longer there", "PM307"),
        ("Do not post: John Jones", "PM202"),
        ("John Jones DO NOT POST", "PM202"),
        ("John Jones DUPLICATE", "PM202"),
        ("ex-client John Jones", "PM202"),
        ("Ann Jones on behalf of John Jones", "PM202"),
        ("Mother of John Jones", "PM202"),
        ("R v John Jones", "PM202"),
        ("Regina -v- Jones", "PM202"),
        ("John Jones v CPS", "PM202"),
        ("The Governor", "PM202"),
        ("As above", "PM202"),
        ("Same as above", "PM202"),
        ("ditto", "PM202"),
        ("Ditto", "PM202"),
        ("same", "PM202"),
        ("To follow", "PM202"),
        ("xxx", "PM202"),
        ("Messrs Jones", "PM202"),
        ("The Jones Family", "PM202"),
        ("Jones Bros", "PM202"),
        ("John Jones et al", "PM202"),
        ("John Jones - appeal", "PM202"),
        ("John Jones – second matter", "PM202"),
        ("JOHN JONES - APPEAL", "PM202"),
        ("Jones, John -- see file", "PM202"),
        ("John Jones DOB 1/2/1980", "PM202"),
        ("John Jones (d.o.b. 1 Feb 1980)", "PM202"),
        ("Ann Jones, HMP Leeds", "PM202"),
        ("Ann Jones HMP Leeds", "PM202"),
        ("Ann Jones, Leeds Prison", "PM202"),
        ("Jones, HMYOI", "PM202"),
        ("Ann Jones, B Wing", "PM202"),
        ("Jones, Ann, C2 wing", "PM202"),
        ("Ann Jones, co-defendant", "PM202"),
        ("Jones, Ann (co-accused)", "PM202"),
        ("Ann Jones, prisoner", "PM202"),
        ("Test client", "PM202"),
    ],
)
def test_what_is_not_only_a_name_is_printed_on_no_letter(
    checked: Check, written: str, code: str
) -> None:
    found = checked(f'Name,Prison No,Prison\n"{written}",A1001XY,LEI\n')
    assert [problem.code for problem in found.problems] == [code]
    assert written in next(iter(found.problems)).message
    assert not found.good_rows


@pytest.mark.parametrize("written", ["Jones aka Smith, John", "John Jones (aka Jack) Smith"])
def test_two_names_that_cannot_be_told_apart_are_an_error(checked: Check, written: str) -> None:
    found = checked(f'Name,Prison No,Prison\n"{written}",A1001XY,LEI\n')
    assert [problem.code for problem in found.problems] == ["PM202"]


@pytest.mark.parametrize(
    ("forename", "surname", "codes", "heading"),
    [
        ("John aka Jack", "Jones", ["PW612"], "Forename"),
        ("John", "Jones aka Smith", ["PW612"], "Surname"),
        ("John", "Jones (deceased)", ["PM213"], "Surname"),
        ("Estate of John", "Jones", ["PM213"], "Forename"),
        ("Executors of", "Jones", ["PM213"], "Forename"),
    ],
)
def test_names_in_parts_are_read_part_by_part(
    checked: Check, forename: str, surname: str, codes: list[str], heading: str
) -> None:
    found = checked(f"Forename,Surname,Prison No,Prison\n{forename},{surname},A1001XY,LEI\n")
    assert [(each.code, each.heading) for each in found.problems] == [(codes[0], heading)]
    assert [each.recipient.name for each in found.good_rows] in ([], ["John Jones"])


@pytest.mark.parametrize(
    "name",
    [
        "John K Jones",
        "Dee Late",
        "Kaka Nakamura",
        "Alias Oddwell",
        "Tarquin Estate",
        "Ezekiel Akande",
        "Mary Trustee",
        "Declan Ripley",
        "Late Tupou",
        "R V Jones",
        "Or Cohen",
        "Ann Governor",
        "Governor",
        "Ann Hart - Jones",
        "Ann Hart - van Jones",
        "ann hart - jones",
        "Ditto Hart",
        "Ann Missing",
        "John Same",
        "John Brothers",
        "Trial Dobson",
        "Milan Dob",
        "Ann Wing",
        "A Wing",
        "Hmpreet Yoinson",
    ],
)
def test_names_that_only_look_like_it_are_names(name: str) -> None:
    assert find_note(name) is None


def test_a_cell_of_very_many_brackets_is_refused_at_once(checked: Check) -> None:
    found = checked(f'Name,Prison No,Prison\n"John aka{"(" * 100_000}x",A1001XY,LEI\n')
    assert [problem.code for problem in found.problems] == ["PM202"]
