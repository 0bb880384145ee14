"""`profile confirm` proves the mailbox, and a ledger can ask for that before anything is issued."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, message_from_string
from pathlib import Path

import pytest
import trustme

from prisonmail.cjsm.relay_passwords import PASSWORD as VARIABLE
from prisonmail.system import clock
from tests.cjsm.relays import PASSWORD, SENDER, Received, aiosmtpd_relay, keep_authority
from tests.conftest import EXAMPLES, Run
from tests.systems import is_private

Cli = Callable[..., Run]
LIST = EXAMPLES / "recipients.csv"
ADDRESS = "eric.brown@greenstonechambers.co.uk.cjsm.net"


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def relay(
    received: Received, profile: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A mail relay, and a profile that names it."""
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    keep_authority(authority, home)
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with aiosmtpd_relay(received, authority) as port:
        entries = {"host": "localhost", "from": SENDER, "user": "firm", "ca_file": "ca.pem"}
        lines = "".join(f'{key} = "{value}"\n' for key, value in entries.items())
        with profile.open("a", encoding="utf-8") as file:
            file.write(f"\n[relay]\nport = {port}\n{lines}")
        yield


def code_in(received: Received) -> str:
    return code_of(received.messages[-1].decode())


def code_of(message: str) -> str:
    payload = message_from_string(message).get_payload(decode=True)
    assert isinstance(payload, bytes)
    found = re.search(r"^    (\w{4}-\w{4})\r?$", payload.decode(), re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.usefixtures("relay")
def test_the_code_that_arrives_proves_the_mailbox(prisonmail: Cli, received: Received) -> None:
    assert prisonmail("ledger", "policy", "--require-proof").exit_code == 66  # no ledger yet
    sent = prisonmail("profile", "confirm")
    assert (sent.exit_code, sent.out) == (0, "")
    assert f"A code was sent to {ADDRESS}, good for 30 minutes.\n" in sent.err
    message = message_from_bytes(received.messages[0])
    assert (message["From"], message["To"]) == (SENDER, ADDRESS)
    code = code_in(received)
    assert code not in sent.err
    assert "require-proof        yes\n" in prisonmail("ledger", "policy", "--require-proof").out
    refused = prisonmail("generate", LIST, "--json")
    assert (refused.exit_code, refused.json["error"]["kind"]) == (66, "sender")
    assert f"whose mailbox is not proved, and {ADDRESS} is not." in refused.err
    wrong = prisonmail("profile", "confirm", "AAAA-AAAA")
    assert (wrong.exit_code, wrong.out) == (1, "That is not the code. 5 tries left.\n")
    proved = prisonmail("profile", "confirm", code, "--json")
    assert proved.exit_code == 0
    assert proved.json["outcome"] == "proved"
    assert proved.json["proof"]["standing"] == "proved"
    again = prisonmail("profile", "confirm", code)
    assert (again.exit_code, again.out[:26]) == (1, "No code is waiting for thi")
    issued = prisonmail("generate", LIST, "--json")
    assert issued.exit_code == 0
    assert issued.json["proof"]["good"] is True
    assert prisonmail("ledger", "check").exit_code == 0


@pytest.mark.usefixtures("relay")
def test_the_standing_is_told_and_a_proof_ends(
    prisonmail: Cli, received: Received, monkeypatch: pytest.MonkeyPatch, profile: Path
) -> None:
    assert prisonmail("profile", "check").out.endswith(
        "prove it with: prisonmail profile confirm\n"
    )
    prisonmail("profile", "confirm")
    prisonmail("profile", "confirm", code_in(received))
    now = clock.now()
    until = clock.long_date(clock.uk_date(now + timedelta(days=90)))
    said = f"proved until {until}, by a code that was sent there\n"
    assert prisonmail("profile", "check").out.endswith(f"Its mailbox is {said}")
    assert f"\nmailbox          {said}" in prisonmail("profile", "show").out
    assert prisonmail("profile", "show", "--json").json["proof"]["good"] is True
    assert f"{ADDRESS} is proved until {until}." in prisonmail("doctor").out
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=91))
    assert "no longer proved since" in prisonmail("profile", "check").out
    prisonmail("ledger", "policy", "--require-proof")
    assert f"the proof of {ADDRESS} ended on" in prisonmail("generate", LIST).err
    assert "the proof of" in prisonmail("doctor").out
    monkeypatch.setattr(clock, "now", lambda: now)
    changed = profile.read_text("utf-8").replace('"barrister"', '"solicitor"')
    profile.write_text(changed, "utf-8")
    assert "not proved" in prisonmail("profile", "check").out


@pytest.mark.usefixtures("relay")
def test_a_fourth_code_within_the_hour_is_refused(prisonmail: Cli, received: Received) -> None:
    codes = [prisonmail("profile", "confirm").exit_code for _ in range(4)]
    assert codes == [0, 0, 0, 75]
    assert len(received.messages) == 3


@pytest.mark.usefixtures("relay")
def test_a_mail_that_may_have_gone_leaves_its_code_good(
    prisonmail: Cli, received: Received
) -> None:
    received.answers["data"] = "cut"
    cut = prisonmail("profile", "confirm")
    assert cut.exit_code == 75
    assert "it may have gone" in cut.err
    assert "its code is good: type it as usual" in cut.err
    waiting = prisonmail("profile", "confirm", "AAAA-AAAA")
    assert waiting.out == "That is not the code. 5 tries left.\n"


