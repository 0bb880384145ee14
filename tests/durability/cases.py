"""The commands that are recorded, what lies on the disk before them, and what they promise.

To add a command, add a `Case` to `CASES`: what is there before (made in process, and taken to be
safely on disk), the words of the command, and for each text that it says what holds from then on.
What holds whatever was said is in `checks.py`: files are whole, the ledger is in order.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from prisonmail.ledger.records import IssuedLetter
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.packed_letters import Drafts
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.recipients.recipient import Recipient
from prisonmail.sender.signing.firm_key import make_key
from prisonmail.sender.signing.key_changes import read_change
from prisonmail.sender.signing.private_keys import read_head
from prisonmail.sender.signing.revocations import read_revocation
from prisonmail.system import clock
from prisonmail.use_cases.before_issue.draft_checks import draft_for
from tests.conftest import EXAMPLES, SENDER
from tests.durability.disk import Image

OLD, NEW = timedelta(days=90), timedelta(days=1)
NAMES = ("Tarquin Oddwell", "Siân Ffion Llwyd")
PROFILE = "home/profile.toml"
_DOCKET = "desk/dockets/greenstone-chambers-LEI-000001"
INIT = (
    *("profile", "init", "--force", "--organisation", "Greenstone Chambers"),
    *("--sender", "Eric Brown", "--role", "barrister", "--telephone", "0113 496 0000"),
    *("--cjsm-address", "eric.brown@greenstonechambers.co.uk.cjsm.net"),
    *("--address", "14 Park Square, Leeds", "--postcode", "LS1 2NE"),
)
_PROFILE = (EXAMPLES / "profile.toml").read_text("utf-8").replace("Greenstone", "Redstone")
_LIST = "Name,Prison number,Prison\nAnn Other,A1002XY,HMP Leeds\nBob Other,A1003XY,LEI\n"


@dataclass(frozen=True, slots=True)
class Desk:
    """A disk of its own: `home` holds profile and ledger, and a command is run in `desk`."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def folder(self) -> Path:
        return self.root / "desk"

    @property
    def ledger(self) -> Path:
        return self.home / "ledger.sqlite3"

    @property
    def journal(self) -> Path:
        return self.home / "ledger.sqlite3-wal"

    def issue(self, ago: timedelta, *, killed: bool = False) -> None:
        """Issue a batch some time ago; one who is `killed` then leaves the journal as it is."""
        prison = read_packaged_directory().find_by_code("LEI")
        assert prison is not None
        people = [Recipient(name=name, prison=prison, prison_number="A1001XY") for name in NAMES]
        drafts = Drafts(draft_for(each, 2, SENDER.role_in_full) for each in people)
        with open_ledger(self.ledger, make=True) as ledger:
            ledger.issue(drafts, SENDER, "dl", clock.now() - ago, 28)
            journal = self.journal.read_bytes()
        if killed:
            self.journal.write_bytes(journal)


@dataclass(frozen=True, slots=True)
class After:
    """What is found after a crash."""

    desk: Desk
    image: Image
    letters: Mapping[str, IssuedLetter]
    """The letters that the ledger has, by their codes."""


