from pathlib import Path

import pytest

from prisonmail.cli.options.lists import Reading, RowOptions
from prisonmail.errors import WrongUsage
from prisonmail.recipients.options import DateOrder, ListOptions
from prisonmail.recipients.recipient import Field


def test_without_options_a_list_is_read_as_it_is() -> None:
    assert Reading().options(RowOptions()) == ListOptions()


def test_options_say_how_a_list_is_read() -> None:
    reading = Reading(
        choices=["number=Prison Ref"],
        sheet="Clients",
        encoding="cp850",
        delimiter="tab",
        date_order="DMY",
        max_rows=9,
        include_hidden=True,
    )
    rows = RowOptions(where=["Office = Leeds", "Team=a=b"], skip_not_in_custody=True)
    assert reading.options(rows) == ListOptions(
        mapping=((Field.PRISON_NUMBER, "Prison Ref"),),
        sheet="Clients",
        encoding="cp850",
        delimiter="tab",
        date_order=DateOrder.DAY_FIRST,
        max_rows=9,
        include_hidden=True,
        where=(("Office", "Leeds"), ("Team", "a=b")),
        skip_not_in_custody=True,
    )


@pytest.mark.parametrize(
    ("reading", "rows", "said"),
    [
        (Reading(date_order="x"), RowOptions(), "`x` is not an order of dates."),
        (Reading(choices=["x=y"]), RowOptions(), "x"),
        (Reading(), RowOptions(where=["Office"]), "`Office` does not say which column and value."),
        (Reading(), RowOptions(where=[" =x"]), "` =x` does not say which column and value."),
    ],
)
def test_options_that_make_no_sense_are_refused(
    reading: Reading, rows: RowOptions, said: str
) -> None:
    with pytest.raises(WrongUsage) as refused:
        reading.options(rows)
    assert said in refused.value.message


def test_what_becomes_of_bad_rows_is_not_for_the_reading_of_the_list() -> None:
    rows = RowOptions(skip_bad=True, rejects=Path("fix.csv"), again=True)
    assert Reading().options(rows) == ListOptions()
