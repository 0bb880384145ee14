import random

import pytest
from reportlab.graphics.barcode.code128 import Code128

from prisonmail.codes import Code, add_check_digits
from prisonmail.sheets.window import code128

COUNT = 20_000


def _many_codes() -> list[Code]:
    drawn = random.Random(128)  # noqa: S311 - a sample that is the same on every run
    ordinary = [add_check_digits(drawn.randrange(10**12)) for _ in range(COUNT)]
    with_99 = [add_check_digits(99 * 10**10 + drawn.randrange(10**10)) for _ in range(1_000)]
    pairs_of_99 = [
        add_check_digits(int("99" * 6)),
        add_check_digits(0),
        add_check_digits(990099009900),
    ]
    return ordinary + with_99 + pairs_of_99


def _independent_modules(code: str) -> str:
    symbol = Code128(code, quiet=0)
    symbol.validate()
    symbol.encode()
    symbol.decompose()
    return "".join(
        ("1" if element.isupper() else "0") * (ord(element.upper()) - ord("A") + 1)
        for element in symbol.decomposed
    )


def _modules(code: str) -> str:
    """The dark (1) and light (0) modules of a symbol, put together as a sheet does it."""
    drawn = ["0"] * code128.MODULES
    for place, value in enumerate(code128.encode(code)):
        for start, width in code128.find_bars(value):
            first = place * code128.CHARACTER_MODULES + start
            drawn[first : first + width] = "1" * width
    return "".join(drawn)


def test_20000_codes_encode_as_an_independent_encoder_has_them() -> None:
    codes = _many_codes()
    assert sum(code.startswith("99") for code in codes) > 1_000
    wrong = [code for code in codes if _modules(code) != _independent_modules(code)]
    assert wrong == []


def test_a_symbol_has_three_bars_a_character_and_four_at_the_stop() -> None:
    found = [len(code128.find_bars(value)) for value in code128.encode("12345678901244")]
    assert found == [3] * 9 + [4]


@pytest.mark.parametrize("digits", ["123", "12a4", "١٢"])
def test_only_pairs_of_digits_are_encoded(digits: str) -> None:
    with pytest.raises(ValueError, match="pairs of digits"):
        code128.encode(digits)
