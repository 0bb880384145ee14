"""Numbers in headings: whose column it is, and which numbers say nothing of that."""

import pytest

from prisonmail.recipients.columns.numbered import ANOTHER, read_heading
from prisonmail.recipients.recipient import Field

NUMBERED = {
    (Field.NAME, 1): "Client 1 Name|Client 1|First client|Client A|Name 1|Name_x|Client one|"
    "Person 1",
    (Field.NAME, 2): "Client 2 Name|Client Name 2|Second client|2nd Prisoner's name|Name_2|Name_y|"
    "Client2Name|Client #2 Name|Client B Name|Name (client 2)|Name (second client)|Person 2 Name|"
    "Client 2 - Name|Client (2) Name|Name (2)|Second client's full name|Defendant 2",
    (Field.NAME, ANOTHER): "Co-defendant name|Co-accused name|Codefendant|Other client|"
    "Additional client name|"
    "Name (co-defendant)|Co-client|Joint client",
    (Field.PRISON, 1): "Prison.1|Prison_1|Client 1 Prison|Prison (1)",
    (Field.PRISON, 2): "Prison 2|Prison.2|Prison2|Prison (2)|Prison #2|Second prison|Prison two|"
    "Client 2's prison|Prison - client 2|Prison_y",
    (Field.PRISON_NUMBER, 2): "Prison No 2|Prison No. (2)|Client 2 NOMS number|NOMS2",
    (Field.DATE_OF_BIRTH, 2): "DOB 2|Client 2: DOB|Second client date of birth",
    (Field.DATE_OF_BIRTH, ANOTHER): "Codefendant DOB",
    (Field.FORENAME, 1): "Forename 1|First forename|1st forename|Given name 1|Client 1 First Name",
    (Field.FORENAME, 2): "Forename 2|Second forename|Given name 2|Christian name 2|First name 2|"
    "Second Client First Name",
    (Field.SURNAME, 2): "Surname 2|Second surname|Client 2 Surname",
    (Field.ADDRESS, 0): "Address 1|Address line 2|Address 2",
    (Field.MIDDLE_NAME, 0): "Second name|Other names",
    (Field.STATUS, 1): "Client 1 status",
}  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "field", "number"),
    [(each, *known) for known, headings in NUMBERED.items() for each in headings.split("|")],
)
def test_a_heading_says_whose_it_is(heading: str, field: Field, number: int) -> None:
    found = read_heading(heading)
    assert found is not None
    assert (found.field, found.number) == (field, number)


@pytest.mark.parametrize(
    "heading",
    "Phone 2|Notes 2|Ref 1|Matter 2|First prison|Status 2|Client 2 status|Client 2 Address|"
    "Client no 2|Line 2|Other party name|Second solicitor name|Number 2|Client 2 phone|HMP Leeds|"
    "Client 12|Counsel 2|Prison 2024|First hearing|Email 1|Prison visit 2|Prison 2 (previous)|"
    "Other side|Old prison 2".split("|"),
)
def test_other_numbers_number_nobody(heading: str) -> None:
    assert read_heading(heading) is None
