"""What is done the same way on either database."""

import pytest

from prisonmail.ledger.database import database
from prisonmail.ledger.database.database import read_pages, read_rows
from prisonmail.ledger.store import Ledger

LIMITED = "SELECT number FROM numbers WHERE number > :after ORDER BY number LIMIT :page"
BOUNDED = "SELECT number FROM numbers WHERE number > :after AND number <= :last ORDER BY number"


@pytest.mark.parametrize("count", range(8))
@pytest.mark.parametrize("statement", [LIMITED, BOUNDED])
def test_a_query_read_by_pages_has_every_row_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, statement: str, count: int
) -> None:
    monkeypatch.setattr(database, "PAGE", 3)
    opened, numbers = ledger._database, list(range(1, count + 1))
    opened.execute("CREATE TABLE numbers (number INTEGER)")
    opened.insert("numbers", ("number",), [(number,) for number in numbers])
    assert [row["number"] for row in read_rows(opened, statement, "number")] == numbers
    assert all(len(page) in (1, 2, 3) for page in read_pages(opened, statement, "number"))
