"""A firm and a prison again, with nothing between them but a Postfix that carries the mail."""

import email
import email.policy
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from prisonmail.cjsm.messages import Attachment, write_message
from prisonmail.cjsm.posting import open_relay
from prisonmail.cjsm.relay import Relay
from tests.conftest import Run
from tests.offices import Firm, Office
from tests.postfix import Postfix, postfix_server

pytestmark = pytest.mark.soak
ERIC = "eric.brown@greenstonechambers.co.uk.cjsm.net"
LEEDS, HULL = "clerks@leeds.example.cjsm.net", "clerks@hull.example.cjsm.net"
POST = "post@greenstone.example"
AT = datetime(2026, 11, 26, tzinfo=UTC)
ONE_MORE = "Name,Prison number,Prison\nAda Penhallow,A1005XY,HMP Leeds\n"
Files = dict[str, bytes]
"""What a mail brings, by the ends of their names: the docket, and its signature."""


class MailingFirm(Firm):
    """One that reads its own mailbox, and sends by a relay."""

    def __init__(self, folder: Path, postfix: Postfix) -> None:
        super().__init__(folder)
        self.postfix = postfix
        relay = {"host": "localhost", "from": POST, "ca_file": str(postfix.ca_file)}
        lines = "".join(f'{name} = "{value}"\n' for name, value in relay.items())
        with (folder / "profile.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n[relay]\nport = {postfix.port}\n{lines}")
        rooms = f"prison,address,as_of\nLEI,{LEEDS},2026-11-01\nHLI,{HULL},2026-11-01\n"
        (folder / "mailrooms.csv").write_text(rooms, encoding="utf-8")

    def prove_mailbox(self) -> Run:
        sent = self.run("profile", "confirm")
        assert sent.exit_code == 0, sent.err
        raw = self.postfix.read_mailbox(ERIC)[-1]
        code = re.search(r"profile confirm (\w{4}-\w{4})", raw.decode())
        assert code
        return self.run("profile", "confirm", code[1])

    def notify(self, batch: str) -> dict[str, str]:
        sent = self.run("notify", batch, "--json")
        assert sent.exit_code == 0, sent.err
        return {each["prison"]: each["outcome"] for each in sent.json["notices"]}


class Mailroom(Office):
    """A prison's, that takes from its mailbox what it has not taken yet."""

    def __init__(self, folder: Path, postfix: Postfix, address: str = LEEDS) -> None:
        super().__init__(folder)
        self.postfix, self.address, self.taken = postfix, address, 0

    def fetch(self) -> Path:
        """Save the next message that arrives, as a mail program does."""
        message = self.postfix.read_mailbox(self.address, self.taken + 1)[self.taken]
        self.taken += 1
        saved = self.folder / f"mail{self.taken}.eml"
        saved.write_bytes(message)
        return saved

    def receive(self, mail: Path) -> tuple[int, list[str]]:
        run = self.run("desk", "receive", mail, "--json")
        assert run.err == ""
        return run.exit_code, [each["outcome"] for each in run.json["received"]]


