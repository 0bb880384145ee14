"""Damage is found and, if possible, repaired; other text is let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.recipients.fields.damage import find_damage, find_disguised_letter, find_lookalike


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("ZoÃ« Hart", "PM208", "Zoë Hart"),
        ("Oâ€™Neill", "PM208", "O’Neill"),
        ("Å\x81ukasz", "PM208", "Łukasz"),
        ("Zo? Hart", None, None),
        ("Z?e Hart", "PM208", None),
        ("Z_e Hart", "PM208", None),
        ("Zo\ufffd", "PM208", None),
        ("O&#39;Neill", "PM208", "O'Neill"),
        ("Hart &amp; Co", "PM208", "Hart & Co"),
        ("Hart & Co", None, None),
        ("\u0410nna Hart", "PM209", "Anna Hart"),
        ("\u0410\u043d\u043d\u0430", None, None),
        ("Zoë Ångström", None, None),
        ("Łukasz Wiśniewski", None, None),
        ("Ann Hart", None, None),
        ("Hart?", None, None),
    ],
)
def test_damaged_text_is_found_and_repaired_if_that_is_certain(
    text: str, code: str | None, suggestion: str | None
) -> None:
    fault = find_damage(text)
    assert (fault and fault.code, fault and fault.suggestion) == (code, suggestion)


def test_a_fault_tells_what_to_do() -> None:
    lost, twice, disguised = (find_damage(text) for text in ("Z?e", "ZoÃ«", "\u0410nna"))
    assert lost
    assert twice
    assert disguised
    assert lost.help == (
        "The original cannot be recovered. Type the cell again, or export the list again as CSV "
        "UTF-8."
    )
    assert lost.mark
    assert (lost.mark.offset, lost.mark.label) == (1, "a letter is missing")
    assert twice.help.startswith("Did you mean `Zoë`?")
    assert disguised.help == "Type the cell again: `Anna`."


@given(st.text("abcdefghijklmnopqrstuvwxyzABCXYZ '-.", max_size=30))
def test_plain_text_is_never_damaged(text: str) -> None:
    assert find_damage(text) is None


@given(st.text("àáâäçèéëíîñóôöøùúûüýÀÁÄÉÖÜß", min_size=1, max_size=10))
def test_whatever_was_encoded_twice_is_repaired(name: str) -> None:
    garbled = name.encode("utf-8").decode("latin-1")
    fault = find_damage(f"Ann {garbled}")
    if fault is not None:
        assert fault.suggestion in (None, f"Ann {name}")


def test_a_word_of_one_script_has_no_lookalike() -> None:
    assert find_lookalike("\u0410\u041d\u041d\u0410 Hart") is None
    assert find_lookalike("H\u0430rt") is not None


def test_where_all_is_latin_any_letter_of_another_script_is_disguised() -> None:
    assert find_disguised_letter("\u0410") is not None
    assert find_disguised_letter("A") is None
