"""What a list says of whether a person is still in prison."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]
Found = list[tuple[str, str | None]]


def found_in(checked: Check, heading: str, value: str, prison: str = "LEI") -> Found:
    result = checked(f"Name,Prison No,Prison,{heading}\nAnn Hart,A1001XY,{prison},{value}\n")
    return [(problem.code, problem.heading) for problem in result.problems]


@pytest.mark.parametrize(
    "heading",
    [
        "Status",
        "STATUS ",
        "Client status",
        "Prisoner Status",
        "Current status",
        "Custody status",
        "Custodial status",
        "In custody",
    ],
)
@pytest.mark.parametrize("value", ["Released", "DECEASED", "Transferred", " absconded"])
def test_a_person_who_has_gone_gets_no_letter(checked: Check, heading: str, value: str) -> None:
    assert found_in(checked, heading, value) == [("PM307", heading.strip())]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Deceased", "the list says `Deceased`: the person has died"),
        ("died", "the list says `died`: the person has died"),
        ("Released", "the list says `Released`: the person is no longer in prison"),
        ("Discharged", "the list says `Discharged`: the person is no longer in prison"),
        ("Released on licence", "the list says `Released on licence`: the person is no longer in"),
        ("Deported", "the list says `Deported`: the person is no longer in prison"),
        ("Transferred", "the list says `Transferred`: the person may be in another prison by now"),
    ],
)
def test_it_is_said_what_the_list_says(checked: Check, value: str, said: str) -> None:
    (problem,) = checked(f"Name,Prison No,Prison,Status\nAnn Hart,A1001XY,LEI,{value}").problems
    assert problem.message.startswith(said)
    assert (problem.line, problem.column_letter, problem.value) == (2, "D", value)


@pytest.mark.parametrize(
    "value",
    [
        "Released.",
        "Released 3/4/26",
        "RELEASED (03/04/2026)",
        "Released on 3 April 2026",
        "Released: 3rd Apr 2026",
        "Transferred 1.12.26",
        "Moved in 2025",
        "Deceased 2025",
        "Time served",
        "RIP",
    ],
)
def test_a_date_beside_the_word_changes_nothing(checked: Check, value: str) -> None:
    assert found_in(checked, "Status", value) == [("PM307", "Status")]


@pytest.mark.parametrize(
    "value",
    [
        "Transferred to HMP Hull in 2019",
        "Moved to HMP Hull",
        "Released on licence; recalled",
        "Released - HDC",
        "Released from custody",
        "Discharged from hospital",
        "Acquitted",
    ],
)
def test_a_sentence_that_begins_with_the_word_is_warned_of(checked: Check, value: str) -> None:
    assert found_in(checked, "Status", value) == [("PW609", "Status")]


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Status", "Active"),
        ("Status", "Sentenced"),
        ("Status", "No"),
        ("Status", ""),
        ("Status", "To be released"),
        ("Matter status", "Transferred"),
        ("Case status", "Discharged"),
        ("Marital status", "Deceased"),
        ("Description", "Deceased"),
        ("In custody", "Yes"),
    ],
)
def test_nothing_is_guessed_from_other_words_and_other_columns(
    checked: Check, heading: str, value: str
) -> None:
    assert found_in(checked, heading, value) == []


@pytest.mark.parametrize(
    ("heading", "value", "prison", "code"),
    [
        ("In custody", "No", "LEI", "PW609"),
        ("In custody", "No", "", "PM306"),
        ("Status", "On bail", "LEI", "PW609"),
        ("Status", "On bail", "", "PM306"),
        ("Status", "Released under investigation", "LEI", "PW609"),
        ("Status", "Released", "", "PM307"),
        ("Status", "Released", "Narnia", "PM307"),
    ],
)
def test_bail_may_be_of_one_case_only_where_a_prison_is_named(
    checked: Check, heading: str, value: str, prison: str, code: str
) -> None:
    assert (code, heading) in found_in(checked, heading, value, prison)


def test_any_of_several_columns_can_stop_a_letter_and_none_of_them_the_list(
    checked: Check,
) -> None:
    found = checked(
        "Name,Prison No,Prison,Status,Client status,Custody status\n"
        "Ann Hart,A1001XY,LEI,Open,Deceased,\n"
        "Ben Hart,A1002XY,LEI,Open,,Yes\n"
        "Cal Hart,A1003XY,LEI,,,Released\n"
    )
    problems = [(each.code, each.line, each.heading, each.value) for each in found.problems]
    assert problems == [
        ("PM307", 2, "Client status", "Deceased"),
        ("PM307", 4, "Custody status", "Released"),
    ]
    assert [entry.row.line for entry in found.good_rows] == [3]


def test_those_left_out_as_not_in_custody_are_never_those_who_moved(checked: Check) -> None:
    rows = ("Released", "Deceased", "Transferred", "On bail", "Active")
    text = "\n".join(f"Ann Hart,A100{n}XY,LEI,{value}" for n, value in enumerate(rows))
    found = checked(f"Name,Prison No,Prison,Status\n{text}\n", skip_not_in_custody=True)
    assert found.skipped == {"not in custody": 3}
    assert [(problem.code, problem.value) for problem in found.problems] == [
        ("PM307", "Transferred")
    ]
    assert len(found.good_rows) == 1
