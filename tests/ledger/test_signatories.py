"""Who signed each letter is recorded for good; on each database."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system.record import replace
from prisonmail.use_cases.keeping import ledger_copies
from tests.conftest import ISSUED_AT
from tests.ledger.attacker import Attacker

BELL = "jane.bell@greenstonechambers.co.uk.cjsm.net"


@pytest.fixture
def batch(ledger: Ledger, drafted: Callable[..., Draft], sender: Sender) -> str:
    """A batch of two letters, the second of which is signed by somebody else."""
    bell = replace(
        sender, name="Jane Bell", role="clerk", cjsm_address=BELL, acts_for="Eric Brown, Barrister"
    )
    drafts = Drafts([drafted("Ann Hart"), drafted("Ben Hart", signatory="jb")])
    issued, _ = ledger.issue(drafts, sender, "dl", ISSUED_AT, 28, signatories={"jb": bell})
    return issued.id


def test_it_is_read_back_with_the_letter_and_its_batch(ledger: Ledger, batch: str) -> None:
    own, hers = ledger.read_issued(batch)
    assert (own.signatory, own.signed_by) == ("", None)
    assert own.cjsm_address.startswith("eric.brown@")
    assert hers.signed_by
    assert (hers.signed_by.signature, hers.cjsm_address) == (
        "Jane Bell, for Eric Brown, Barrister",
        BELL,
    )
    found, summary = ledger.find_letter(hers.code), ledger.find_batch(batch)
    assert found
    assert (found.letter.draft.signatory, found.signed_by) == ("jb", hers.signed_by)
    assert summary
    assert summary.batch.senders == {"": summary.batch.sender, "jb": hers.signed_by}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE letters SET signatory = NULL",
        "UPDATE letters SET signatory = 'jb'",
        "UPDATE letters SET signatory = 'am' WHERE signatory IS NOT NULL",
        "UPDATE batches SET sender = REPLACE(sender, 'Jane Bell', 'Jane Ball')",
    ],
)
def test_a_change_by_hand_is_found(ledger: Ledger, place: str, batch: str, change: str) -> None:
    assert ledger.audit().faults == ()
    Attacker(place).run(change)
    (fault, *_) = ledger.audit().faults
    assert "the batch or one of its letters was changed" in fault


def test_it_outlives_a_purge_and_goes_along_in_a_copy(
    ledger: Ledger, place: str, batch: str, other_place: str, tmp_path: Path
) -> None:
    later = ISSUED_AT + timedelta(days=60)
    ledger.purge(later.date(), later)
    kept = list(ledger.read_issued(batch))
    assert [each.signatory for each in kept] == ["", "jb"]
    ledger_copies.export_json(place, tmp_path / "export.jsonl", force=False)
    ledger_copies.import_json(tmp_path / "export.jsonl", other_place)
    with open_ledger(other_place) as copy:
        assert list(copy.read_issued(batch)) == kept
        assert copy.audit().faults == ()
