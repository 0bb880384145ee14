"""What a desk takes from files, and what it refuses in one line."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.codes import add_check_digits
from prisonmail.dockets.docket import Docket
from prisonmail.dockets.docket_document import write_docket
from prisonmail.errors import InputMissing
from prisonmail.ledger.desk.receiving import Outcome
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.sender.signing.key_changes import write_change
from prisonmail.sender.signing.private_keys import make_signing_key
from prisonmail.sender.signing.revocations import write_revocation
from prisonmail.sender.signing.signatures import Namespace, sign_message
from prisonmail.system.record import replace
from prisonmail.use_cases.barcodes.naming import find_code
from prisonmail.use_cases.desk.receive import Received, receive
from prisonmail.use_cases.desk.trusting import distrust, list_senders, trust
from prisonmail.use_cases.verify import Checker, open_desk
from tests.dockets.samples import DOCKET, MADE_AT

NOW = MADE_AT + timedelta(hours=1)
AT = "2026-11-21T12:00:00+00:00"
KEY, OTHER = make_signing_key(), make_signing_key()
SIGNED = replace(DOCKET, key=KEY.public.fingerprint)
FALSE = add_check_digits(6)
Take = Callable[..., Received]


def put(folder: Path, document: bytes, signature: bytes | None = None, name: str = "") -> Path:
    path = folder / (name or f"{SIGNED.name}.json")
    path.write_bytes(document)
    if signature is None:
        signature = sign_message(KEY, document, Namespace.DOCKET)
    path.with_name(f"{path.name}.sig").write_bytes(signature)
    return path


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Gives one document to a desk, signed unless a signature is given."""

    def run(document: bytes | Docket, signature: bytes | None = None) -> Received:
        written = write_docket(document) if isinstance(document, Docket) else document
        path = put(tmp_path, written, signature)
        (received,) = receive([str(path)], str(tmp_path / "desk.sqlite3"), NOW)
        return received

    return run


def test_a_docket_waits_until_its_key_is_accepted(take: Take, tmp_path: Path) -> None:
    first = take(SIGNED)
    assert first.receipt
    assert first.receipt.outcome == Outcome.WAITING
    done = trust(SIGNED.key, str(tmp_path / "desk.sqlite3"), NOW)
    assert done.seen
    assert (done.seen.standing, done.seen.letters) == (KeyStanding.ACCEPTED, 3)
    second = take(replace(SIGNED, serial=18))
    assert second.receipt
    assert second.receipt.outcome == Outcome.TAKEN


def test_a_letter_is_asked_for_by_its_barcode_of_hmpps_in_the_docket_that_counts(
    take: Take, tmp_path: Path
) -> None:
    letter = next(each for each in SIGNED.letters if each.barcode)
    desk = str(tmp_path / "desk.sqlite3")
    false = replace(SIGNED, key=OTHER.public.fingerprint, letters=(replace(letter, code=FALSE),))
    take(false, sign_message(OTHER, write_docket(false), Namespace.DOCKET))
    take(SIGNED)
    for accepted, code, verdict in (
        (None, FALSE, Verdict.SENDER_NOT_ACCEPTED),
        (SIGNED.key, letter.code, Verdict.READY),
    ):
        if accepted:
            trust(accepted, desk, NOW)
        with open_desk(desk, Checker()) as opened:
            answer = opened.answer(find_code(opened.ledger, "1234-5678-9012"), NOW)
        assert (answer.code, answer.verdict) == (code, verdict)


def test_lines_that_a_mail_program_ended_in_its_own_way_are_read(take: Take) -> None:
    document = write_docket(SIGNED)
    signature = sign_message(KEY, document, Namespace.DOCKET)
    assert take(document.replace(b"\n", b"\r\n"), signature).fault == ""


