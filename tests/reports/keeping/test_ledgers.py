from datetime import date

from prisonmail.ledger.chain.audit import Audit
from prisonmail.ledger.chain.vouching import Vouching
from prisonmail.ledger.database.database import Rewriting
from prisonmail.ledger.head import Head
from prisonmail.ledger.records import Purge
from prisonmail.reports.keeping import ledgers
from prisonmail.reports.lines import Tone

GOOD = Audit((), (), Head(5, "ab12"))
BAD = Audit(("event 3 was changed",), ("20261121-7F3K",), Head(5, "ab12"))


def test_a_ledger_in_order_is_said_to_be() -> None:
    (line,) = ledgers.audit_words(GOOD)
    assert (str(line), line.tone) == ("The ledger is in order: 5 events.", Tone.GOOD)
    assert [str(line) for line in ledgers.head_words(GOOD)] == ["Head 5:ab12"]


def test_every_fault_and_every_batch_without_paper_is_named() -> None:
    assert [str(line) for line in ledgers.audit_words(BAD)] == [
        "The ledger is not as it was recorded:",
        "  event 3 was changed",
    ]
    assert [str(line) for line in ledgers.head_words(BAD)] == [
        "Head 5:ab12",
        "Perhaps without paper: 20261121-7F3K  (prisonmail reprint 20261121-7F3K -o OUT.pdf)",
    ]


def test_an_examination_as_json() -> None:
    assert ledgers.audit_document(BAD) == {
        "version": 1,
        "in_order": False,
        "faults": ["event 3 was changed"],
        "without_paper": ["20261121-7F3K"],
        "events": 5,
        "head": "5:ab12",
        "vouched_since": None,
        "vouched_until": 0,
        "remarks": [],
        "signatures": [],
    }
    assert ledgers.audit_document(GOOD)["in_order"] is True


def test_what_was_erased_is_counted() -> None:
    done = Purge(6, 1, (Rewriting("journal", done=True, reason=""),))
    assert [str(line) for line in ledgers.purge_words(done)] == [
        "Erased the personal fields of 6 letters and 1 other entry.",
        "  journal: gone",
    ]
    assert ledgers.purge_document(done, date(2025, 12, 1)) == {
        "version": 1,
        "before": "2025-12-01",
        "letters": 6,
        "events": 1,
        "done": True,
        "steps": [{"what": "journal", "done": True, "reason": ""}],
    }


def test_bytes_that_are_still_there_are_told_with_what_to_do() -> None:
    done = Purge(6, 1, (Rewriting("journal", done=False, reason="Run the purge again."),))
    *_, line = ledgers.purge_words(done)
    assert (str(line), line.tone) == ("  journal: STILL THERE. Run the purge again.", Tone.BAD)
    assert ledgers.purge_document(done, date(2025, 12, 1))["done"] is False


def test_since_when_a_ledger_is_vouched_for_is_said_with_what_is_not() -> None:
    vouching = Vouching((), "2026-11-21T12:00:00+00:00", 5, ("Heads by another key.",))
    found = Audit((), (), Head(5, "ab12"), vouching)
    assert [str(line) for line in ledgers.vouching_words(found)] == [
        "Sealed on this machine since 21 November 2026 at 12:00, the last time at event 5.",
        "Heads by another key.",
    ]
