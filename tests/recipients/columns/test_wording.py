"""Words in a heading that add nothing to it, and words that make another column of it."""

import pytest

from prisonmail.recipients.columns.headings import guess
from prisonmail.recipients.columns.wording import find_leading_part
from prisonmail.recipients.recipient import Field

IS_THE_FIELD = {
    Field.NAME: "Name (required)|Name (client)|Name - client|Name [client]|Client: Name|"
    "Name (in full)|"
    "Name of client|Name of the prisoner|Client's full name|Prisoner's name|"
    "Full Name (Surname First)|Surname, Forename|Forename Surname|Last name, first name|"
    "Surname & initials|Surname/Forename|"
    "Title, forename and surname|First, middle and last name|Name (Last, First)|* Name|"
    "Name (please use block capitals)|Name (client's)|Name (Mr/Mrs)|"
    "Full name (as on warrant)",
    Field.FORENAME: "Christian name|Christian Name(s)|Forename / First name|First/given name|"
    "Forename of client|Name (first)|Forename(s) (optional)|Fname",
    Field.MIDDLE_NAME: "Second name|Other names|Middle initial|Middle Name(s)|Name (middle)",
    Field.SURNAME_PREFIX: "Surname prefix|Tussenvoegsel|Van|Last name prefix|"
    "Client's surname prefix",
    Field.SURNAME: "Surname (in capitals)|Surname (client)|Surname/Family name|Name (last)|"
    "Client's surname|Surname of prisoner|SURNAME (CAPS)",
    Field.SUFFIX: "Suffix|Name suffix|Suffix (if any)",
    Field.PRISON_NUMBER: "Prison number (NOMS)|Number (prison)|NOMIS/Prison no|Prisoner/NOMS No|"
    "Prison number (e.g. A1234BC)|Prison No. (if known)|Number of prisoner|Prison NOMS|"
    "Prison number (NOMS number)|Prison or NOMS number|Prison number (A1234BC)",
    Field.DATE_OF_BIRTH: "Date of birth (dd/mm/yyyy)|DOB*|DOB (D/M/Y)|DOB / Date of birth|"
    "Date of birth of client|Client: Date of birth|Defendant's DOB|Date of birth (client)|"
    "Date of birth (DOB)|D.O.B. (yyyy-mm-dd)|DOB (if no prison number)",
    Field.PRISON: "Prison (current)|Prison - current|Prison [current]|Prison of client|"
    "Name of prison|"
    "Current prison name|Prisoner's current prison|Prison (HMP/YOI)|Prison or YOI|HMP/YOI|"
    "Prison (as at 1 May 2026)|Prison (as at 01/05/2026)|Prison (HMP Leeds etc.)|Prison (code)|"
    "Which prison?",
    Field.ADDRESS: "Address of prison|Address (prison)|Address (current)",
    Field.STATUS: "Status (client)|Status (as told)|Status (Released/Remand)",
    Field.CUSTODY: "In custody (Y/N)|In custody? (yes/no)",
    Field.RELEASE_DATE: "Release date (CRD)|Release date (expected)",
}  # fmt: skip
IS_ANOTHER_COLUMN = (
    "Prison (previous)|Prison [old]|Prison: previous|Prison - previous|Prison – previous|"
    "Prison (last)|Prison (first)|Prison (from)|Prison (to)|Prison (if different)|"
    "Prison (not current)|Prison (at sentence)|Prison (on arrest)|Prison (on 1st remand)|"
    "Prison (moved from)|Prison (formerly)|Previous: Prison|Previous prison|Prison, previous|"
    "Prison/previous|Prison (strange)|Old prison number|Prison number (old)|Prison number or CRO|"
    "Name (solicitor)|Name - solicitor|Solicitor: name|Solicitor name|Name of solicitor|"
    "Client's solicitor name|Name of client's solicitor|Name (next of kin)|Next of kin name|"
    "Name (alias)|Name (known as)|Name (firm)|Name of firm|Name of court|Name of partner|Alias|"
    "Former surname|Surname (previous)|Surname (at birth)|Date of birth (child)|DOB (partner)|"
    "Partner DOB|DOB (mm/dd/yyyy)|Name/DOB|Number of clients|Status (matter)|Status (previous)|"
    "Release date (partner)|Prison\nprevious|Prison (old|()|/|Name of client (previous)"
)


@pytest.mark.parametrize(
    ("heading", "field"),
    [(each, field) for field, headings in IS_THE_FIELD.items() for each in headings.split("|")],
)
def test_a_heading_may_say_how_it_is_written_and_whose_it_is(heading: str, field: Field) -> None:
    found = guess(heading)
    assert found is not None
    assert found.field is field


@pytest.mark.parametrize("heading", IS_ANOTHER_COLUMN.split("|"))
def test_a_heading_about_somebody_else_or_another_time_is_another_column(heading: str) -> None:
    assert guess(heading) is None


@pytest.mark.parametrize(
    ("heading", "leading"),
    [
        ("Surname, Forename", Field.SURNAME), ("Last name, first name", Field.SURNAME),
        ("Full name (surname first)", Field.SURNAME), ("Forename Surname", Field.FORENAME),
        ("First and last name", Field.FORENAME), ("Surname", None), ("First name", None),
        ("Fee earner forename, surname", None),
    ],
)  # fmt: skip
def test_a_heading_that_lists_both_parts_says_which_comes_first(
    heading: str, leading: Field | None
) -> None:
    assert find_leading_part(heading) is leading
