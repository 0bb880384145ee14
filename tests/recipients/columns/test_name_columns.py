"""No part of a name is lost: it is read, or the list is stopped."""

from collections.abc import Callable, Sequence

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.columns.mapping import read_choice

Check = Callable[..., CheckedList]
IDENTITY = ((",A1021XY,LEI"), (",A1022XY,SDI"))


def check_names(
    checked: Check, headings: str, rows: Sequence[str], *choices: str
) -> tuple[list[str], list[str]]:
    lines = (f"{row}{identity}\n" for row, identity in zip(rows, IDENTITY, strict=False))
    found = checked(
        f"{headings},Prison No,Prison\n{''.join(lines)}", mapping=tuple(map(read_choice, choices))
    )
    names = [entry.recipient.name for entry in found.good_rows]
    return names, [problem.code for problem in found.errors]


@pytest.mark.parametrize(
    ("headings", "rows", "names"),
    [
        ("Christian Name(s),Surname", ("Ardal James,Finchcombe",), ["Ardal James Finchcombe"]),
        ("Forename 1,Forename 2,Surname", ("Ardal,James,Hart", "Bo,,Hart"),
         ["Ardal James Hart", "Bo Hart"]),
        ("Forename 3,Forename 2,Forename 1,Surname", ("Max,James,Ardal,Hart",),
         ["Ardal James Max Hart"]),
        ("First forename,Second forename,Surname", ("Ardal,James,Hart",), ["Ardal James Hart"]),
        ("Forename,Second forename,Surname", ("Ardal,James,Hart",), ["Ardal James Hart"]),
        ("Given name 1,Given name 2,Family name", ("Ardal,James,Hart",), ["Ardal James Hart"]),
        ("First name,Middle name 1,Middle name 2,Surname", ("Ardal,James,Max,Hart",),
         ["Ardal James Max Hart"]),
        ("First name,Other names,Surname", ("Ardal,James,Hart",), ["Ardal James Hart"]),
        ("First name,Second name,Surname", ("Ardal,James,Hart",), ["Ardal James Hart"]),
        ("First name,Second name", ("Ardal,Hart",), ["Ardal Hart"]),
        ("First Name,Middle Initial,Last Name", ("Ardal,J,Hart",), ["Ardal J Hart"]),
        ("First,Middle,Last", ("Ardal,J,Hart",), ["Ardal J Hart"]),
        ("Forename,Forename,Surname", ("Ardal,James,Hart", "Bo,Bo,Hart"),
         ["Ardal James Hart", "Bo Hart"]),
        ("Initials,Surname", ("A J,Hart",), ["A J Hart"]),
        ("Surname,Initials,Client Title", ("Hart,AJ,Mr",), ["AJ Hart"]),
        ("Forename,Surname prefix,Surname", ("Ardal,van der,Merle", "Bo,,Hart"),
         ["Ardal van der Merle", "Bo Hart"]),
        ("First name,Tussenvoegsel,Last name", ("Ardal,van,van Dam", "Bo,de,Vries"),
         ["Ardal van Dam", "Bo de Vries"]),
        ("Title,Forename,Surname,Suffix", ("Mr,Ardal,Hart,Jr", "Ms,Bo,Hart,"),
         ["Ardal Hart Jr", "Bo Hart"]),
        ("Name,Suffix", ('"Hart, Ardal",Jr',), ["Ardal Hart Jr"]),
        ("Name,Forename", ("Hart,Ardal",), ["Ardal Hart"]),
        ("Name,Forename", ("Mr A Hart,Ardal",), ["A Hart"]),
        ("Name,Surname prefix", ("Ardal Dam,van",), ["Ardal van Dam"]),
        ("Name 1,Prison Wing", ("Ardal Hart,B",), ["Ardal Hart"]),
    ],
)  # fmt: skip
def test_all_parts_of_a_name_are_read(
    checked: Check, headings: str, rows: Sequence[str], names: list[str]
) -> None:
    assert check_names(checked, headings, rows) == (names, [])


