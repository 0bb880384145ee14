import secrets
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail import codes
from prisonmail.codes import Code, MistypedCodeError

BODIES = st.integers(0, 10**12 - 1)
CODES = BODIES.map(codes.add_check_digits)


@given(CODES)
def test_a_printed_code_reads_back(code: Code) -> None:
    assert codes.parse(codes.format_code(code)) == code


@given(CODES, st.data())
def test_a_code_reads_back_with_any_spaces_and_hyphens(code: Code, data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "-", " - ", "–", "\u00a0"]), min_size=14))
    assert codes.parse("".join(gap + digit for gap, digit in zip(gaps, code, strict=False))) == code


@pytest.mark.parametrize("prefix", ["]C0", "]C1", "]c0", " ]C0 ", "]A0", "]X0"])
def test_what_a_scanner_puts_before_a_code_is_dropped(prefix: str) -> None:
    assert codes.parse(f"{prefix}12345678901244\r\n") == "12345678901244"


@given(CODES)
def test_the_published_rule_holds(code: Code) -> None:
    assert int(code) % 97 == 1


@given(CODES, st.integers(0, 13), st.integers(1, 9))
def test_any_single_wrong_digit_is_caught(code: Code, at: int, step: int) -> None:
    wrong = str((int(code[at]) + step) % 10)
    assert not codes.is_valid(code[:at] + wrong + code[at + 1 :])


@given(CODES, st.integers(0, 12))
def test_any_swap_of_neighbours_is_caught(code: Code, at: int) -> None:
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert swapped == code or not codes.is_valid(swapped)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "digits only"),
        ("1234-5678-9012", "has 14 digits, this has 12"),
        ("1234-5678-9012-440", "has 14 digits, this has 15"),
        ("12345-67890-1245", "check digits do not fit"),
        ("1234-5678-9O12-44", "digits only"),
        ("١٢٣٤٥٦٧٨٩٠١٢٤٤", "digits only"),
        ("]C0", "digits only"),
        ("]12345678901244", "digits only"),
        ("]C", "digits only"),
        ("12345678901244]C0", "digits only"),
        ("00000000000000", "check digits do not fit"),
    ],
)
def test_what_is_no_code_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(MistypedCodeError, match=reason):
        codes.parse(text)


def test_minted_codes_are_valid_and_differ() -> None:
    minted = set(codes.mint(5_000))
    assert len(minted) == 5_000
    assert all(codes.is_valid(code) for code in minted)
    assert {code[0] for code in minted} == set("0123456789")


OUT_OF_RANGE = 2**64 // 10**12 * 10**12
"""From here on 64 bits would make some bodies likelier than others."""


@pytest.mark.parametrize(
    ("draws", "bodies"),
    [
        ([(5, 5, OUT_OF_RANGE), (7, OUT_OF_RANGE - 1, OUT_OF_RANGE)], [5, 7, 10**12 - 1]),
        ([(5, 6, 5), (6, 8, 9)], [5, 6, 8]),
        ([(5, 6, 7)], [5, 6, 7]),
    ],
)
def test_codes_are_drawn_again_until_there_are_enough_that_differ(
    draws: list[tuple[int, ...]], bodies: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = iter(draws)
    monkeypatch.setattr(
        secrets, "token_bytes", lambda size: struct.pack(f"<{size // 8}Q", *next(coming))
    )
    assert codes.mint(len(bodies)) == [codes.add_check_digits(body) for body in bodies]
    assert not list(coming)


@pytest.mark.parametrize(("made", "never"), [("02", "99"), ("97", "00"), ("98", "01")])
def test_no_other_check_digits_stand_for_the_same_code(made: str, never: str) -> None:
    code = next(each for each in map(codes.add_check_digits, range(97)) if each.endswith(made))
    assert int(code[:12] + never) % 97 == 1
    assert codes.is_valid(code)
    assert not codes.is_valid(code[:12] + never)