CHANGED = write_docket(SIGNED).replace(b"Kai", b"Bob")
REFUSALS = [
    (CHANGED, sign_message(KEY, write_docket(SIGNED), Namespace.DOCKET), "does not hold"),
    (SIGNED, b"", "does not hold"),
    (SIGNED, sign_message(KEY, write_docket(SIGNED), Namespace.LEDGER_HEAD), "another use"),
    (SIGNED, sign_message(OTHER, write_docket(SIGNED), Namespace.DOCKET), "of another key"),
    (replace(SIGNED, good_until=NOW + timedelta(days=400)), None, "more than a year"),
    (b"{", None, "cannot be taken as a docket"),
    (b"[" * 100_000, None, "cannot be taken as a docket"),
    (b'{"format": "prisonmail-docket", "version": 2}', None, "version 2"),
    (write_docket(SIGNED).replace(b"Kai", "K\u202eai".encode()), None, "cannot be printed"),
    (b"\xff\xfe\x00", None, "cannot be taken as a docket"),
    (b'{\n "format": "prisonmail-key-change"\n}', None, "does not hold"),
]


@pytest.mark.parametrize(("document", "signature", "said"), REFUSALS)
def test_what_cannot_be_taken_is_refused_in_one_line_and_makes_no_ledger(
    take: Take, tmp_path: Path, document: bytes | Docket, signature: bytes | None, said: str
) -> None:
    refused = take(document, signature)
    assert said in refused.fault
    assert "\n" not in refused.fault
    assert (refused.docket, refused.receipt, refused.change) == (None, None, None)
    assert not (tmp_path / "desk.sqlite3").exists()


def test_of_several_things_each_is_taken_or_refused_by_itself_in_the_order_of_serials(
    tmp_path: Path,
) -> None:
    for serial in (3, 1, 2):
        docket = replace(SIGNED, serial=serial, previous=None)
        put(tmp_path, write_docket(docket), name=f"{9 - serial}.json")
    put(tmp_path, b"{}", b"", name="bad.json")
    (tmp_path / "alone.json").write_bytes(b"{}")
    (tmp_path / "post.eml").write_bytes(b"Subject: hello\n\nNothing attached.")
    found = receive([str(tmp_path), str(tmp_path / "6.json")], str(tmp_path / "desk"), NOW)
    taken = [each.docket.serial for each in found if each.receipt and each.docket]
    assert taken == [1, 2, 3]
    assert [each.receipt.missing for each in found if each.receipt] == [None] * 3
    faults = {each.name: each.fault for each in found if each.fault}
    assert faults["alone.json"] == "Its signature, alone.json.sig, is not beside it."
    assert faults["post.eml"] == "No docket is attached to this message."
    assert "does not hold" in faults["bad.json"]


def _change(old: object, new: object) -> tuple[bytes, bytes]:
    return write_change(old, new.public, AT)  # type: ignore[arg-type, attr-defined]


def test_only_an_accepted_key_names_the_one_after_it_and_only_once(
    take: Take, tmp_path: Path
) -> None:
    ledger, third = str(tmp_path / "desk.sqlite3"), make_signing_key()
    take(SIGNED)
    assert "is not accepted here" in take(*_change(KEY, OTHER)).fault
    trust(SIGNED.key, ledger, NOW)
    for _ in range(2):
        assert take(*_change(KEY, OTHER)).change
    assert "is not accepted here" in take(*_change(KEY, third)).fault
    distrust(OTHER.public.fingerprint, ledger, NOW)
    assert "is not accepted here" in take(*_change(OTHER, third)).fault
    trust(third.public.fingerprint, ledger, NOW)
    assert "is known here already" in take(*_change(third, OTHER)).fault


def _standings(ledger: str) -> dict[str, str]:
    return {each.key: each.standing.value for each in list_senders(ledger)}


