from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from tests.conftest import ISSUED_AT

Issue = Callable[..., tuple[Batch, tuple[Letter, ...]]]


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    """A new ledger, on each database in turn."""
    with open_ledger(place, make=True) as opened:
        yield opened


@pytest.fixture
def issue(ledger: Ledger, drafted: Callable[..., Draft], sender: Sender) -> Issue:
    """Issues a batch of so many letters."""

    def run(
        count: int = 1, at: datetime = ISSUED_AT, **more: object
    ) -> tuple[Batch, tuple[Letter, ...]]:
        drafts = Drafts(drafted(f"Łukasz “{n}” O'Neill") for n in range(1, count + 1))
        batch, letters = ledger.issue(drafts, sender, "dl", at, 28, **more)  # type: ignore[arg-type]
        return batch, tuple(letters)

    return run
