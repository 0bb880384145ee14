from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from prisonmail.codes import mint
from prisonmail.letters.letter import Draft, Enclosure
from prisonmail.letters.packed_letters import (
    FACTS,
    PERSON,
    Drafts,
    PackedLetters,
    by_prison,
    read_additions,
)
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.prisons.prison import Prison
from prisonmail.recipients.checked_list import GoodRow, GoodRows
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Recipient
from prisonmail.sender.markings import Marking

PRISONS: list[Prison] = list(read_packaged_directory())
texts = st.text(max_size=20)
lines = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=20)
born = st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1))
recipients = st.builds(
    Recipient,
    texts,
    st.sampled_from(PRISONS),
    st.none() | texts,
    born,
    texts,
    st.none() | st.sampled_from(Marking),
)
rows = st.builds(ListRow, st.integers(1), st.lists(texts, max_size=4).map(tuple), st.integers(0))
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
    enclosure=st.none() | st.builds(Enclosure, texts, st.integers(1, 99), texts),
)


@given(st.lists(st.builds(GoodRow, rows, recipients), max_size=5), st.sampled_from([1, 700]))
def test_entries_come_back_as_they_were_however_many(found: list[GoodRow], times: int) -> None:
    kept = GoodRows(found * times)
    assert len(kept) == len(found) * times
    assert list(kept) == list(kept) == found * times


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
    (packed,) = Drafts([made]).packed()
    by_name = dict(zip((*FACTS, *PERSON), packed, strict=True))
    born = by_name.pop("date_of_birth")
    columns, enclosure = read_additions(by_name.pop("additions"))
    assert (born and date.fromisoformat(born), columns) == (made.date_of_birth, made.columns)
    assert enclosure == made.enclosure
    assert by_name.pop("marking") == made.marking.value
    assert by_name.pop("address") == "\n".join(made.address)
    assert by_name == {name: getattr(made, name) for name in by_name}
    assert len(by_name) == 6


@given(st.lists(drafts, max_size=8))
def test_sorting_by_prison_keeps_the_order_of_the_list_within_each(made: list[Draft]) -> None:
    assert list(by_prison(made)) == sorted(made, key=lambda each: each.prison_name)
