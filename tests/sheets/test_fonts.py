from prisonmail.sheets.typeface import Typeface


def test_all_digits_are_equally_wide_so_that_every_code_stands_under_the_middle_of_its_bars(
    typeface: Typeface,
) -> None:
    for face in (typeface.regular, typeface.bold):
        assert len({face.advances[digit] for digit in "0123456789"}) == 1


def test_capitals_are_two_millimetres_high_at_8_points(typeface: Typeface) -> None:
    assert typeface.regular.capital_height * 8.0 * 25.4 / 72 > 2.0


def test_a_character_is_missing_if_either_weight_lacks_it(typeface: Typeface) -> None:
    assert typeface.find_missing("Łukasz Wiśniewski, Nguyễn, Ελένη, Иван") is None
    assert typeface.find_missing("Ann 字 X") == "字"
