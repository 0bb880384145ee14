"""A firm and a prison, each with a home and processes of its own, and files that pass between."""

import json
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.offices import Firm, Office
from tests.systems import needs_ssh_keygen


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path / "firm")


@pytest.fixture
def prison(tmp_path: Path) -> Office:
    return Office(tmp_path / "prison")


def mail(folder: Path, stem: str, target: Path) -> Path:
    message = EmailMessage()
    message.set_content("Letters are on their way to you.")
    for path in sorted(folder.glob(f"{stem}*")):
        message.add_attachment(path.read_bytes(), "application", "octet-stream", filename=path.name)
    target.write_bytes(message.as_bytes())
    return target


def test_letters_are_announced_trusted_and_checked_at_the_prison(
    firm: Firm, prison: Office, tmp_path: Path
) -> None:
    batch, (first, second, third, elsewhere) = firm.issue()
    out = firm.announce(batch)
    prison.run("desk", "prison", "HMP Leeds")
    received = prison.run("desk", "receive", out, "--json")
    assert received.exit_code == 65
    outcomes = {each["prison"]: each for each in received.json["received"]}
    assert (outcomes["HLI"]["outcome"], outcomes["LEI"]["outcome"]) == ("refused", "waiting")
    assert outcomes["HLI"]["message"] == "It is for HLI, and this desk is at LEI."
    assert prison.verdict(first) == "sender-not-accepted"
    told = prison.run("desk", "receive", mail(out, "*LEI", tmp_path / "letters.eml"))
    assert (told.exit_code, "received before. Nothing has changed." in told.out) == (0, True)
    key = firm.run("key", "show", "--json").json["key"]
    assert prison.run("desk", "trust", key[: len("SHA256:") + 16]).exit_code == 0

    assert prison.verdict(first, "--location", "HMP Hull") == "wrong-prison"
    assert prison.verdict(first) == "ready"
    assert prison.verdict(first) == "duplicate"
    assert prison.verdict(elsewhere) == "not-issued"
    document = prison.run("verify", second, "--peek", "--json").json
    assert (document["source"], document["docket"]["key"]) == ("docket", key)
    assert document["docket"]["serial"] == 1
    assert document["recipient"]["name"] == "Łukasz Wiśniewski"

    firm.run("cancel", second, "--reason", "wrong enclosure")
    cancelled = firm.announce("--cancellations", "--prison", "LEI")
    assert prison.run("desk", "receive", cancelled).exit_code == 0
    assert prison.verdict(second) == "cancelled"

    report = tmp_path / "leeds.json"
    told = prison.run("desk", "report", "-o", report, "--json").json
    unknown = firm.run("ledger", "learn", report)
    assert (unknown.exit_code, f"--key {told['key']}" in unknown.err) == (2, True)
    learnt = firm.run("ledger", "learn", report, "--key", told["key"], "--json").json
    assert learnt["new"] == learnt["checks"] == told["checks"]
    assert firm.run("ledger", "learn", report, "--json").json["new"] == 0
    assert firm.run("batches", "--json").json["batches"][0]["arrived"] == 2
    tampered = report.read_bytes().replace(b"wrong-prison", b"ready")
    report.write_bytes(tampered)
    assert firm.run("ledger", "learn", report).exit_code == 65
    assert firm.run("ledger", "check").exit_code == 0

    listed = prison.run("desk", "senders", "--json").json["senders"]
    assert [(each["standing"], each["dockets"]) for each in listed] == [("accepted", 2)]
    prison.run("desk", "distrust", key)
    assert prison.verdict(third) == "sender-not-accepted"
    assert prison.run("ledger", "check").exit_code == 0