@pytest.mark.parametrize(
    ("headings", "rows", "names"),
    [
        ("Prefix,Forename,Surname", ("Mr,Ardal,Hart", "Dr.,Bo,Hart"), ["Ardal Hart", "Bo Hart"]),
        ("Prefix,Forename,Surname", ("MAT,Ardal,Hart", "FAM,Bo,Hart"), ["Ardal Hart", "Bo Hart"]),
        ("Matter,Suffix,Forename,Surname", ("7,001,Ardal,Hart",), ["Ardal Hart"]),
        ("Name,Known as", ("Ardal Hart,Ace",), ["Ardal Hart"]),
        ("Name,Other names", ("Ardal Hart,Ace",), ["Ardal Hart"]),
        ("Name,Initials,Last", ("Ardal Hart,AH,12/03/2026",), ["Ardal Hart"]),
        ("Forename,Surname,Other name used", ("Ardal,Hart,Ace",), ["Ardal Hart"]),
        ("Surname,Fee earner first name", ("Hart,Eric", "Brown,Eric"), ["Hart", "Brown"]),
        ("Surname,Middle name of father", ("Hart,Eric",), ["Hart"]),
        ("Full name,Preferred first name", ("Ardal Hart,Ace",), ["Ardal Hart"]),
        ("Forename,Surname,", ("Ardal,Hart,Active", "Bo,Hart,Active"), ["Ardal Hart", "Bo Hart"]),
        ("Forename,Surname,", ("Ardal,Hart,", "Bo,Hart,urgent"), ["Ardal Hart", "Bo Hart"]),
        (",Forename,Surname", ("Mr,Ardal,Hart", "Ms,Bo,Hart"), ["Ardal Hart", "Bo Hart"]),
        (",Surname", ("1,Hart", "2,Brown"), ["Hart", "Brown"]),
        (",Surname", ("Mr,Hart", "Ms,Brown"), ["Hart", "Brown"]),
    ],
)  # fmt: skip
def test_what_is_no_part_of_a_name_stops_nothing(
    checked: Check, headings: str, rows: Sequence[str], names: list[str]
) -> None:
    assert check_names(checked, headings, rows) == (names, [])


@pytest.mark.parametrize(
    ("code", "headings", "choices"),
    [
        ("PM116", "Legal first name,Surname", ("forename=A",)),
        ("PM116", "Forename (legal or other),Surname", ("forename=A", "surname=B")),
        ("PM116", "Surname,Given name in English", ("surname=Surname",)),
        ("PM116", "Forename (known as),Surname", ("forename=A",)),
        ("PM116", "Preferred name,Surname", ("surname=B", "forename=A")),
        ("PM116", "Name,Second name", ("forename=A", "surname=B")),
        ("PM118", "Client name,", ("forename=A", "surname=B")),
        ("PM118", "Surname,", ("surname=A", "forename=B")),
        ("PM118", ",Surname", ("surname=B", "forename=A")),
        ("PM106", "Forename,Cognome", ("surname=Cognome",)),
        ("PM117", "Name 1,Name 2", ("forename=A", "surname=B")),
    ],
)
def test_a_part_that_is_not_read_stops_the_list_until_the_user_says_what_it_is(
    checked: Check, code: str, headings: str, choices: Sequence[str]
) -> None:
    rows = ("Ardal,Finchcombe", "Bryony,Ketteringham")
    assert check_names(checked, headings, rows) == ([], [code])
    names, codes = check_names(checked, headings, rows, *choices)
    assert len(names) == 2
    assert not codes


@pytest.mark.parametrize(
    ("headings", "rows", "names", "codes"),
    [
        ('"Surname, Forename"', ('"Hart, Ardal"', "Brown Bo"), ["Ardal Hart", "Bo Brown"], []),
        ("Surname Forename", ("VAN DAM Ardal J", "Brown Bo Ms"), ["Ardal J VAN DAM", "Bo Brown"],
         []),
        ("Surname Forename", ("Hart Ardal James", "Hart"), ["Hart"], ["PM202"]),
        ("Forename Surname", ("Ardal Hart", '"Hart, Ardal"'), ["Ardal Hart"], ["PM202"]),
        ("Forename Surname", ('"Ardal Hart, KC"', "Mr Bo Hart"), ["Ardal Hart", "Bo Hart"], []),
        ("Name (surname first)", ("Brown Bo",), ["Bo Brown"], []),
    ],
)  # fmt: skip
def test_a_heading_says_in_which_order_a_name_stands(
    checked: Check, headings: str, rows: Sequence[str], names: list[str], codes: list[str]
) -> None:
    assert check_names(checked, headings, rows) == (names, codes)


def test_a_title_in_its_own_column_is_left_out_as_one_beside_the_name_is(checked: Check) -> None:
    for headings, row in (("Name", "Mr Ardal Hart"), ("Title,Name", "Mr,Ardal Hart")):
        assert check_names(checked, headings, (row,)) == (["Ardal Hart"], [])


def test_a_name_with_a_number_beside_it_is_a_name_and_wrong(checked: Check) -> None:
    rows = ("Ardal Hart A1021XY", "Bo Hart (A1022XY)")
    for heading in ("Client", "Client Name", "Name"):
        assert check_names(checked, heading, rows) == ([], ["PM202", "PM202"])


def test_a_part_that_fits_nowhere_is_a_problem(checked: Check) -> None:
    names, codes = check_names(checked, "Name,Surname prefix", ("Ardal Max Dam,van", "Dam,van"))
    assert (names, codes) == ([], ["PM202", "PM202"])
