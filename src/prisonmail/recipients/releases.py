"""Releases: a release date that has passed, so that the person may no longer be there.

A date that could have the day or the month first is read as the rest of its column is written.

>>> releases = Releases(date(2026, 11, 21))
>>> releases.weigh("05/12/2026"), releases.doubt("05/12/2026")
(None, None)
>>> releases.weigh("10/31/2026"), releases.doubt("05/12/2026").code
(None, 'PW615')
"""

from dataclasses import dataclass, field
from datetime import date

from prisonmail.clock import long_date
from prisonmail.recipients import dates
from prisonmail.recipients.dates import Evidence
from prisonmail.recipients.options import DateOrder
from prisonmail.recipients.problems import Fault


@dataclass(slots=True)
class Releases:
    """The release dates of one list: all of them are weighed before one of them is doubted."""

    today: date
    order: DateOrder | None = None
    """As the user gives it; None leaves it to what the column says."""
    evidence: set[Evidence] = field(default_factory=set)

    def weigh(self, text: str) -> None:
        """Take in what a date says of the order in which its column is written."""
        self.evidence.add(dates.weigh_order(text))

    def doubt(self, text: str) -> Fault | None:
        """Warn of a release date before today. What is no date, like `Life`, says nothing."""
        found = dates.read_date(text, _century, self.order or self._order())
        if isinstance(found, Fault) or found.day >= self.today:
            return None
        return Fault(
            "PW615",
            f"the release date `{long_date(found.day)}` has passed",
            "Check that the person is still there before you post this letter.",
        )

    def _order(self) -> DateOrder:
        month_first = dates.is_month_first(self.evidence)
        return DateOrder.MONTH_FIRST if month_first else DateOrder.DAY_FIRST


def _century(year: int, _month: int, _day: int) -> int:
    return 2000 + year
