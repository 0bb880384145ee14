import pytest

from prisonmail import codes
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.use_cases.find import Reference, find_issued, parse_reference
from tests.use_cases.conftest import Issued


@pytest.mark.parametrize("text", ["20261121-7F3K", " 20261121-7f3k "])
def test_a_batch_is_read_in_either_case(text: str) -> None:
    assert parse_reference(text) == Reference(batch_id="20261121-7F3K")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hello", "hello is neither a code nor a batch"),
        ("20261121-7F3", "20261121-7F3 is neither a code nor a batch"),
        ("20261121-1F3K", "is neither a code nor a batch"),
        ("12345-67890-2144", "12345-67890-2144 is not a code"),
        ("", "is not a code"),
    ],
)
def test_what_is_neither_is_refused(text: str, message: str) -> None:
    with pytest.raises(WrongUsage, match=message):
        parse_reference(text)


def test_a_code_is_found_with_its_batch_and_a_batch_without_a_letter(issued: Issued) -> None:
    path, batch, letters = issued
    with open_ledger(path) as ledger:
        one = find_issued(ledger, codes.format_code(letters[1].code))
        assert one.entry
        assert (one.entry.code, one.summary.batch.id) == (letters[1].code, batch.id)
        whole = find_issued(ledger, batch.id.lower())
        assert (whole.entry, whole.summary.batch.size) == (None, 3)


@pytest.mark.parametrize("text", ["12345-67890-1244", "20261121-9999"])
def test_what_this_ledger_has_not_issued_is_missing(issued: Issued, text: str) -> None:
    with open_ledger(issued[0]) as ledger, pytest.raises(InputMissing, match="has not issued"):
        find_issued(ledger, text)
