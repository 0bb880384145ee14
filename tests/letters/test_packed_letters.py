"""Drafts and letters packed in little memory, and fingerprints of the people of a list."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from prisonmail.codes import mint
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Draft, Enclosure
from prisonmail.letters.packed_letters import (
    FACTS,
    PERSON,
    Drafts,
    Fingerprint,
    PackedLetters,
    read_additions,
    sort_by_prison,
)
from prisonmail.sender.markings import Marking

PEOPLE = st.lists(
    st.tuples(st.text("abc", max_size=3), st.sampled_from(["LEI", "HLI"])), max_size=6
)

texts = st.text(max_size=20)
lines = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=20)
born = st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1))
drafts = st.builds(
    Draft,
    line=st.integers(1),
    marking=st.sampled_from(Marking),
    prison=texts,
    prison_name=st.sampled_from(["Leeds", "Hull", "York"]),
    address=st.lists(lines, min_size=1, max_size=4).map(tuple),
    name=texts,
    prison_number=st.none() | texts,
    date_of_birth=born,
    reference=texts,
    columns=st.dictionaries(texts, texts, max_size=3),
    enclosures=st.lists(st.builds(Enclosure, texts, st.integers(1, 99), texts), max_size=3).map(
        tuple
    ),
    barcode=st.none() | st.just(Barcode("123456789012")),
    signatory=st.sampled_from(["", "jb"]),
)


@given(st.lists(drafts, max_size=5))
def test_drafts_come_back_with_their_codes(made: list[Draft]) -> None:
    kept, minted = Drafts(made), mint(len(made))
    issued = PackedLetters(kept)
    issued.add(minted)
    assert [(x.sheet, x.code, x.draft) for x in issued] == [
        (sheet, code, draft)
        for sheet, (code, draft) in enumerate(zip(minted, made, strict=True), 1)
    ]


@given(drafts)
def test_each_packed_value_stands_in_the_place_of_its_name(made: Draft) -> None:
    (packed,) = Drafts([made]).iter_packed()
    by_name = dict(zip((*FACTS, *PERSON), packed, strict=True))
    born = by_name.pop("date_of_birth")
    columns, enclosures = read_additions(by_name.pop("additions"))
    assert (born and date.fromisoformat(born), columns) == (made.date_of_birth, made.columns)
    assert enclosures == made.enclosures
    assert by_name.pop("marking") == made.marking.value
    assert by_name.pop("signatory") == (made.signatory or None)
    assert by_name.pop("address") == "\n".join(made.address)
    assert by_name == {name: getattr(made, name) for name in by_name}
    assert len(by_name) == 7


@given(st.lists(drafts, max_size=8))
def test_sorting_by_prison_keeps_the_order_of_the_list_within_each(made: list[Draft]) -> None:
    assert list(sort_by_prison(made)) == sorted(made, key=lambda each: each.prison_name)


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
