"""Fingerprints of the people of a list."""

from hypothesis import given
from hypothesis import strategies as st

from prisonmail.letters.packed_letters import Fingerprint

PEOPLE = st.lists(
    st.tuples(st.text("abc", max_size=3), st.sampled_from(["LEI", "HLI"])), max_size=6
)


def digest(people: list[tuple[str, str]], *choices: str) -> str:
    fingerprint = Fingerprint()
    for person in people:
        fingerprint.add(*person)
    return fingerprint.digest(*choices)


@given(PEOPLE, PEOPLE)
def test_it_is_the_same_for_the_same_people_in_any_order_and_only_for_them(
    people: list[tuple[str, str]], others: list[tuple[str, str]]
) -> None:
    assert (digest(people) == digest(others)) == (sorted(people) == sorted(others))


def test_fields_do_not_run_into_one_another() -> None:
    assert digest([("ab", "c")]) != digest([("a", "bc")])


def test_what_is_chosen_for_all_counts() -> None:
    people = [("Ann", "LEI")]
    assert len({digest(people), digest(people, "Dear"), digest(people, "Sir"), digest([])}) == 4
