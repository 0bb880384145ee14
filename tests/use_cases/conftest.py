"""What tests of use cases share: a ledger with one batch of three letters."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.sheets.paper import Paper
from tests.conftest import ISSUED_AT

NEWEST = json.dumps(Paper().to_document())
Issued = tuple[Path, Batch, list[Letter]]


@pytest.fixture
def issued(tmp_path: Path, drafted: Callable[..., Draft], sender: Sender) -> Issued:
    """The ledger's path, the batch and its letters."""
    path = tmp_path / "ledger.sqlite3"
    with open_ledger(path, make=True) as ledger:
        drafts = Drafts(drafted(f"Kai Penhallow {letter}") for letter in "abc")
        batch, letters = ledger.issue(drafts, sender, "dl", ISSUED_AT, 28, printing=NEWEST)
        return path, batch, list(letters)
