"""`prisonmail notify`: to a relay that really runs, and that really fails."""

import email
import email.policy
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme

from prisonmail.dockets.docket_document import parse_docket
from prisonmail.ledger.store import default_path, open_ledger
from prisonmail.sender.signing.signatures import Namespace, verify_message
from tests.cjsm.relays import PASSWORD, USER, Received, aiosmtpd_relay, keep_authority
from tests.conftest import EXAMPLES, ISSUED_AT, Run

Prisonmail = Callable[..., Run]
NAMES = ("Oddwell", "Wiśniewski", "Penhallow", "A1001XY")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def batch(prisonmail: Prisonmail, profile: Path) -> str:
    run = prisonmail("generate", EXAMPLES / "recipients.csv", "--json")
    with open_ledger(default_path()) as ledger:
        prisons = ledger.docket_book.list_prisons(run.json["batch"], ISSUED_AT)
    lines = [f"{code},post@{code.lower()}.example.cjsm.net,2026-11-01" for code in sorted(prisons)]
    table = profile.parent / "mailrooms.csv"
    table.write_text("\n".join(["prison,address,as_of", *lines, ""]), "utf-8")
    return str(run.json["batch"])


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def relay(
    received: Received, authority: trustme.CA, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[int]:
    keep_authority(authority, profile.parent)
    monkeypatch.setenv("PRISONMAIL_RELAY_PASSWORD", PASSWORD)
    with aiosmtpd_relay(received, authority) as port:
        said = f'host = "localhost"\nport = {port}\nuser = "{USER}"\nca_file = "ca.pem"\n'
        text = f'{profile.read_text("utf-8")}\n[relay]\nfrom = "post@greenstone.example"\n{said}'
        profile.write_text(text, "utf-8")
        yield port


def outcomes(run: Run) -> dict[str, str]:
    return {each["prison"]: each["outcome"] for each in run.json["notices"]}


def read(message: bytes) -> EmailMessage:
    found = email.message_from_bytes(message, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_each_prison_gets_one_mail_with_its_docket(
    prisonmail: Prisonmail, batch: str, relay: int, received: Received
) -> None:
    run = prisonmail("notify", batch, "--json")
    assert run.exit_code == 0, run.err
    assert set(outcomes(run).values()) == {"sent"}
    assert len(received.messages) == len(outcomes(run)) > 2
    for content, to in zip(received.messages, received.recipients, strict=True):
        message = read(content)
        page, document, signature = message.iter_attachments()
        docket = parse_docket(document.get_content())
        signed = document.get_content(), signature.get_content()
        assert verify_message(*signed, Namespace.DOCKET).fingerprint == docket.key
        assert to == message["To"] == f"post@{docket.prison.lower()}.example.cjsm.net"
        assert page.get_content().startswith(b"%PDF")
        assert document.get_filename() == f"{docket.name}.json"
        body = message.get_body()
        assert body
        text = f"{message['Subject']} {body.get_content()}"
        assert docket.key in text
        assert not any(name in text for name in NAMES)
        assert not any(each.name in text or each.code in text for each in docket.letters)
    again = prisonmail("notify", batch, "--json")
    assert (again.exit_code, set(outcomes(again).values())) == (0, {"sent-before"})
    assert len(received.messages) == len(outcomes(run))
    assert prisonmail("ledger", "check").exit_code == 0
    assert "notice to LEI: sent" in prisonmail("ledger", "log").out


def test_names_are_written_only_if_wanted(
    prisonmail: Prisonmail, batch: str, relay: int, received: Received
) -> None:
    prisonmail("notify", batch, "--prison", "LEI", "--with-names")
    (message,) = map(read, received.messages)
    body = message.get_body()
    assert body
    assert "Tarquin Oddwell, A1001XY (Prison Rule 39)" in body.get_content()
    assert "Oddwell" not in message["Subject"]


@pytest.mark.parametrize(
    ("answers", "outcome", "exit_code"),
    [
        ({"rcpt": "550 no such mailbox"}, "failed", 69),
        ({"rcpt": "450 try later"}, "failed", 75),
        ({"data": "554 no"}, "failed", 69),
        ({"data": "cut"}, "may-have-gone", 75),
    ],
)
def test_what_failed_is_sent_again_and_what_may_have_gone_is_not(
    prisonmail: Prisonmail,
    batch: str,
    relay: int,
    received: Received,
    answers: dict[str, str],
    outcome: str,
    exit_code: int,
) -> None:
    assert outcomes(prisonmail("notify", batch, "--prison", "BWI", "--json")) == {"BWI": "sent"}
    received.answers = answers
    run = prisonmail("notify", batch, "--json")
    assert run.exit_code == exit_code
    assert set(outcomes(run).values()) == {"sent-before", outcome}
    received.answers = {}
    again = prisonmail("notify", batch, "--json")
    if outcome == "failed":
        assert (again.exit_code, set(outcomes(again).values())) == (0, {"sent-before", "sent"})
    else:
        assert (again.exit_code, set(outcomes(again).values())) == (1, {"sent-before", outcome})
        assert "may have gone" in again.err
        once_more = prisonmail("notify", batch, "--again", "--json")
        assert set(outcomes(once_more).values()) == {"sent-before", "sent"}
    assert len(received.messages) == len(outcomes(run))


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does")
def test_a_run_that_is_killed_in_the_middle_sends_nothing_twice(
    prisonmail: Prisonmail, batch: str, relay: int, received: Received
) -> None:
    words = [sys.executable, "-m", "prisonmail", "notify", batch]
    running = subprocess.Popen(words, stderr=subprocess.DEVNULL)

    async def take_and_kill(server: Any, session: Any, envelope: Any) -> str:
        received.messages.append(envelope.content)
        if len(received.messages) == 2:
            running.send_signal(signal.SIGKILL)
        return "250 OK"

    received.handle_DATA = take_and_kill  # type: ignore[method-assign]
    assert running.wait(60) == -signal.SIGKILL
    del received.handle_DATA
    run = prisonmail("notify", batch, "--json")
    found = list(outcomes(run).values())
    assert (found.count("sent-before"), found.count("may-have-gone")) == (1, 1)
    assert set(found) == {"sent-before", "may-have-gone", "sent"}
    assert len(received.messages) == len(found)
    assert len({read(each)["To"] for each in received.messages}) == len(found)


def test_a_relay_that_cannot_be_reached_ends_it_before_anything_is_recorded(
    prisonmail: Prisonmail, batch: str, relay: int, profile: Path
) -> None:
    text = profile.read_text("utf-8").replace(f"port = {relay}", "port = 1")
    profile.write_text(text, "utf-8")
    run = prisonmail("notify", batch)
    assert run.exit_code == 69
    assert "cannot be reached" in run.err
    assert "docket" not in prisonmail("ledger", "log").out


def test_messages_are_written_for_web_mail(prisonmail: Prisonmail, batch: str, home: Path) -> None:
    run = prisonmail("notify", batch, "--dry-run", "mails", "--json")
    assert run.exit_code == 0, run.err
    assert set(outcomes(run).values()) == {"written"}
    for told in run.json["notices"]:
        message = read(Path(told["file"]).read_bytes())
        assert message["From"] == "eric.brown@greenstonechambers.co.uk.cjsm.net"
        assert (message["To"], len(list(message.iter_attachments()))) == (told["address"], 3)
    assert json.loads(json.dumps(run.json))["batch"] == batch
    assert "does not know that you did" in run.err


def test_a_prison_that_is_not_in_the_table_is_told_of(
    prisonmail: Prisonmail, batch: str, home: Path
) -> None:
    table = home / "mailrooms.csv"
    kept = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("LEI")]
    table.write_text("\n".join(kept), "utf-8")
    run = prisonmail("notify", batch, "--dry-run", "mails", "--json")
    assert run.exit_code == 1
    assert outcomes(run)["LEI"] == "no-address"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("post@justice.gov.uk", "No notice may go to post@justice.gov.uk"),
        ("post@hmps.gsi.gov.uk", "No notice may go to post@hmps.gsi.gov.uk"),
    ],
)
def test_nothing_goes_to_a_domain_that_is_not_secure(
    prisonmail: Prisonmail, batch: str, home: Path, profile: Path, change: str, said: str
) -> None:
    table = home / "mailrooms.csv"
    text = table.read_text("utf-8").replace("post@lei.example.cjsm.net", change)
    table.write_text(text, "utf-8")
    run = prisonmail("notify", batch, "--dry-run", "mails")
    assert (run.exit_code, (home / "mails").exists()) == (66, False)
    assert said in run.err
    named = f'notice_domains = ["justice.gov.uk"]\n{profile.read_text("utf-8")}'
    profile.write_text(named, "utf-8")
    allowed = prisonmail("notify", batch, "--dry-run", "mails")
    assert allowed.exit_code == (0 if change.endswith("justice.gov.uk") else 66)


def test_without_a_relay_it_says_what_to_do(prisonmail: Prisonmail, batch: str) -> None:
    run = prisonmail("notify", batch)
    assert run.exit_code == 66
    assert "--dry-run" in run.err
