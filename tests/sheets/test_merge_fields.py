import pytest

from prisonmail.sheets import merge_fields


@pytest.mark.parametrize("field", ["Prison  Number", " prison number ", "PRISON\tNUMBER"])
def test_a_field_is_the_same_in_any_case_and_spacing(field: str) -> None:
    assert merge_fields.make_key(field) == "prison number"
    assert merge_fields.fill_in(f"{{{field}}}!", {"prison number": "A1001XY"}) == "A1001XY!"


def test_a_field_is_listed_once_in_the_order_of_the_wording() -> None:
    assert merge_fields.list_fields("{b} {a} {b} {} {a\nb} { c }") == ("b", "a", "", " c ")


def test_the_first_unknown_field_is_named_as_it_is_written() -> None:
    assert merge_fields.find_unknown("{name} {Nmae} {coed}", ("Name",)) == "Nmae"
    assert merge_fields.find_unknown("{name} {NAME}", ("Name",)) is None


def test_a_value_is_no_wording_of_its_own() -> None:
    assert merge_fields.fill_in("{name}", {"name": "{code}"}) == "{code}"


def test_paragraphs_end_at_lines_that_look_empty() -> None:
    wording = "\r\nOne\r\ntwo.\r\n \t\r\nThree.\n\n\n"
    assert merge_fields.split_paragraphs(wording) == ("One two.", "Three.")