@pytest.mark.parametrize("known", [True, False])
def test_a_key_that_revoked_itself_never_counts_again(
    take: Take, tmp_path: Path, known: bool
) -> None:
    ledger, said = str(tmp_path / "desk.sqlite3"), write_revocation(KEY, "Laptop stolen", AT)
    if known:
        take(SIGNED)
        trust(SIGNED.key, ledger, NOW)
    received = take(*said)
    assert received.revocation
    assert (received.revocation.reason, received.again) == ("Laptop stolen", False)
    in_mail = take(said[0].replace(b"\n", b"\r\n"), said[1])
    assert (in_mail.fault, in_mail.again) == ("", True)
    with pytest.raises(InputMissing) as refused:
        trust(SIGNED.key, ledger, NOW)
    assert refused.value.message == (
        f"{SIGNED.key} was revoked by its sender, and is never accepted again."
    )
    distrust(SIGNED.key, ledger, NOW)
    later = take(replace(SIGNED, serial=18)).receipt
    assert later
    assert (later.outcome, later.standing) == (Outcome.WAITING, KeyStanding.REVOKED)
    assert _standings(ledger) == {SIGNED.key: "revoked"}
    with open_ledger(ledger) as opened:
        found = opened.check(SIGNED.letters[0].code, NOW)
        assert found.verdict == "sender-not-accepted"
        kinds = [row["kind"] for row in opened._database.fetch_all("SELECT kind FROM events")]
        assert kinds.count("trust") == 1 + known
        assert opened.audit().faults == ()


@pytest.mark.parametrize("compared", [True, False])
def test_a_key_after_a_revoked_one_waits_unless_it_was_compared_itself(
    take: Take, tmp_path: Path, compared: bool
) -> None:
    ledger, new = str(tmp_path / "desk.sqlite3"), OTHER.public.fingerprint
    take(SIGNED)
    trust(SIGNED.key, ledger, NOW)
    take(*_change(KEY, OTHER))
    document = write_docket(replace(SIGNED, key=new, serial=18))
    take(document, sign_message(OTHER, document, Namespace.DOCKET))
    if compared:
        trust(new, ledger, NOW)
    take(*write_revocation(KEY, "", AT))
    after = "accepted" if compared else "waiting"
    assert _standings(ledger) == {SIGNED.key: "revoked", new: after}
    assert "is not accepted here" in take(*_change(KEY, make_signing_key())).fault
    trust(new, ledger, NOW)
    assert _standings(ledger)[new] == "accepted"


def test_a_key_that_came_in_the_place_of_a_lost_one_by_telephone_stays(
    take: Take, tmp_path: Path
) -> None:
    """The old one turned up, and signed that it no longer counts."""
    ledger, new = str(tmp_path / "desk.sqlite3"), OTHER.public.fingerprint
    take(SIGNED)
    trust(SIGNED.key, ledger, NOW)
    trust(new, ledger, NOW, instead_of=SIGNED.key)
    take(*write_revocation(KEY, "", AT))
    with open_ledger(ledger) as opened:
        assert opened.received_dockets.read_trust().find(new) == KeyStanding.ACCEPTED


def test_nobody_revokes_the_key_of_another(take: Take, tmp_path: Path) -> None:
    take(SIGNED)
    statement = write_revocation(KEY, "", AT)[0]
    refused = take(statement, sign_message(OTHER, statement, Namespace.KEY_CHANGE))
    assert "revokes no key" in refused.fault
    assert _standings(str(tmp_path / "desk.sqlite3")) == {SIGNED.key: "waiting"}


def test_a_sender_cannot_take_in_the_key_of_another(take: Take, tmp_path: Path) -> None:
    take(SIGNED)
    trust(SIGNED.key, str(tmp_path / "desk.sqlite3"), NOW)
    stranger = replace(DOCKET.sender, cjsm_address="a@other.example.cjsm.net")
    other = replace(DOCKET, key=OTHER.public.fingerprint, sender=stranger)
    document = write_docket(other)
    take(document, sign_message(OTHER, document, Namespace.DOCKET))
    assert "is used by another sender" in take(*_change(KEY, OTHER)).fault


def test_what_was_refused_is_in_the_log_and_whoever_reads_it_learns_no_name(
    take: Take, tmp_path: Path
) -> None:
    take(SIGNED)
    take(CHANGED, sign_message(KEY, write_docket(SIGNED), Namespace.DOCKET))
    with open_ledger(tmp_path / "desk.sqlite3") as ledger:
        (row,) = ledger._database.fetch_all("SELECT detail FROM events WHERE kind = 'refused'")
        assert ledger.audit().faults == ()
    word, digest = row["detail"].split(" ")
    assert (word, len(digest)) == ("signature", 64)
    assert json.dumps(row["detail"]).isascii()
