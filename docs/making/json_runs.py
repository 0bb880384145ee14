"""Runs what answers with --json once, on the example list, with a clock and chance of its own.

The documents are as scripts get them; only what differs from run to run is replaced.
"""

import json
import os
import re
import secrets
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from typer.testing import CliRunner

from prisonmail.cli.app import app
from prisonmail.system import clock, operators

EXAMPLES = Path(__file__).parents[2] / "examples"
_NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_PASSPHRASE = "anvil porridge sextant lime"  # noqa: S105 - of a home that is gone at once
_SETTLED = (
    (re.compile(r"SHA256:[A-Za-z0-9+/]{43}"), "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA"),
    (re.compile(r"key-changes/[0-9a-f]{16}"), "key-changes/3acda6ba4203f025"),
    (re.compile(r"ssh-ed25519 [A-Za-z0-9+/=]+"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…"),
    (
        re.compile(r"\b[0-9a-f]{64}\b"),
        "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    ),
)
RUNS = """
generate examples/recipients.csv --json
generate faulty.csv --json
mapping examples/recipients.csv --json
letter --name "Tarquin Oddwell" --number A1001XY --prison "HMP Leeds" -o one.pdf --json
batches --json
batches show BATCH --json
find oddwell --json
verify CODE --peek --json
verify CODE --location "HMP Leeds" --by "A. Patel" --json
codes show CODE --json
reissue CODE --prison "HMP Hull" -o again.pdf --json
reprint BATCH -o reprint.pdf --json
key new --json
key show --json
docket BATCH --prison WYI -o dockets --json
desk prison WYI --ledger desk.sqlite3 --json
desk receive dockets/greenstone-chambers-WYI-000001.json --ledger desk.sqlite3 --json
desk senders --ledger desk.sqlite3 --json
desk trust KEY --ledger desk.sqlite3 --json
verify LAST --ledger desk.sqlite3 --location WYI --json
desk report -o wetherby.json --ledger desk.sqlite3 --json
ledger learn wetherby.json --key DESK --json
desk distrust KEY --ledger desk.sqlite3 --json
desk purge --before 2026-10-01 --yes --ledger desk.sqlite3 --json
notify BATCH --prison LEI --dry-run mails --json
cancel CODE --reason "wrong enclosure" --json
people import examples/recipients.csv --json
people add --name "Ann Hart" --number A1009XY --prison "HMP Leeds" --json
people list --json
people show hart --json
people remove A1005XY --yes --json
people erase --number A1009XY --yes --json
purge --before 2026-10-01 --yes --json
profile show --json
profile confirm AAAA-AAAA --json
profile statements --accept --by "Eric Brown" --json
senders list --json
tokens list --json
cjsm eric.brown@greenstonechambers.co.uk.cjsm.net clerk@greenstonechambers.co.uk --json
envelopes --json
prisons search leeds --json
prisons show LEI --json
prisons import newer.json --json
ledger check --json
ledger log --limit 2 --json
ledger report --month 2026-11 --json
ledger policy --json
home save greenstone.home --passphrase-file passphrase.txt --json
home restore greenstone.home --passphrase-file passphrase.txt --json
doctor --json
watch inbox --once --settle 0.1 --json
key rotate --json
key revoke -o revoked.json --reason "Laptop stolen" --yes --json
verify 12345678901244 --ledger none.sqlite3 --json
"""
_UNSHOWN = (
    "senders import examples/cjsm-directory.csv",
    "profile confirm --eml code.eml",
    "tokens add mailroom --may check --mailbox mailroom@leeds.example.cjsm.net",
)
_FILES = {
    "inbox/clients.csv": "Name,Prison number,Prison\nAnn Hart,A1009XY,HMP Hull\n",
    "faulty.csv": "Name,Prison number,Prison\nTarquin Oddwell,A1O01XY,HMP Leeds\n",
    "newer.json": json.dumps(
        [
            {
                "prisonId": "LEI",
                "prisonName": "Leeds (HMP)",
                "active": True,
                "addresses": [
                    {"addressLine1": "3 Example Road", "town": "Leeds", "postcode": "LS12 2TJ"}
                ],
            }
        ]
    ),
    "mailrooms.csv": "prison,address,as_of\nLEI,mailroom@leeds.example.cjsm.net,2026-11-01\n",
    "passphrase.txt": f"{_PASSPHRASE}\n",
}


def run_all() -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the commands one after another; return each with the document that it answered."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        _prepare(Path(folder))
        named: dict[str, str] = {}
        for line in _UNSHOWN:
            _run(line, {})
        for line in RUNS.strip().splitlines():
            document = _run(line, named)
            _learn(line, document, named)
            yield line, json.loads(_settle(json.dumps(document), folder))


def _prepare(folder: Path) -> None:
    os.environ["PRISONMAIL_HOME"] = str(folder)
    shutil.copytree(EXAMPLES, folder / "examples")
    shutil.copy(EXAMPLES / "profile.toml", folder)
    os.umask(0o077)
    (folder / "inbox").mkdir()
    for name, text in _FILES.items():
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod(0o600)
    chance = Random(4711)  # noqa: S311 - for documents that are the same each time
    clock.now = lambda: _NOW
    secrets.token_bytes = lambda size=32: chance.randbytes(size or 32)
    secrets.token_hex = lambda size=32: chance.randbytes(size or 32).hex()
    secrets.randbelow = chance.randrange
    secrets.choice = chance.choice
    operators._find_user = lambda: "Eric Brown"
    operators._find_machine = lambda: "DESK-1"


def _run(line: str, named: dict[str, str]) -> dict[str, Any]:
    words = [named.get(word, word) for word in shlex.split(line)]
    apart = {"PRISONMAIL_HOME": str(Path.cwd() / "new")} if words[:2] == ["home", "restore"] else {}
    done = CliRunner().invoke(app, words, env=apart)
    if "--json" not in words:
        return {}
    try:
        text = done.stdout.splitlines()[-1] if words[0] == "watch" else done.stdout
        found: dict[str, Any] = json.loads(text)
    except (ValueError, IndexError):
        raise SystemExit(f"{line}\n{done.output}\n{done.exception!r}") from None
    return found


def _learn(line: str, document: dict[str, Any], named: dict[str, str]) -> None:
    """Keep what later commands name: the batch, its first and last code, and the keys."""
    if line.startswith("generate examples"):
        codes = [letter["code"] for letter in document["letters"]]
        named |= {"BATCH": document["batch"], "CODE": codes[0], "LAST": codes[-1]}
    if line.startswith("key new"):
        named["KEY"] = document["key"]
    if line.startswith("desk report"):
        named["DESK"] = document.get("key") or document.get("fingerprint") or ""


def _settle(text: str, folder: str) -> str:
    for pattern, words in _SETTLED:
        text = pattern.sub(words, text)
    return text.replace(os.path.realpath(folder), "/home/eric").replace(folder, "/home/eric")
