"""Laws of matching that hold for every prison and every cell."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.prisons.directory import Directory, is_same_site
from prisonmail.prisons.matching.index import Index, OpenPrisons
from prisonmail.prisons.matching.matcher import Matcher, read_meaning
from prisonmail.prisons.matching.outcomes import (
    Ambiguous,
    Closed,
    Found,
    NotAPrison,
    OutOfArea,
    Unknown,
)
from prisonmail.prisons.matching.written import find_kinds, normalise, read_cell
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.prisons.prison import Prison

TODAY = date(2026, 11, 21)
DIRECTORY = read_packaged_directory()
MATCHER = Matcher(DIRECTORY, TODAY)
OPEN = [prison for prison in DIRECTORY if prison.code not in ("DAI", "FEI")]
NAMES = st.sampled_from(
    [name for prison in DIRECTORY for name in (prison.name, prison.register_name, prison.place)]
)
WORDS = st.sampled_from(
    [
        *"HMP YOI HMYOI (F) (YP) / & , - and or C Wing cell Leeds Hull Court Prison Bail".split(),
        "LS12 2TJ",
        "PO30 5NX",
        "\n",
    ]
)
CELLS = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(NAMES, WORDS), max_size=6).map(" ".join),
)


@given(CELLS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(CELLS)
def test_what_kind_of_place_is_written_survives_capitals_and_space(text: str) -> None:
    plain = "".join(letter for letter in text if letter.isascii())
    assert find_kinds(plain.upper()) == find_kinds(f"  {plain} ")


@given(CELLS, st.none() | st.dates(date(1920, 1, 1), TODAY))
def test_every_cell_has_an_answer_and_only_open_prisons_are_taken(
    text: str, born: date | None
) -> None:
    said = MATCHER.match(text, born)
    assert said == Matcher(DIRECTORY, TODAY).match(text, born)
    if isinstance(said, Found):
        assert said.prison in OPEN
        assert said.prison.address
    if isinstance(said, Ambiguous):
        assert len(said.prisons) > 1
    if isinstance(said, Unknown | Closed):
        assert len(said.suggestions) <= 3


@pytest.mark.parametrize("prison", OPEN, ids=lambda prison: prison.code)
def test_every_open_prison_is_found_by_each_of_its_own_names(prison: Prison) -> None:
    names = (prison.name, prison.register_name, prison.code, prison.welsh_name)
    for name in filter(None, names):
        for written in (name, name.upper(), name.lower(), f" {name}\n", name.replace(" & ", "/")):
            said = MATCHER.match(written)
            assert isinstance(said, Found), written
            assert said.prison == prison, written


@pytest.mark.parametrize("prison", OPEN, ids=lambda prison: prison.code)
def test_every_open_prison_is_found_by_its_printed_address(prison: Prison) -> None:
    for separator in ("\n", ", "):
        said = MATCHER.match(separator.join((prison.name, *prison.address)))
        assert isinstance(said, Found)
        assert said.prison == prison


def test_no_closed_or_distant_name_is_ever_taken_for_a_prison(directory: Directory) -> None:
    known = directory.gazetteer
    for entry in (*known.closed, *known.elsewhere):
        for written in (entry.written, f"HMP {entry.written}", f"HM Prison, {entry.written}"):
            said = MATCHER.match(written)
            assert isinstance(said, Closed | OutOfArea | NotAPrison), written


def test_every_entry_of_the_gazetteer_names_prisons_that_exist(directory: Directory) -> None:
    known = directory.gazetteer
    codes = {code for alias in known.aliases for code in alias.codes}
    codes |= {code for entry in known.closed for code in entry.suggest}
    codes |= {entry.code for entry in known.remarks} | {entry.code for entry in known.closed}
    codes |= {entry.code for entry in known.old_postcodes}
    assert all(directory.find_by_code(code) for code in filter(None, codes))
    assert all(entry.source for entry in (*known.aliases, *known.closed, *known.elsewhere))


def near_misses(name: str) -> Iterator[str]:
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]
        yield from (name[:at] + other + name[at + 1 :] for other in "aps /")


def test_a_name_with_one_wrong_letter_is_never_taken_for_another_prison() -> None:
    index = Index(DIRECTORY)
    names = {name: p for p in OPEN for name in (p.name, p.register_name, p.place)}
    for written, prison in ((miss, p) for name, p in names.items() for miss in near_misses(name)):
        meaning = index.look_up_code(written) or read_meaning(read_cell(written), index)
        if not isinstance(meaning, OpenPrisons) or not all(
            is_same_site(prison, p) for p in meaning.prisons
        ):
            others = (
                meaning.prisons
                if isinstance(meaning, OpenPrisons) and len(meaning.prisons) == 1
                else ()
            )
            assert all(normalise(written) == normalise(other.place) for other in others), written
        elif meaning.prisons != (prison,) and len(meaning.prisons) == 1:
            assert find_kinds(written) == find_kinds(meaning.prisons[0].kind), written


def test_a_cell_that_comes_again_is_not_read_again() -> None:
    for cell in ("HMP Leeds", "HMP Wormwood Scrubbs", "Bail", "HMP Holloway"):
        assert MATCHER.match(cell) is MATCHER.match(cell)
