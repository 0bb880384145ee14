"""Finds the letter that was announced with a code, and what became of it since.

Anybody may announce anything. So the word of an accepted sender goes before that of others, and of
several who announce the same code, the first: who sees a letter on its way can only come later.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime

from prisonmail.codes import Code
from prisonmail.ledger.database import docket_statements, statements
from prisonmail.ledger.database.database import Database, Row
from prisonmail.ledger.desk.trust import TrustedKeys, read_trust
from prisonmail.ledger.record_rows import read_first_check, refuse_damaged
from prisonmail.ledger.records import AnnouncedLetter, ReceivedDocket, SenderProof
from prisonmail.ledger.verdicts import Cancellation, CodeState, SenderStanding
from prisonmail.letters.hmpps_barcode import Barcode


def find_announced(database: Database, code: Code) -> AnnouncedLetter | None:
    """Return the letter that was announced with a code; None if none was.

    Raises InputMissing if what is held of it was changed by hand.
    """
    rows = database.fetch_all(docket_statements.FIND_ANNOUNCED, {"code": code})
    if not rows:
        return None
    withdrawals = database.fetch_all(docket_statements.FIND_WITHDRAWALS, {"code": code})
    trust = read_trust_of(database, {row["key"] for row in (*rows, *withdrawals)})
    row, standing = _choose(rows, trust)
    withdrawn = next((each for each in withdrawals if _is_heeded(each, row, trust)), None)
    first = database.fetch_one(statements.FIRST_USE, {"code": code})
    return _read_letter(row, standing, first, withdrawn)


def find_code(database: Database, barcode: Barcode) -> Code | None:
    """Return the code of the letter that was announced with a barcode of HMPPS; None if none was.

    That of an accepted sender goes before that of others.
    """
    rows = database.fetch_all(docket_statements.FIND_ANNOUNCED_BARCODE, {"barcode": barcode})
    trust = read_trust_of(database, {row["key"] for row in rows})
    accepted = [row for row in rows if trust.accepts(row["key"], row["docket"])]
    return next((Code(row["code"]) for row in (*accepted, *rows)), None)


def find_withdrawal(database: Database, code: Code) -> CodeState | None:
    """Return the state of a code that an accepted sender withdrew without announcing it."""
    for row in database.fetch_all(docket_statements.FIND_WITHDRAWALS, {"code": code}):
        if read_trust_of(database, {row["key"]}).accepts(row["key"], row["docket"]):
            cancelled = _read_cancellation(row)
            return CodeState(expires_at=cancelled.at, cancellation=cancelled)
    return None


def read_trust_of(database: Database, keys: set[str]) -> TrustedKeys:
    """Return what holds for some keys, and for those that came before and after them."""
    found, asked = dict[int, str](), set[str]()
    while waiting := keys - asked:
        for key in waiting:
            rows = database.fetch_all(docket_statements.TRUST_OF_KEY, {"key": key})
            found |= {row["number"]: row["detail"] for row in rows}
        asked |= waiting
        keys = keys.union(*(detail.split(" ")[1:] for detail in found.values()))
    return read_trust(sorted(found.items()))


def _choose(rows: Sequence[Row], trust: TrustedKeys) -> tuple[Row, SenderStanding]:
    """Choose among dockets with the same code; of one sender's, the newest."""
    accepted = [row for row in rows if trust.accepts(row["key"], row["docket"])]
    told = accepted or rows
    first = told[0]["key"]
    standing = SenderStanding.ACCEPTED if accepted else SenderStanding.NOT_ACCEPTED
    return [row for row in told if trust.is_same_sender(row["key"], first)][-1], standing


def _is_heeded(withdrawal: Row, letter: Row, trust: TrustedKeys) -> bool:
    key, docket = withdrawal["key"], withdrawal["docket"]
    return trust.accepts(key, docket) and trust.is_same_sender(key, letter["key"])


@refuse_damaged
def _read_letter(
    row: Row, standing: SenderStanding, first: Row | None, withdrawn: Row | None
) -> AnnouncedLetter:
    said = json.loads(row["sender"])
    proof, born = said["proof"], row["date_of_birth"]
    return AnnouncedLetter(
        code=Code(row["code"]),
        docket=ReceivedDocket(
            row["serial"], row["key"], datetime.fromisoformat(row["received_at"])
        ),
        marking=row["marking"],
        prison=row["prison"],
        prison_name=row["prison_name"],
        organisation=row["organisation"],
        cjsm_address=row["cjsm_address"],
        telephone=said["sender"]["telephone"],
        proof=proof and SenderProof(proof["standing"], datetime.fromisoformat(proof["at"])),
        issued_at=datetime.fromisoformat(row["issued_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        first_check=read_first_check(first),
        cancellation=_read_cancellation(withdrawn) if withdrawn else None,
        standing=standing,
        name=row["name"],
        prison_number=row["prison_number"],
        date_of_birth=date.fromisoformat(born) if born else None,
        barcode=row["barcode"],
    )


@refuse_damaged
def _read_cancellation(row: Row) -> Cancellation:
    return Cancellation(datetime.fromisoformat(row["made_at"]), None)
