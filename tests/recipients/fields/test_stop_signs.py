"""Who the list says must not get a letter: the dead, the released, those who want none."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]
Found = list[tuple[str, str | None]]

YES = "Yes|Y|yes|TRUE|True|1|x|X|✓|✔|-1|Yes - see file|03/10/2026|3 October 2026|2026-10-03|46298"
NO = "No|N|no|FALSE|0|n/a|-|null|NULL|None|(null)||  "
UNCLEAR = "?|TBC|Unknown|see file|maybe|pending|not sure|ask Jane"


def found_in(checked: Check, heading: str, value: str, **options: bool) -> Found:
    cell = value.replace('"', '""')
    result = checked(f'Name,Prison No,Prison,{heading}\nAnn Hart,A1001XY,LEI,"{cell}"\n', **options)
    return [(problem.code, problem.heading) for problem in result.problems]


def pairs(headings: str, values: str) -> list[tuple[str, str]]:
    return [(heading, value) for heading in headings.split("|") for value in values.split("|")]


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        *pairs("Deceased|Is deceased|Date of death|DOD|Died on|Deceased Date", YES),
        *pairs("Deceased|Date of death", "Deceased|died|Died 3/10/26|2026|Oct 2026|circa 2025"),
        *pairs("Status Reason", "Deceased"),
        *pairs("Status", "Passed away|Client deceased|Client has died|Active - deceased"),
        *pairs("Outcome", "Deceased|Died|Client deceased"),
        *pairs("Next prison|Moving to", "HMP Hull|03/10/2026"),
        *pairs("Transferred|Moved", "Yes|Y|x|1|03/10/2026|HMP Hull|see file"),
        *pairs("Released|Is released", "Yes|Y|1|x|TRUE|03/10/2026|1 Oct 2026|Released|21/11/2026"),
    ],
)
def test_the_dead_and_the_released_get_no_letter(checked: Check, heading: str, value: str) -> None:
    assert found_in(checked, heading, value) == [("PM307", heading)]


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        *pairs(
            "Do not mail|Do not contact|Opted out|Suppress mail|No post|Gone away|Conflict", YES
        ),
        *pairs("Post|By post", "No|N|no.|FALSE|No post"),
        *pairs("Archived|File closed|Closed|Not active|Disinstructed|Exclude|Hold post", YES),
        *pairs("Conflict", "Conflict|Checked - conflict with Quill 3/10/26|Clear conflict 3/10/26"),
        *pairs(
            "Active|Is active|OK to write|Live client|Letters OK?",
            "No|N|FALSE|0|Inactive|Closed|archived",
        ),
        *pairs("Do not allow Mails", "Do Not Allow"),
        *pairs(
            "Status|Client status|File status",
            "Closed|CLOSED|Archived|Inactive|Closed 3/4/2026|Former client|Do not contact|Gone away"
            "|Do not mail|Opted out|Suppress mail|No post|Conflict|Do not contact until June"
            "|Active - do not mail|Live (no post)|Client closed",
        ),
    ],
)
def test_whoever_is_not_to_be_written_to_gets_no_letter(
    checked: Check, heading: str, value: str
) -> None:
    assert found_in(checked, heading, value) == [("PM316", heading)]


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        *pairs("Deceased|Date of death|Released|Do not mail|Conflict|Archived", NO),
        *pairs("Released", "03/10/2030|Not released"),
        *pairs("Deceased", "Alive|living"),
        *pairs("Active", "Yes|Y|TRUE|1|Active|current|Open|"),
        *pairs("Do not allow Mails", "Allow"),
        *pairs("Status|Client status|File status|Matter status", "Open|Active|Current|Pending"),
        *pairs("File status", "Transferred|Sent to storage"),
        *pairs("Custody status", "Closed|Closed conditions"),
        *pairs("Email opt out|Marketing opt-out|Do not telephone|Do not email", "Yes|x|1"),
        *pairs("Notes|Alert", "Visit Tuesday|Not deceased|Letter about released goods|Do call"),
        *pairs("Date of death", "0000-00-00|00/00/0000"),
        *pairs(
            "Conflict",
            "Clear|Checked|Done|None identified|No conflict|Clear 03/10/2026|"
            "No - checked 3/10/26|Check done",
        ),
        *pairs("Transferred|Moved|Next prison", "No|n/a||Not moved"),
        *pairs("Outcome", "Guilty|Released|Discharged|Closed|No further action|"),
        *pairs("Post", "Yes|1st class|Sent 3/10/26|0|LS1 2NE|?|"),
        *pairs("Closed date", "||00/00/0000|n/a|Open"),
        *pairs(
            "Notes", "Conflict check done|No contact with complainant|Released under investigation"
        ),
    ],
)
def test_no_letter_is_stopped_without_a_reason(checked: Check, heading: str, value: str) -> None:
    assert found_in(checked, heading, value) == []


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        *pairs("Deceased|Is deceased|Released|Do not mail|Conflict|Active|Archived", UNCLEAR),
        *pairs("Released", "05/12/2026"),
    ],
)
def test_what_is_not_clear_is_asked_about_and_not_printed(
    checked: Check, heading: str, value: str
) -> None:
    assert found_in(checked, heading, value) == [("PM317", heading)]


@pytest.mark.parametrize("value", ["#UNCALCULATED!", "#N/A", "#REF!", "#####"])
@pytest.mark.parametrize("heading", ["Deceased", "Do not mail", "Released", "Active"])
def test_a_value_that_is_lost_may_have_been_yes(checked: Check, heading: str, value: str) -> None:
    assert found_in(checked, heading, value) == [("PM210", heading)]


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        *((*each, "PW630") for each in pairs("Matter status|Case status", "Closed|Archived 2026")),
        *((*each, "PW630") for each in pairs("Closed date|Closed on", "03/10/2026|2026-10-03")),
        *((*each, "PW630") for each in pairs("Status|Client status", "Closed - reopened 3/26")),
        *(
            (*each, "PW631")
            for each in pairs(
                "Notes|Comments|Alert|Remarks",
                "Deceased|DECEASED 3/10/26, tell counsel|do not write|Do not contact - see file|"
                "*** DO NOT MAIL ***|no post please|Released on 3 May|client died in May|Gone away|"
                "Don't write to him|No longer instructed|RIP|Moved to HMP Hull 12/10/26|"
                "now at HMP Hull|Transferred to Hull",
            )
        ),
    ],
)
def test_a_closed_matter_and_a_note_are_warned_of(
    checked: Check, heading: str, value: str, code: str
) -> None:
    assert found_in(checked, heading, value) == [(code, heading)]


def test_it_is_said_in_one_problem_what_all_columns_say(checked: Check) -> None:
    (problem,) = checked(
        "Name,Prison No,Prison,Deceased,Deceased Date\nAnn Hart,A1001XY,LEI,Yes,03/10/2026\n"
    ).problems
    assert problem.message == (
        "the list says `Deceased: Yes`, `Deceased Date: 03/10/2026`: the person has died"
    )
    assert (problem.line, problem.column_letter, problem.value) == (2, "D", "Yes")


def test_a_row_that_is_stopped_is_not_complained_of_further(checked: Check) -> None:
    found = checked("Name,Prison No,Prison,Deceased\n,A1O01XY,LEI,Yes\n")
    assert [problem.code for problem in found.problems] == ["PM307"]
    found = checked("Name,Prison No,Prison,Deceased\nAnn Hart,A1O01XY,LEI,perhaps\n")
    assert sorted(problem.code for problem in found.problems) == ["PM204", "PM317"]


def test_the_dead_are_not_in_custody_but_those_not_to_be_written_to_may_be(
    checked: Check,
) -> None:
    found = checked(
        "Name,Prison No,Prison,Deceased,Released,Do not mail\n"
        "Ann Hart,A1001XY,LEI,Yes,,\n"
        "Ben Hart,A1002XY,LEI,,Yes,\n"
        "Cal Hart,A1003XY,LEI,,,Yes\n"
        "Dee Hart,A1004XY,LEI,no,no,no\n",
        skip_not_in_custody=True,
    )
    assert found.skipped == {"not in custody": 2}
    assert [(problem.code, problem.line) for problem in found.problems] == [("PM316", 4)]
    assert [entry.row.line for entry in found.good_rows] == [5]


def test_a_status_that_is_certain_comes_before_one_that_may_be(checked: Check) -> None:
    (problem,) = checked(
        "Name,Prison No,Prison,Status,Client status\nAnn Hart,A1001XY,LEI,On bail,Deceased\n"
    ).problems
    assert (problem.code, problem.heading) == ("PM307", "Client status")
