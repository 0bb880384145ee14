"""What the ledger's records never show, and what they hold of what nobody has said."""

import re
from typing import cast

import pytest

from prisonmail.codes import Code
from prisonmail.ledger.chain.audit import Audit
from prisonmail.ledger.chain.events import EventKind, EventNote, take_turn
from prisonmail.ledger.chain.vouching import Vouching
from prisonmail.ledger.database.database import Row
from prisonmail.ledger.desk.checking import Question
from prisonmail.ledger.desk.receiving import Outcome, Receipt
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.head import Head
from prisonmail.ledger.issued.correspondence import Trace, Written
from prisonmail.ledger.issued.docket_book import Notice, NoticeState
from prisonmail.ledger.issued.issuing import Replacement
from prisonmail.ledger.log import Selection
from prisonmail.ledger.record_rows import make_batch_row, read_batch
from prisonmail.ledger.records import (
    AnnouncedLetter,
    Check,
    Happening,
    IssuedLetter,
    Purge,
    ReceivedDocket,
    Summary,
)
from prisonmail.ledger.store import Ledger
from prisonmail.ledger.verdicts import Cancellation, CodeState, FirstCheck, SenderStanding, Verdict
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Batch, Enclosure
from prisonmail.system.operators import Operator
from prisonmail.system.record import Record, replace
from tests.conftest import BORN, SENDER
from tests.conftest import ISSUED_AT as AT

CODE = Code("12345678901244")
BATCH = Batch("20261121-7F3K", AT, AT, SENDER, "dl", 1)


def _letter() -> IssuedLetter:
    return IssuedLetter(
        code=CODE,
        batch_id="20261121-7F3K",
        sheet=1,
        line=2,
        marking="rule-39",
        prison="LEI",
        prison_name="HMP Leeds",
        address=("2 Gloucester Terrace", "Leeds", "LS12 2TJ"),
        organisation="Greenstone Chambers",
        cjsm_address="eric.brown@greenstonechambers.co.uk.cjsm.net",
        telephone="0113 496 0000",
        issued_at=AT,
        expires_at=AT,
        random_check=0,
        first_check=None,
        cancellation=None,
        name="Tarquin Oddwell",
        prison_number="A1001XY",
        date_of_birth=BORN,
        reference="C/1201/JE",
    )


def _written() -> Written:
    born = BORN.isoformat()
    person = ("Tarquin Oddwell", "A1001XY", born, "LEI", "HMP Leeds")
    return Written(CODE, *person, AT, AT, is_cancelled=False, is_checked=False)


def _announced() -> AnnouncedLetter:
    return AnnouncedLetter(
        code=CODE,
        docket=ReceivedDocket(1, "SHA256:0", AT),
        marking="rule-39",
        prison="LEI",
        prison_name="HMP Leeds",
        organisation="Greenstone Chambers",
        cjsm_address="eric.brown@greenstonechambers.co.uk.cjsm.net",
        telephone="0113 496 0000",
        proof=None,
        issued_at=AT,
        expires_at=AT,
        first_check=FirstCheck(AT, None, None),
        cancellation=Cancellation(AT, None),
        standing=SenderStanding.SUSPENDED,
        name="Tarquin Oddwell",
        prison_number="A1001XY",
        date_of_birth=BORN,
        barcode=Barcode("123456789012"),
    )


@pytest.mark.parametrize(
    ("record", "personal"),
    [
        (
            replace(
                _letter(),
                columns={"hearing": "12 March"},
                enclosures=(Enclosure("/lists/oddwell.pdf", 3, ""),),
                barcode=Barcode("123456789012"),
            ),
            "name prison_number date_of_birth reference columns enclosures barcode",
        ),
        (FirstCheck(AT, "HMP Leeds", "A. Patel"), "location by"),
        (Cancellation(AT, "wrong enclosure"), "reason"),
        (EventNote("HMP Leeds", "A. Patel", "12"), "location checked_by remark"),
        (
            Happening(1, EventKind.CHECKED, AT, CODE, "ready", "HMP Leeds", "A. Patel", "12"),
            "location by remark operator machine",
        ),
        (_announced(), "name prison_number date_of_birth barcode"),
        (Selection(by="A. Patel"), "by"),
        (
            Question(CODE, AT, "HMP Leeds", "A. Patel", operator=Operator("A. Patel", "scanner-2")),
            "location by operator",
        ),
        (Trace(CODE, "Tarquin Oddwell", "A1001XY", "C/1201/JE"), "name prison_number reference"),
        (_written(), "name prison_number born prison prison_name"),
    ],
)
def test_what_is_known_of_a_person_is_never_shown_by_accident(
    record: Record, personal: str
) -> None:
    shown = re.findall(r"\b(\w+)=", repr(record))
    assert not {*shown} & {*personal.split()}
    assert {*personal.split()} <= {*record.__struct_fields__}


def test_what_nobody_has_said_is_empty(ledger: Ledger) -> None:
    letter = _letter()
    assert (letter.columns, letter.enclosures, letter.barcode) == ({}, (), None)
    assert (letter.signatory, letter.signed_by) == ("", None)
    assert letter.state == CodeState(AT, prison="LEI") == CodeState(AT, None, None, 0, "LEI")
    assert (CodeState(AT).prison, CodeState(AT).standing) == ("", SenderStanding.ACCEPTED)
    assert FirstCheck(AT, None, None).verdict == Verdict.READY
    assert EventNote() == EventNote(None, None, None)
    happening = Happening(1, EventKind.CHECKED, AT, CODE, "ready", None, None, None)
    assert happening == Happening(
        *(1, EventKind.CHECKED, AT, CODE, "ready", None, None, None),
        *(None, False, None, None),
    )
    assert Check(Verdict.READY, letter) == Check(Verdict.READY, letter, None)
    assert Purge(0, 0) == Purge(0, 0, ())
    assert Summary(BATCH, 0, 0, None) == Summary(BATCH, 0, 0, None, 0)
    assert Audit((), (), Head(0, "")).vouching == Vouching()
    assert (_written().batch_id, _written().event) == ("", 0)
    assert Question(CODE, AT) == Question(CODE, AT, None, None, None, more_checks=False)
    assert Receipt(Outcome.TAKEN) == Receipt(Outcome.TAKEN, None, KeyStanding.ACCEPTED, True)
    assert Notice("LEI", "<a@b>", "0" * 64).state == NoticeState.SENT
    replacement = Replacement((CODE,))
    assert (replacement.reason, replacement.checked_too) == ("replaced by {batch}", False)
    assert replacement.done == ()
    assert Selection() == Selection(None, None, None, None, None)
    with ledger._database.transaction():
        turn = take_turn(ledger._database)
        assert (turn.number, turn.apart, turn.recorded, turn.head) == (1, None, None, None)


def test_the_state_of_an_announced_letter_is_that_of_its_code() -> None:
    letter = _announced()
    assert letter.state == CodeState(
        *(AT, letter.first_check, letter.cancellation, 0, "LEI", SenderStanding.SUSPENDED)
    )


def test_a_batch_is_kept_in_letters_that_everybody_can_read() -> None:
    batch = replace(BATCH, sender=replace(SENDER, name="Łucja O'Brien"))
    row = make_batch_row(batch)
    assert "Łucja O'Brien" in str(row["sender"])
    assert read_batch(cast("Row", row)) == batch
