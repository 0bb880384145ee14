"""A ledger is encrypted, decrypted or given another key, while others use it, or is killed then."""

import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from prisonmail.codes import Code
from prisonmail.errors import OutputRefused
from prisonmail.ledger.database import encrypting, sqlite_file
from prisonmail.ledger.database.encrypting import find_old_file
from prisonmail.ledger.store import is_encrypted, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.reports.keeping.encryption import encryption_words
from prisonmail.sender.sender import Sender
from prisonmail.use_cases.keeping import ledger_encryption
from tests.conftest import ISSUED_AT
from tests.soundness import FORKS, die_at, start_pool, started

posix = pytest.mark.skipif(os.name != "posix", reason="needs processes of POSIX")
COMMANDS: dict[str, Callable[[str], object]] = {
    "encrypt": lambda place: ledger_encryption.encrypt(place, None, ISSUED_AT),
    "rekey": lambda place: ledger_encryption.rekey(place, None, ISSUED_AT),
    "decrypt": ledger_encryption.decrypt,
}
PERSONAL = (b"Quillfeather", b"A7007QQ", b"C/7007/ZZ", b"Nesbitt")


class Subject:
    """A ledger in a folder of its own, and what has to be in it."""

    def __init__(self, path: Path, codes: list[Code]) -> None:
        self.path, self.codes = path, codes
        self.place = str(path)
        self.before = self.export()

    def run(self, command: str) -> None:
        COMMANDS[command](self.place)

    def run_when_free(self, command: str) -> None:
        """Run a command again while it is refused because others have the ledger open."""
        try:
            self.run(command)
        except OutputRefused as refused:
            if "open, so that nothing was changed" not in refused.message:
                raise
            self.run_when_free(command)

    def export(self) -> bytes:
        with open_ledger(self.path) as ledger:
            file = BytesIO()
            ledger.export(file)
            assert ledger.audit().faults == ()
        return file.getvalue()

    def read_files(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.path.parent.iterdir())


@pytest.fixture
def subject(tmp_path: Path, drafted: Callable[..., Draft], sender: Sender) -> Subject:
    """A plain ledger with two hundred letters, one of them checked."""
    path = tmp_path / "own" / "ledger.sqlite3"
    path.parent.mkdir()
    person = {"prison_number": "A7007QQ", "reference": "C/7007/ZZ"}
    with open_ledger(path, make=True) as ledger:
        drafts = Drafts(drafted(f"Quillfeather {n}", **person) for n in range(200))
        _, letters = ledger.issue(drafts, sender, "dl", ISSUED_AT, 28)
        codes = [letter.code for letter in letters]
        ledger.check(codes.pop(), ISSUED_AT, "HMP Hull", "Nesbitt")
    return Subject(path, codes)


def test_it_is_the_same_ledger_encrypted_and_as_it_was(subject: Subject) -> None:
    assert PERSONAL[0] in subject.read_files()
    for command, encrypted in (("encrypt", True), ("rekey", True), ("decrypt", False)):
        old = subject.path.read_bytes()
        subject.run(command)
        assert is_encrypted(subject.path) is encrypted
        assert subject.path.read_bytes()[:4096] != old[:4096]
        assert subject.export() == subject.before
        assert any(word in subject.read_files() for word in PERSONAL) is not encrypted
        assert [path.name for path in subject.path.parent.iterdir()] == [subject.path.name]
        with open_ledger(subject.path) as ledger:  # this machine has seen no other ledger
            assert ledger.check(subject.codes.pop(), ISSUED_AT, draw=lambda: 99).verdict.deliver
        subject.before = subject.export()


@posix
def test_the_bytes_of_the_plain_file_are_overwritten(subject: Subject) -> None:
    """Not only its name is gone: whoever has it open finds zeros."""
    with subject.path.open("rb") as old:
        subject.run("encrypt")
        content = old.read()
    assert content.count(0) == len(content) > 0


