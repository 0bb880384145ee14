"""A key survives paper, and what is written wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from prisonmail.errors import InputMissing
from prisonmail.ledger.apart import written_key
from prisonmail.ledger.apart.written_key import GROUPS, LETTERS, find_wrong, read_key, spell_key
from prisonmail.ledger.apart.written_key import split_groups as split
from prisonmail.ledger.database.cipher import KEY_BYTES, LedgerKey

KEYS = some.binary(min_size=KEY_BYTES, max_size=KEY_BYTES).map(LedgerKey)


@given(KEYS)
def test_a_key_is_read_back(key: LedgerKey) -> None:
    groups = spell_key(key)
    assert (find_wrong(groups), read_key(groups)) == ([], key)
    for written in (" ".join(groups), "".join(groups).replace("-", ""), "\n".join(groups).lower()):
        assert [each.replace("-", "") for each in split(written)] == [
            each.replace("-", "") for each in groups
        ]


@given(KEYS, some.integers(0, GROUPS - 1), some.data())
def test_one_wrong_sign_or_two_swapped_are_named(
    key: LedgerKey, place: int, data: some.DataObject
) -> None:
    groups = list(spell_key(key))
    signs = list(groups[place].replace("-", ""))
    if data.draw(some.booleans()):
        at = data.draw(some.integers(0, len(signs) - 1))
        signs[at] = data.draw(
            some.sampled_from(LETTERS + "0123456789IOLU").filter(signs[at].__ne__)
        )
    else:
        at = data.draw(some.integers(0, len(signs) - 2))
        signs[at], signs[at + 1] = signs[at + 1], signs[at]
    changed = "".join(signs) != groups[place].replace("-", "")
    groups[place] = "".join(signs)
    assert find_wrong(groups) == ([place + 1] if changed else [])


@given(KEYS, some.integers(0, GROUPS - 2))
def test_two_groups_in_each_others_place_are_named(key: LedgerKey, place: int) -> None:
    groups = list(spell_key(key))
    if groups[place] != groups[place + 1]:
        groups[place], groups[place + 1] = groups[place + 1], groups[place]
        assert find_wrong(groups) == [place + 1, place + 2]


def test_what_is_no_key_is_refused() -> None:
    groups = list(spell_key(LedgerKey(bytes(KEY_BYTES))))
    with pytest.raises(InputMissing):
        read_key(groups[1:])
    largest = [f"ZZZZ-{digits:02}" for digits in range(100)]
    too_large = [next(g for g in largest if not find_wrong([g], n)) for n in range(1, GROUPS + 1)]
    with pytest.raises(InputMissing, match="not the key"):
        read_key(too_large)


@pytest.mark.parametrize(("number", "is_key"), [(2**256 - 1, True), (2**256, False), (0, True)])
def test_a_number_that_has_more_than_256_bits_is_no_key(number: int, is_key: bool) -> None:
    groups, rest = list[str](), number
    for place in range(GROUPS, 0, -1):
        rest, value = divmod(rest, len(LETTERS) ** 4)
        groups.insert(0, f"{written_key._spell(value)}-{written_key._check_digits(place, value)}")
    assert find_wrong(groups) == []
    if is_key:
        assert read_key(groups) == LedgerKey(number.to_bytes(KEY_BYTES))
        return
    with pytest.raises(InputMissing, match="not the key"):
        read_key(groups)


def test_groups_are_found_however_they_are_typed() -> None:
    for typed in (
        "abxb-40 cdef-07",
        " ABXB40CDEF-0 7\n",
        "abxb - 40, cdef 07",
        "a b x b 4 0 cdef07",
    ):
        assert split(typed) == ["ABXB40", "CDEF07"]
    assert split("abxb-40 cd") == ["ABXB40", "CD"]
    assert split(" ") == []
    assert find_wrong(split("abxb-40 abxb-40"), first=7) == [7, 8]