@pytest.mark.usefixtures("relay")
def test_a_relay_that_refuses_ends_with_its_own_exit_code(
    prisonmail: Cli, received: Received
) -> None:
    received.answers["rcpt"] = "550 5.1.1 no such mailbox"
    refused = prisonmail("profile", "confirm")
    assert (refused.exit_code, "no such mailbox" in refused.err) == (69, True)
    received.answers["rcpt"] = "450 4.2.0 later"
    assert prisonmail("profile", "confirm").exit_code == 75


def test_web_mail_sends_the_message_from_a_file(prisonmail: Cli, profile: Path, home: Path) -> None:
    assert prisonmail("profile", "confirm").exit_code == 66  # no relay in the profile
    made = prisonmail("profile", "confirm", "--eml", "code.eml")
    assert made.exit_code == 0
    assert is_private(home / "code.eml")
    assert prisonmail("profile", "confirm", "--eml", "code.eml").exit_code == 73
    code = code_of((home / "code.eml").read_text())
    proved = prisonmail("profile", "confirm", code, "--json").json
    assert proved["proof"]["standing"] == "by-file"


def test_a_second_person_vouches(prisonmail: Cli, profile: Path) -> None:
    confirm = ("profile", "confirm", "--by", "A. Clerk", "--attested-by")
    for name in ("a. clerk", "Eric Brown", " "):
        assert prisonmail(*confirm, name).exit_code == 2
    assert prisonmail(*confirm, "B. New").exit_code == 0
    assert prisonmail("profile", "show", "--json").json["proof"]["standing"] == "attested"
    assert prisonmail("profile", "confirm", "ABCD", "--attested-by", "B. New").exit_code == 2


@pytest.mark.usefixtures("relay")
@pytest.mark.parametrize(
    ("words", "outcome", "tries_left", "standing"),
    [
        ((), "sent", 6, None),
        (("--eml", "code.eml"), "written", 6, None),
        (("--attested-by", "B. New", "--by", "A. Clerk"), "attested", 0, "attested"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_each_step_answers_in_json_and_says_no_more(
    prisonmail: Cli, words: tuple[str, ...], outcome: str, tries_left: int, standing: str | None
) -> None:
    done = prisonmail("profile", "confirm", *words, "--json")
    assert (done.exit_code, done.err) == (0, "")
    document = done.json
    proof = document.pop("proof")
    assert (proof and proof["standing"]) == standing
    assert document == {
        "version": 1,
        "outcome": outcome,
        "cjsm_address": ADDRESS,
        "tries_left": tries_left,
        "sender_status": None,
    }


def test_a_password_is_asked_for_only_on_a_terminal(prisonmail: Cli, profile: Path) -> None:
    assert prisonmail("profile", "relay-password").exit_code == 66
    with profile.open("a") as file:
        file.write(f'[relay]\nhost = "relay.example"\nfrom = "{SENDER}"\nuser = "firm"\n')
    run = prisonmail("profile", "relay-password", stdin="secret\n")
    assert (run.exit_code, "PRISONMAIL_RELAY_PASSWORD_FILE" in run.err) == (2, True)


def test_a_ledger_that_cannot_be_read_is_told_and_the_profile_still_shown(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    (home / "ledger.sqlite3").write_text("no ledger")
    shown = prisonmail("profile", "show")
    assert shown.exit_code == 0
    assert "whether its mailbox is proved cannot be told" in shown.err


@pytest.mark.usefixtures("relay")
def test_why_a_code_is_good_no_more_is_said(
    prisonmail: Cli, received: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    prisonmail("profile", "confirm")
    code, now = code_in(received), clock.now()
    said = [prisonmail("profile", "confirm", "AAAA-AAAA").out for _ in range(7)]
    assert said[4] == "That is not the code. 1 try left.\n"
    assert said[5].startswith("That is not the code. Ask for another")
    assert said[6].startswith("The code was typed wrongly too often")
    assert prisonmail("profile", "confirm", code).out == said[6]
    prisonmail("profile", "confirm")
    code = code_in(received)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=32))
    assert prisonmail("profile", "confirm", code).out.startswith("The code is too old.")


@pytest.mark.usefixtures("relay")
def test_each_who_signs_has_a_proof_of_their_own(
    prisonmail: Cli, received: Received, profile: Path
) -> None:
    with profile.open("a", encoding="utf-8") as file:
        file.write('\n[signatories.jb]\nname = "Jane Bell"\nrole = "barrister"\n')
        file.write('cjsm_address = "jane.bell@greenstonechambers.co.uk.cjsm.net"\n')
    assert prisonmail("profile", "confirm", "--signatory", "xx").exit_code == 2
    assert prisonmail("profile", "confirm", "--signatory", "jb").exit_code == 0
    assert received.recipients == ["jane.bell@greenstonechambers.co.uk.cjsm.net"]
    prisonmail("ledger", "policy", "--require-proof")
    proved = prisonmail("profile", "confirm", code_in(received), "--signatory", "jb")
    assert (proved.exit_code, proved.out[:9]) == (0, "jane.bell")
    refused = prisonmail("generate", LIST)
    assert (refused.exit_code, f"{ADDRESS} is not." in refused.err) == (66, True)
    assert prisonmail("generate", LIST, "--signatory", "jb").exit_code == 0
