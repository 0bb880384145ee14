"""A sender that is suspended issues nothing, and what it has issued is not delivered."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, Run

Cli = Callable[..., Run]
LIST = EXAMPLES / "recipients.csv"
DIRECTORY = EXAMPLES / "cjsm-directory.csv"
ERIC = "eric.brown@greenstonechambers.co.uk.cjsm.net"


def test_a_suspension_reaches_what_was_issued_and_is_lifted_again(
    prisonmail: Cli, profile: Path
) -> None:
    issued = prisonmail("generate", LIST, "--json").json["letters"]
    first, second = issued[0]["code"], issued[1]["code"]
    stopped = prisonmail("senders", "suspend", ERIC.upper(), "--reason", "left the firm")
    assert (stopped.exit_code, stopped.err) == (0, f"{ERIC.upper()} is suspended.\n")
    refused = prisonmail("generate", LIST, "--again", "--force", "--json")
    assert (refused.exit_code, refused.json["error"]["kind"]) == (66, "sender")
    assert f"{ERIC} is suspended on this ledger" in refused.err
    for peek in (["--peek"], []):
        answer = prisonmail("verify", first, "--json", *peek)
        assert (answer.exit_code, answer.json["verdict"]) == (1, "sender-suspended")
    assert f"{ERIC} is suspended" in prisonmail("doctor").out
    assert prisonmail("senders", "reactivate", ERIC).exit_code == 0
    assert prisonmail("verify", first).exit_code == 0  # the check while suspended used nothing up
    assert prisonmail("senders", "remove", ERIC, "--reason", "closed").exit_code == 0
    assert prisonmail("verify", second, "--json").json["verdict"] == "sender-suspended"
    listed = prisonmail("senders", "list", "--json").json["senders"]
    assert [(each["cjsm_address"], each["status"]) for each in listed] == [(ERIC, "deleted")]
    assert prisonmail("ledger", "check").exit_code == 0
    assert f"sender entered as suspended {ERIC}: left the firm" in prisonmail("ledger", "log").out


def test_the_directory_of_cjsm_is_taken(prisonmail: Cli, profile: Path) -> None:
    assert prisonmail("senders", "import", DIRECTORY).exit_code == 66  # no ledger
    prisonmail("generate", LIST)
    taken = prisonmail("senders", "import", DIRECTORY)
    assert taken.err == "3 addresses read, 1 row without an address: 3 entered or changed.\n"
    assert prisonmail("senders", "import", DIRECTORY).err.endswith(
        "address: 0 entered or changed.\n"
    )
    listed = prisonmail("senders", "list").out
    assert "percival.quill@bluestonesolicitors.co.uk.cjsm.net locked" in " ".join(listed.split())
    assert listed.endswith("3 senders entered.\n")
    assert "Quarry" not in prisonmail("ledger", "log").out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Name,Prison\na,b\n", "has no columns `Secure Email` and `Account Status`"),
        (b"Secure Email,Account Status\na@b.cjsm.net,Odd\n", "row 2: `Odd` is not a status"),
        (b"Secure Email,Account Status\na@b.example,Active\n", "row 2: `a@b.example` does not"),
        (
            b"Secure Email,Account Status\na@b.cjsm.net,Active\nA@b.cjsm.net,Locked\nc,Active\n",
            "row 3: `A@b.cjsm.net` stands in row 2 already\n  row 4: `c` is no address",
        ),
        (b"\xff\xfe\x00", "it is not in UTF-8"),
        (b'"a', "it is not CSV"),
        (
            b"Secure Email,Account Status\n"
            + b"".join(b"a%d@b.cjsm.net,Active\n" % row for row in range(501)),
            "it has 501 addresses, and a file may have 500",
        ),
    ],
)
def test_a_file_with_anything_wrong_is_not_taken_at_all(
    prisonmail: Cli, profile: Path, home: Path, content: bytes, words: str
) -> None:
    prisonmail("generate", LIST)
    (home / "directory.csv").write_bytes(content)
    refused = prisonmail("senders", "import", "directory.csv")
    assert (refused.exit_code, words in refused.err) == (65, True), refused.err
    assert prisonmail("senders", "list").out == "0 senders entered.\n"


def test_columns_are_known_by_their_places_too(prisonmail: Cli, profile: Path, home: Path) -> None:
    prisonmail("generate", LIST)
    rows = DIRECTORY.read_text("utf-8").splitlines(keepends=True)
    (home / "directory.csv").write_text("".join(rows[1:]), "utf-8")
    assert "3 addresses read" in prisonmail("senders", "import", "directory.csv").err


def test_only_a_cjsm_address_is_entered(prisonmail: Cli, profile: Path) -> None:
    run = prisonmail("senders", "suspend", "a@b.example", "--reason", "x")
    assert (run.exit_code, "is no CJSM address" in run.err) == (2, True)
