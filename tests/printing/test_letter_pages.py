from collections.abc import Callable

from prisonmail.letters.letter import Letter
from prisonmail.sheets.paper import Paper
from tests.pages import words


def test_with_duplex_every_letter_starts_on_a_front_side(
    letters: list[Letter], printed: Callable[..., bytes]
) -> None:
    pdf = printed(letters[:3], Paper(duplex=True), summary=True)
    pages = [words(pdf, number) for number in range(7)]
    assert [bool(page) for page in pages] == [True, False, True, False, True, False, True]
    assert "3 letters to 2 prisons" in pages[-1]