def test_a_file_that_was_written_to_after_all_gets_its_name_back(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it can be on Windows, where it has to be closed before it is replaced."""
    whole = encrypting._end
    monkeypatch.setattr(encrypting, "_end", lambda path, written: whole(path, written - 1))
    with pytest.raises(OutputRefused, match="has written to the ledger"):
        subject.run("encrypt")
    assert not is_encrypted(subject.path)
    assert subject.export() == subject.before


@posix
def test_what_is_encrypted_is_the_file_that_has_the_name(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after another such command was killed, which this one had waited for."""
    newer, whole = tmp_path / "newer.sqlite3", sqlite_file.switch_journal
    shutil.copy(subject.path, newer)
    with open_ledger(newer) as ledger:
        ledger.check(subject.codes[0], ISSUED_AT)

    def replace_first(*arguments: Any) -> None:
        if newer.exists():
            newer.replace(subject.path)
        whole(*arguments)

    monkeypatch.setattr(encrypting, "switch_journal", replace_first)
    subject.run("encrypt")
    with open_ledger(subject.path) as ledger:
        assert ledger.check(subject.codes[0], ISSUED_AT).verdict.value == "duplicate"


@pytest.mark.parametrize("failing", ["link", "overwrite"])
def test_it_is_told_if_old_bytes_are_not_overwritten(
    subject: Subject, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if failing == "link":
        monkeypatch.setattr(os, "link", lambda *given: refuse())
    else:
        monkeypatch.setattr(encrypting, "_overwrite", lambda old: False)
    done = ledger_encryption.encrypt(subject.place, None, ISSUED_AT)
    assert (done.overwritten, is_encrypted(subject.path)) == (False, True)
    assert any("not be overwritten" in str(line) for line in encryption_words(done))
    assert len(list(subject.path.parent.iterdir())) == 1


def refuse() -> None:
    raise OSError


def test_a_ledger_that_is_not_in_order_stays_as_it_is(subject: Subject) -> None:
    with open_ledger(subject.path) as ledger:
        ledger._database.execute("UPDATE events SET detail = 'expired' WHERE number = 2")
    with pytest.raises(OutputRefused, match="not in order, and stays as it is: Event 2"):
        subject.run("encrypt")
    assert not is_encrypted(subject.path)


@posix
@pytest.mark.parametrize("command", ["encrypt", "rekey"])
def test_a_ledger_that_somebody_has_open_stays_as_it_is(
    subject: Subject, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if command == "rekey":
        subject.run("encrypt")
    monkeypatch.setattr(encrypting, "_PATIENCE_SECONDS", 0.2)
    file = subject.path.stat().st_ino
    with _another(_hold_open, subject.place) as holder:
        holder.recv()
        with pytest.raises(OutputRefused, match="Another program has the ledger"):
            subject.run(command)
        holder.send("go on")
    assert subject.path.stat().st_ino == file
    assert subject.export() == subject.before
    assert len(list(subject.path.parent.iterdir())) == 1


@posix
@pytest.mark.parametrize("command", ["encrypt", "decrypt"])
@pytest.mark.parametrize(
    ("journal", "step", "after", "replaced"),
    [
        ("wal", "_set_up", False, True),
        ("wal", "_set_up", True, False),  # it has read, and so its part in the lock
        ("delete", "_set_up", True, True),
        ("delete", "switch_journal", False, True),
        ("delete", "switch_journal", True, True),
        ("delete", "_connect_once", True, False),
    ],
)
def test_a_check_is_never_recorded_in_a_file_that_lost_its_name(
    subject: Subject,
    command: str,
    journal: str,
    step: str,
    after: bool,
    replaced: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another process has come to a step of opening the ledger when that is replaced."""
    if command == "decrypt":
        subject.run("encrypt")
    if journal == "delete":
        with open_ledger(subject.path) as ledger:
            ledger._database.execute("PRAGMA journal_mode = DELETE")
    monkeypatch.setattr(encrypting, "_PATIENCE_SECONDS", 0.2)
    file = subject.path.stat().st_ino
    with _another(_check_slowly, subject.place, subject.codes[0], step, after) as desk:
        desk.recv()
        if replaced:
            subject.run(command)
        else:
            with pytest.raises(OutputRefused, match="has the ledger"):
                subject.run(command)
        assert (subject.path.stat().st_ino != file) is replaced
        desk.send("go on")
        assert desk.recv() == "ready"
    with open_ledger(subject.path) as ledger:
        assert ledger.check(subject.codes[0], ISSUED_AT).verdict.value == "duplicate"
        assert ledger.audit().faults == ()


@posix
def test_no_check_is_lost_while_the_ledger_is_replaced(subject: Subject) -> None:
    codes = subject.codes[:30]
    with start_pool(3) as pool:
        answers = pool.starmap_async(_check_all, [(subject.place, codes)] * 3, chunksize=1)
        done = 0
        while not answers.ready():
            for command in COMMANDS:
                subject.run_when_free(command)
                done += 1
        found = answers.get()
    for given in zip(*found, strict=True):
        assert Counter(given) == {"ready": 1, "duplicate": 2}
    with open_ledger(subject.path) as ledger:
        examined = ledger.audit()
        assert (examined.faults, examined.head.number) == ((), 2 + 3 * 30)
    assert done >= len(COMMANDS)


KEYS, CHANGE = "prisonmail.ledger.apart.cipher_keys", "prisonmail.ledger.database.encrypting"
KILLS = {
    ("encrypt",): [
        (KEYS, "_put_away", 1, True),
        (KEYS, "write_note", 1, True),
        (CHANGE, "switch_journal", 1, True),
        ("prisonmail.use_cases.keeping.ledger_encryption", "_refuse_faults", 1, True),
        (CHANGE, "_name_old_file", 1, False),
        (CHANGE, "_overwrite", 1, True),
    ],
    tuple(COMMANDS): [
        (CHANGE, "_fill", 1, True),
        (CHANGE, "_name_old_file", 1, True),
        ("prisonmail.system.output_files", "_publish", -1, True),
        (CHANGE, "_overwrite", 1, False),
    ],
}
"""For commands: the owner of a function, its name, the call of it, and if the kill is after it."""


@posix
@pytest.mark.parametrize(
    ("command", "kill"),
    [
        pytest.param(command, kill, id=f"{command}-{'after' if kill[3] else 'before'}-{kill[1]}")
        for commands, kills in KILLS.items()
        for command in commands
        for kill in kills
    ],
)
def test_a_kill_at_each_step_leaves_a_whole_ledger(
    subject: Subject, command: str, kill: tuple[str, str, int, bool]
) -> None:
    if command != "encrypt":
        subject.run("encrypt")
    process = started(_dying, subject.place, command, kill)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert_whole(subject, command)


def _kill_at_random(subject: Subject, times: int) -> None:
    dice, killed, length = random.Random(7), 0, 0.3  # noqa: S311 - not a secret
    for number in range(times):
        encrypted = is_encrypted(subject.path)
        command = ("rekey", "decrypt")[number % 2] if encrypted else "encrypt"
        process = started(_run_command, subject.place, command)
        process.join(dice.uniform(0, length))
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        length *= 0.5 if process.exitcode == 0 else 1.2
        assert subject.export() == subject.before
    assert killed > times / 4


@posix
def test_kills_at_random_instants_leave_a_whole_ledger(subject: Subject) -> None:
    _kill_at_random(subject, 8)


@posix
@pytest.mark.soak
def test_hundreds_of_kills_leave_a_whole_ledger(subject: Subject) -> None:
    _kill_at_random(subject, 200)


def assert_whole(subject: Subject, command: str) -> None:
    """The ledger is read, and the command, run once more, ends what was begun."""
    assert subject.export() == subject.before
    if command == "rekey" or is_encrypted(subject.path) is (command == "decrypt"):
        subject.run(command)
    else:
        with pytest.raises(Exception, match="encrypted"):
            subject.run(command)
    assert subject.export() == subject.before
    assert find_old_file(subject.path) is None
    assert is_encrypted(subject.path) is (command != "decrypt")
    left = [path for path in subject.path.parent.iterdir() if path != subject.path]
    assert left == []
    if command == "encrypt":
        assert not any(word in subject.read_files() for word in PERSONAL)


@posix
def test_a_link_in_place_of_the_old_file_destroys_nothing(subject: Subject, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"not ours")
    planted = Path(f"{subject.path}.before-encryption-changed")
    for command, target in (("encrypt", precious), ("decrypt", tmp_path / "nothing")):
        planted.symlink_to(target)
        subject.run(command)
        assert not planted.is_symlink()
    assert precious.read_bytes() == b"not ours"


def test_a_copy_that_somebody_made_by_hand_stays(subject: Subject) -> None:
    copies = [Path(f"{subject.path}{ending}") for ending in ("-before", ".bak", "-old")]
    for copy in copies:
        shutil.copy(subject.path, copy)
    before = copies[0].read_bytes()
    subject.run("encrypt")
    assert {copy.read_bytes() for copy in copies} == {before}


@contextmanager
def _another(target: Callable[..., None], *arguments: object) -> "Iterator[Connection[Any, Any]]":
    """Run a function of this file in a process that can be talked to."""
    own, others = FORKS.Pipe()
    process = started(target, others, *arguments)
    others.close()
    try:
        yield own
    finally:
        own.close()
        process.join()


def _hold_open(parent: "Connection[Any, Any]", place: str) -> None:
    with open_ledger(place) as ledger:
        parent.send(ledger.count_batches())
        parent.recv()


def _check_slowly(
    parent: "Connection[Any, Any]", place: str, code: str, step: str, after: bool
) -> None:
    """Check a code, and stop at a step of opening the ledger until told to go on."""
    whole, first = getattr(sqlite_file, step), iter([True])

    def slow(*given: Any, **named: Any) -> Any:
        result = whole(*given, **named) if after else None
        if next(first, False):
            parent.send("waits")
            parent.recv()
        return result if after else whole(*given, **named)

    setattr(sqlite_file, step, slow)
    with open_ledger(place) as ledger:
        parent.send(ledger.check(Code(code), ISSUED_AT, draw=lambda: 99).verdict.value)


def _check_all(place: str, codes: list[str]) -> list[str]:
    answers = []
    for code in codes:
        with open_ledger(place) as ledger:
            answers.append(ledger.check(Code(code), ISSUED_AT, draw=lambda: 99).verdict.value)
        time.sleep(0.005)
    return answers


def _run_command(place: str, command: str) -> None:
    COMMANDS[command](place)


def _dying(place: str, command: str, kill: tuple[str, str, int, bool]) -> None:
    owner, name, call, after = kill
    if call == -1:  # the last one, after those of the key and its note
        call = 1 if command == "decrypt" else 3
    die_at(owner, name, call, after=after)
    COMMANDS[command](place)