@needs_ssh_keygen
def test_what_is_forged_or_tampered_with_is_refused_and_changes_nothing(
    firm: Firm, prison: Office, tmp_path: Path
) -> None:
    batch, codes = firm.issue()
    out = firm.announce(batch, "--prison", "LEI")
    (path,) = out.glob("*.json")
    genuine = path.read_bytes()
    prison.run("desk", "receive", out)
    prison.run("desk", "trust", json.loads(genuine)["key"])

    path.write_bytes(genuine.replace(b"Tarquin Oddwell", b"Somebody Else"))
    refused = prison.run("desk", "receive", path)
    assert refused.exit_code == 65
    assert "The signature does not hold" in refused.out
    assert "Somebody" not in refused.out + refused.err

    enemy = Firm(tmp_path / "enemy")
    enemy.run("key", "new")
    stolen = json.loads(genuine)
    stolen["key"] = enemy.run("key", "show", "--json").json["key"]
    stolen["letters"][0]["name"] = "Somebody Else"
    stolen["cancelled"] = []
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(stolen), encoding="utf-8")
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-n", "prisonmail-docket"]
    key = enemy.run("key", "path").out.strip()
    subprocess.run([*sign, "-f", key, forged], check=True, capture_output=True)
    waiting = prison.run("desk", "receive", forged, "--json")
    assert [each["outcome"] for each in waiting.json["received"]] == ["waiting"]
    found = prison.run("verify", codes[0], "--json").json
    assert (found["verdict"], found["recipient"]["name"]) == ("ready", "Tarquin Oddwell")
    kinds = [each["kind"] for each in prison.run("ledger", "log", "--json").json["events"]]
    assert kinds.count("refused") == 1


def test_a_firm_that_changes_its_key_stays_trusted(firm: Firm, prison: Office) -> None:
    batch, codes = firm.issue()
    prison.run("desk", "receive", firm.announce(batch, "--prison", "LEI"))
    old = firm.run("key", "show", "--json").json["key"]
    statement = firm.run("key", "rotate", "--json").json["statement"]
    refused = prison.run("desk", "receive", statement)
    assert (refused.exit_code, "is not accepted here" in refused.out) == (65, True)
    prison.run("desk", "trust", old)
    for _ in range(2):
        assert prison.run("desk", "receive", statement).exit_code == 0
    firm.run("cancel", codes[1], "--reason", "lost")
    done = prison.run("desk", "receive", firm.announce("--cancellations", "--prison", "LEI"))
    assert done.out.startswith("taken:")
    assert [prison.verdict(code) for code in codes[:2]] == ["ready", "cancelled"]


def test_a_firm_that_revokes_its_key_is_not_believed_until_it_has_another(
    firm: Firm, prison: Office, tmp_path: Path
) -> None:
    batch, codes = firm.issue()
    prison.run("desk", "receive", firm.announce(batch, "--prison", "LEI"))
    old = firm.run("key", "show", "--json").json["key"]
    prison.run("desk", "trust", old)
    statement = firm.folder / "revoked.json"
    done = firm.run("key", "revoke", "--yes", "--reason", "Laptop stolen", "-o", statement)
    assert done.exit_code == 0, done.err
    told = prison.run("desk", "receive", mail(firm.folder, "revoked", tmp_path / "revoked.eml"))
    assert (told.exit_code, told.out.startswith(f"revoked: revoked.json: {old}")) == (0, True)
    assert "Laptop stolen" in told.out
    assert "was revoked before" in prison.run("desk", "receive", statement).out
    assert prison.verdict(codes[0]) == "sender-not-accepted"
    refused = prison.run("desk", "trust", old)
    assert (refused.exit_code, "is never accepted again" in refused.err) == (66, True)
    assert prison.run("desk", "senders").out.startswith("revoked  Greenstone Chambers")
    firm.run("key", "new")
    prison.run("desk", "receive", firm.announce(batch, "--prison", "LEI"))
    prison.run("desk", "trust", firm.run("key", "show", "--json").json["key"])
    assert prison.verdict(codes[0]) == "ready"
    assert prison.run("ledger", "check").exit_code == 0