@pytest.fixture
def postfix() -> Iterator[Postfix]:
    with tempfile.TemporaryDirectory(prefix="prisonmail-postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postfix_server(folder, (ERIC, LEEDS, HULL)) as server:
            yield server


@pytest.fixture
def firm(tmp_path: Path, postfix: Postfix) -> MailingFirm:
    return MailingFirm(tmp_path / "firm", postfix)


@pytest.fixture
def prison(tmp_path: Path, postfix: Postfix) -> Mailroom:
    room = Mailroom(tmp_path / "prison", postfix)
    assert room.run("desk", "prison", "HMP Leeds").exit_code == 0
    return room


def files_of(mail: Path) -> Files:
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    found = {str(part.get_filename()): part.get_content() for part in message.iter_attachments()}
    return {name: found[name] for name in found if not name.endswith(".pdf")}


def send(postfix: Postfix, files: Files) -> None:
    """Send files to the prison as anybody can who has a relay that takes them."""
    kind = "application/octet-stream"
    attached = tuple(Attachment(name, kind, content) for name, content in files.items())
    with open_relay(
        Relay("localhost", POST, postfix.port, ca_file=str(postfix.ca_file)), postfix.folder
    ) as relay:
        relay.send(write_message(POST, LEEDS, "Letters", "On their way.\n", AT, attached))


def turn_byte(content: bytes, of: bytes) -> bytes:
    """Change one byte, in the middle of what is named."""
    at = content.index(of) + len(of) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def forge(files: Files, enemy: Firm) -> Files:
    """Sign a docket with another key, which it names: all holds, but whose it is."""
    (name,) = (each for each in files if each.endswith(".json"))
    enemy.run("key", "new")
    said = json.loads(files[name]) | {"key": enemy.run("key", "show", "--json").json["key"]}
    said["letters"][0]["name"], said["cancelled"] = "Somebody Else", []
    forged = enemy.folder / name
    forged.write_text(json.dumps(said), encoding="utf-8")
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-n", "prisonmail-docket", "-f"]
    key = enemy.run("key", "path").out.strip()
    subprocess.run([*sign, key, forged], check=True, capture_output=True)
    return {name: forged.read_bytes(), f"{name}.sig": Path(f"{forged}.sig").read_bytes()}


def test_from_the_proof_of_a_mailbox_to_the_word_of_what_arrived(
    firm: MailingFirm, prison: Mailroom, tmp_path: Path
) -> None:
    assert firm.prove_mailbox().exit_code == 0
    assert firm.run("ledger", "policy", "--require-proof").exit_code == 0
    batch, (first, second, third, elsewhere) = firm.issue()
    assert firm.notify(batch) == {"HLI": "sent", "LEI": "sent"}
    assert firm.notify(batch) == {"HLI": "sent-before", "LEI": "sent-before"}
    to_hull = Mailroom(tmp_path / "hull", firm.postfix, HULL).fetch()

    letters = prison.fetch()
    assert prison.receive(letters) == (0, ["waiting"])
    assert prison.verdict(first) == "sender-not-accepted"
    key = firm.run("key", "show", "--json").json["key"]
    assert key in letters.read_text("ascii")
    assert prison.run("desk", "trust", key).exit_code == 0
    assert prison.verdict(third, "--location", "HMP Hull") == "wrong-prison"
    answers = [prison.verdict(code) for code in (first, first, elsewhere)]
    assert answers == ["ready", "duplicate", "not-issued"]
    assert prison.run("verify", third, "--peek", "--json").json["sender_proof"]["standing"] == (
        "proved"
    )
    assert prison.receive(to_hull) == (65, ["refused"])
    assert prison.verdict(elsewhere) == "not-issued"

    assert firm.run("cancel", second, "--reason", "wrong enclosure").exit_code == 0
    later, (fourth,) = firm.issue(ONE_MORE)
    assert firm.notify(later) == {"LEI": "sent"}
    assert prison.verdict(second, "--peek") == "ready"  # nobody can know better until it is told
    assert prison.receive(prison.fetch()) == (0, ["taken"])
    assert [prison.verdict(code) for code in (second, fourth)] == ["cancelled", "ready"]
    send(firm.postfix, files_of(letters))  # the first once more: it was good then
    assert prison.receive(prison.fetch()) == (0, ["repeated"])
    assert prison.verdict(second) == "cancelled"

    report = prison.folder / "leeds.json"
    told = prison.run("desk", "report", "-o", report, "--json").json
    learnt = firm.run("ledger", "learn", report, "--key", told["key"], "--json").json
    assert learnt["new"] == learnt["checks"] == told["checks"]
    batches = {each["batch"]: each for each in firm.run("batches", "--json").json["batches"]}
    assert (batches[batch]["arrived"], batches[later]["arrived"]) == (3, 1)
    for office in (firm, prison):
        assert office.run("ledger", "check").exit_code == 0


def test_what_is_forged_replayed_or_tampered_with_on_its_way_changes_nothing(
    firm: MailingFirm, prison: Mailroom, tmp_path: Path
) -> None:
    batch, (first, second, *_) = firm.issue()
    firm.notify(batch)
    held_back = files_of(prison.fetch())
    (document,) = (each for each in held_back if each.endswith(".json"))
    firm.run("cancel", second, "--reason", "lost")
    later, (third,) = firm.issue(ONE_MORE)
    firm.notify(later)
    assert prison.receive(prison.fetch()) == (0, ["waiting"])
    prison.run("desk", "trust", firm.run("key", "show", "--json").json["key"])

    changes: dict[str, Callable[[Files], Files]] = {
        "a name": lambda f: f | {document: turn_byte(f[document], b"Tarquin Oddwell")},
        "a code": lambda f: f | {document: turn_byte(f[document], second.encode())},
        "the signature": lambda f: (
            f | {f"{document}.sig": turn_byte(f[f"{document}.sig"], f[f"{document}.sig"])}
        ),
    }
    for change in changes.values():
        send(firm.postfix, change(held_back))
        assert prison.receive(prison.fetch()) == (65, ["refused"])
        assert prison.verdict(first) == "not-issued"

    send(firm.postfix, forge(held_back, Firm(tmp_path / "enemy")))
    assert prison.receive(prison.fetch()) == (0, ["waiting"])
    assert prison.verdict(first) == "sender-not-accepted"
    send(firm.postfix, held_back)  # the older docket, after the newer that has cancelled one of it
    assert prison.receive(prison.fetch()) == (0, ["taken"])
    assert [prison.verdict(code) for code in (first, second, third)] == [
        *("ready", "cancelled", "ready")
    ]
    shown = prison.run("verify", first, "--peek", "--json").json
    assert shown["recipient"]["name"] == "Tarquin Oddwell"
    kinds = [each["kind"] for each in prison.run("ledger", "log", "--json").json["events"]]
    assert kinds.count("refused") == len(changes)
    assert prison.run("ledger", "check").exit_code == 0
