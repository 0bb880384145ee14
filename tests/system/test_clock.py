from datetime import UTC, date, datetime

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.system import clock


@pytest.mark.parametrize(
    ("issued", "expires"),
    [
        (datetime(2026, 11, 21, 9, tzinfo=UTC), datetime(2026, 12, 19, 23, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 10, 9, tzinfo=UTC), datetime(2026, 4, 7, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), datetime(2026, 7, 29, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_code_is_good_to_the_end_of_its_last_day_in_the_uk(
    issued: datetime, expires: datetime
) -> None:
    assert clock.expiry(issued, 28) == expires


def test_the_time_of_issue_can_be_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert clock.issue_time() == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert clock.uk_date(clock.now()) >= date(2025, 1, 1)


@pytest.mark.parametrize("wrong", ["99999999999999999", "soon", "-1", "²", "٣", "1.5", " "])
def test_a_pinned_time_that_is_none_is_refused(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
    with pytest.raises(WrongUsage, match="SOURCE_DATE_EPOCH is"):
        clock.issue_time()
