"""A plain name is read as it is by all the rules about names: no rule need be asked."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.recipients.fields import damage, markup, name, name_notes, words_for_empty
from prisonmail.recipients.fields.cell import WORDS_FOR_NOTHING, clean
from prisonmail.recipients.fields.direction import find_override
from prisonmail.recipients.fields.encoded_twice import find_garbled
from prisonmail.recipients.fields.plain_cells import is_plain_name
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.row.read_name import read_name
from prisonmail.recipients.row.row_reading import RowReading
from prisonmail.recipients.row.tidy_row import tidy_cells

RULES = (name, name_notes, words_for_empty, damage, markup)
PATTERNS = [
    value.pattern for rule in RULES for value in vars(rule).values() if hasattr(value, "pattern")
]
SETS = [
    word
    for rule in RULES
    for value in vars(rule).values()
    if isinstance(value, frozenset)
    for word in value
]
WORDS = sorted(
    {word for pattern in PATTERNS for word in re.findall(r"[^\W\d_]+", pattern)}
    | {word for phrase in (*WORDS_FOR_NOTHING, *SETS) for word in str(phrase).split()}
    | {"executor", "executrix", "administrator", "trustees", "representative", "xxx", "xxxxxxxxx"}
)
"""All words, and parts of them, that the rules about names have."""
IN_CAPITALS = (str, str.upper, str.lower, str.title)
LETTERS = [chr(point) for point in range(0x20, 0x250)]


@pytest.fixture(scope="module", autouse=True)
def _rules_are_asked() -> Iterator[None]:
    """Reads names the long way in these tests."""
    with pytest.MonkeyPatch.context() as apart:
        apart.setattr("prisonmail.recipients.row.read_name.is_plain_name", lambda _: False)
        apart.setattr("prisonmail.recipients.fields.encoded_twice._SIDE_BY_SIDE", re.compile(""))
        yield


def read_as_it_is(cell: str) -> bool:
    """Return whether all rules take a cell for a name just as it is written."""
    texts = tidy_cells((cell,), {Field.NAME: 0})
    found = RowReading(dict(texts))
    untouched = texts == {Field.NAME: cell} and not find_garbled(cell) and not find_override(cell)
    return untouched and read_name(found) == cell and not found.faults


@pytest.mark.parametrize(
    "around",
    ["{}", "{} Hart", "Ann {}", "Ann {} Hart", "The {} Hart", "{}-Hart", "{}'d Hart", "R {} Ann"],
)
def test_no_word_of_a_rule_is_missed(around: str) -> None:
    for word, write in product(WORDS, IN_CAPITALS):
        cell = around.format(write(word))
        assert not is_plain_name(cell) or read_as_it_is(cell), cell


@given(st.lists(st.sampled_from([*WORDS, "Ann", "O", "Śliwa", "Zoë"]), min_size=1, max_size=6))
def test_no_sentence_of_a_rule_is_missed(words: list[str]) -> None:
    for cell in (" ".join(words), " ".join(words).title()):
        assert not is_plain_name(cell) or read_as_it_is(cell)


@given(
    st.lists(
        st.sampled_from([*LETTERS, "Ann", "Hart", "ı", "ſ", "\u212a", "\u0301", "\u202e", "А"]),
        max_size=9,
    ).map("".join)
)
def test_no_letter_is_missed(cell: str) -> None:
    assert not is_plain_name(cell) or read_as_it_is(cell)


def test_each_letter_of_a_plain_name_stays_as_it_is() -> None:
    for letter in map(chr, range(0x2200)):
        for cell in (letter, f"A{letter}a Hart", f"{letter}n Hart", f"Ann Har{letter}"):
            assert not is_plain_name(cell) or (clean(cell) == cell and read_as_it_is(cell))


@pytest.mark.parametrize(
    "cell",
    ["Tarquin Oddwell", "ODDWELL", "Siân O'Fennimore-Ng", "Łukasz Wiśniewski", "de la Cruz"],
)
def test_most_names_are_plain(cell: str) -> None:
    assert is_plain_name(cell)
