from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.prisons.prison import Prison
from prisonmail.recipients.checked_list import GoodRow, GoodRows
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Recipient
from prisonmail.sender.markings import Marking

PRISONS: list[Prison] = list(read_packaged_directory())
texts = st.text(max_size=20)
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


@given(st.lists(st.builds(GoodRow, rows, recipients), max_size=5), st.sampled_from([1, 700]))
def test_good_rows_come_back_as_they_were_however_many(found: list[GoodRow], times: int) -> None:
    kept = GoodRows(found * times)
    assert len(kept) == len(found) * times
    assert list(kept) == list(kept) == found * times
