"""What tests of lists share: checking a list on the day of the sample cases."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import ListOptions

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def checked(directory: Directory) -> Callable[..., CheckedList]:
    """Checks a list given as text or bytes, with any options."""

    def run(content: str | bytes, **options: Any) -> CheckedList:
        raw = content.encode() if isinstance(content, str) else content
        return check(Source("list.csv", raw), directory, TODAY, ListOptions(**options))

    return run