Promise = Callable[[After], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """A command to be recorded."""

    name: str
    prepare: Callable[[Desk], object]
    words: Callable[[Desk], Sequence[str]]
    promises: Mapping[str, Promise]
    """What holds once a text was said."""
    papers: Sequence[str] = ()
    """The PDFs that it makes, whose codes have to be recorded."""
    before: str = ""
    """What is run before the command, and recorded too: lines of Python."""


def _prepare_nothing(desk: Desk) -> None:
    """Have not even a home."""


def _prepare_list(desk: Desk) -> None:
    (desk.folder / "list.csv").write_text(_LIST, "utf-8")


def _prepare_profile(desk: Desk) -> None:
    desk.home.mkdir(0o700)
    (desk.home / "profile.toml").write_text(_PROFILE, "utf-8")


def _prepare_first(desk: Desk) -> None:
    _prepare_list(desk)
    _prepare_profile(desk)


def _prepare_second(desk: Desk) -> None:
    _prepare_first(desk)
    desk.issue(NEW)
    (desk.folder / "out.pdf").write_bytes(b"of an earlier run")


def _prepare_ledger(desk: Desk) -> None:
    desk.issue(NEW)


def _prepare_old_journal(desk: Desk) -> None:
    desk.issue(OLD, killed=True)


def _prepare_key(desk: Desk) -> None:
    made = make_key(desk.home / "firm.key", "")
    (desk.folder / "first").write_text(made.public.fingerprint, "ascii")


def _prepare_docket(desk: Desk) -> None:
    desk.issue(NEW)
    make_key(desk.home / "firm.key", "")


def _docket(desk: Desk) -> Sequence[str]:
    with open_ledger(desk.ledger) as ledger:
        (summary,) = ledger.list_batches(2)
    return ("docket", summary.batch.id, "-o", "dockets")


def _first_code(desk: Desk) -> str:
    with open_ledger(desk.ledger) as ledger:
        (summary,) = ledger.list_batches(2)
        return str(next(iter(ledger.read_issued(summary.batch.id))).code)


def _generate(*more: str) -> Callable[[Desk], Sequence[str]]:
    return lambda desk: ("generate", "list.csv", "-o", "out.pdf", *more)


def _verify(desk: Desk) -> Sequence[str]:
    return ("verify", _first_code(desk))


def _purge(desk: Desk) -> Sequence[str]:
    day = clock.uk_date(clock.now() - timedelta(days=60))
    return ("purge", "--before", day.isoformat(), "--yes")


def _init(desk: Desk) -> Sequence[str]:
    return INIT


def _reissue(desk: Desk) -> Sequence[str]:
    return ("reissue", _first_code(desk), "--prison", "HLI", "-o", "new.pdf")


def _is_reissued(after: After) -> bool:
    cancelled = sum(1 for each in after.letters.values() if each.cancellation)
    return "desk/new.pdf" in after.image and (len(after.letters), cancelled) == (3, 1)


def _is_printed(after: After) -> bool:
    return "desk/out.pdf" in after.image and len(after.letters) >= 2


def _is_used(after: After) -> bool:
    return any(each.first_check for each in after.letters.values())


def _is_erased(after: After) -> bool:
    held = [content for content in after.image.values() if content]
    named = any(each.name for each in after.letters.values())
    return not named and not any(name.encode() in content for name in NAMES for content in held)


def _suspend(desk: Desk) -> Sequence[str]:
    return ("senders", "suspend", SENDER.cjsm_address, "--reason", "left")


def _is_suspended(after: After) -> bool:
    with open_ledger(after.desk.ledger) as ledger:
        return not ledger.senders.may_send(SENDER.cjsm_address)


def _is_made(after: After) -> bool:
    return b"Greenstone Chambers" in (after.image.get(PROFILE) or b"")


def _is_known(after: After) -> bool:
    """There is a whole key: the first one, or one that the first one has signed."""
    key = read_head(after.image.get("home/firm.key") or b"").public
    if key.fingerprint.encode() == after.image["desk/first"]:
        return True
    parts = (".json", ".json.sig")
    kept = [path for path in after.image if path.startswith("home/key-changes/")]
    statement, signature = (
        after.image[path] or b"" for part in parts for path in kept if path.endswith(part)
    )
    return read_change(statement, signature).new_key == key


def _is_changed(after: After) -> bool:
    key = read_head(after.image.get("home/firm.key") or b"").public
    return key.fingerprint.encode() != after.image["desk/first"]


def _is_told(after: After) -> bool:
    """No document of a docket is there that is not recorded, or lacks its signature or page."""
    document = after.image.get(f"{_DOCKET}.json")
    if document is None:
        return True
    with open_ledger(after.desk.ledger) as ledger:
        (summary,) = ledger.list_batches(2)
        told = [each.detail for each in ledger.list_happenings(summary.batch.id)]
    digest = hashlib.sha256(document).hexdigest()
    beside = (after.image.get(f"{_DOCKET}{ending}") for ending in (".json.sig", ".pdf"))
    return all(beside) and f"LEI 1 {digest}" in told


def _read_revoked(after: After) -> list[str]:
    """The keys that are revoked, by statements that each have their signature."""
    return [
        read_revocation(content or b"", after.image[f"{path}.sig"] or b"").key
        for path, content in after.image.items()
        if path.endswith("revoked.json")
    ]


def _is_revoked(after: After) -> bool:
    """The first key is revoked, here and in the file that is to be sent."""
    return [each.encode() for each in _read_revoked(after)] == [after.image["desk/first"]] * 2


def _is_in_address_book(after: After) -> bool:
    with open_ledger(after.desk.ledger) as ledger:
        return len(ledger.address_book.list_entries()) == 2


def _has(path: str) -> Promise:
    return lambda after: path in after.image


CASES = (
    Case(
        "generate",
        _prepare_first,
        _generate(),
        {"sheets → out.pdf": _is_printed},
        papers=("desk/out.pdf",),
    ),
    Case("verify", _prepare_ledger, _verify, {"READY": _is_used}),
    Case("suspend", _prepare_ledger, _suspend, {"is suspended": _is_suspended}),
    Case("purge", _prepare_old_journal, _purge, {"journal: gone": _is_erased}),
    Case("profile", _prepare_nothing, _init, {"The profile is made": _is_made}),
    Case("profile-force", _prepare_profile, _init, {"The profile is made": _is_made}),
)
_DAY = f"""
import csv, subprocess, sys
def run(*words):
    subprocess.run([sys.executable, "-m", "prisonmail", *words], check=True)
run(*{INIT!r})
run("generate", "list.csv", "-o", "out.pdf", "--manifest", "codes.csv")
with open("codes.csv", encoding="utf-8") as file:
    code = next(csv.DictReader(file))["code"]
run("verify", code)
run("ledger", "witness", "witness.json")
run("ledger", "backup", "backup.sqlite3")
"""
LONG_CASES = (
    *CASES,
    Case(
        "generate-again",
        _prepare_second,
        _generate("--force"),
        {"sheets → out.pdf": _is_printed},
        papers=("desk/out.pdf",),
    ),
    Case(
        "people-import",
        _prepare_second,
        lambda _: ("people", "import", "list.csv"),
        {"2 people added": _is_in_address_book},
    ),
    Case(
        "key-rotate",
        _prepare_key,
        lambda _: ("key", "rotate"),
        {"": _is_known, "There is a new key": _is_changed},
    ),
    Case(
        "docket",
        _prepare_docket,
        _docket,
        {"": _is_told, "docket 1, 2 letters": _has(f"{_DOCKET}.json")},
    ),
    Case(
        "key-revoke",
        _prepare_key,
        lambda _: ("key", "revoke", "--yes", "-o", "revoked.json"),
        {"": lambda after: len(_read_revoked(after)) < 3, "is revoked": _is_revoked},
    ),
    Case(
        "reissue",
        _prepare_second,
        _reissue,
        {"sheet → new.pdf": _is_reissued},
        papers=("desk/new.pdf",),
    ),
    Case(
        "day",
        _prepare_list,
        lambda desk: ("mapping", "list.csv", "--save-mapping", "firm"),
        {
            "The profile is made": _is_made,
            "sheets → out.pdf": _is_printed,
            "READY": _is_used,
            "witness.json": _has("desk/witness.json"),
            "backup.sqlite3": _has("desk/backup.sqlite3"),
            "Saved": _has("home/mappings/firm.json"),
        },
        papers=("desk/out.pdf",),
        before=_DAY,
    ),
)
"""With several commands, one after another: what one left unsynced may be lost in the next."""
