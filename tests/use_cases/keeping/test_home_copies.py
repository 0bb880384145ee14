"""A whole home, saved and restored elsewhere: by real processes, some killed on the way."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.store import open_ledger
from prisonmail.system.home import archive as archives
from prisonmail.system.home.archive import Label, make_archive
from prisonmail.system.home.contents import LEDGER_EXPORT, PROFILE, SIGHTINGS, Entry
from prisonmail.use_cases.keeping import home_copies
from tests.conftest import EXAMPLES, Run
from tests.soundness import started
from tests.systems import LOCKS, is_private, needs_modes, needs_signals

Cli = Callable[..., Run]
LIST = EXAMPLES / "recipients.csv"
DOCS = Path(__file__).parents[3] / "docs"
EXMERE = {
    "prisonId": "XMI",
    "prisonName": "Exmere (HMP)",
    "active": True,
    "addresses": [{"addressLine1": "1 Example Road", "town": "Leicester", "postcode": "LE1 1AA"}],
}
MOVE = Callable[[str], Path]


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with the passphrase."""
    path = tmp_path / "words"
    path.write_text("four plain words here\n", "utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("PRISONMAIL_PASSPHRASE_FILE", str(path))
    return path


@pytest.fixture
def archive(tmp_path: Path, words: Path) -> Path:
    """Where the archive goes: on a stick, as it were."""
    return tmp_path / "greenstone.home"


@pytest.fixture
def codes(profile: Path, prisonmail: Cli) -> list[str]:
    """The codes of a batch that was issued in a home with all that one can have."""
    (profile.parent / "register.json").write_text(json.dumps([EXMERE]), "utf-8")
    shutil.copy(DOCS / "sheet.png", profile.parent / "head.png")
    profile.write_text(f'letterhead = "head.png"\n{profile.read_text("utf-8")}', "utf-8")
    assert prisonmail("prisons", "import", "register.json", "--yes").exit_code == 0
    assert prisonmail("mapping", LIST, "--save-mapping", "firm").exit_code == 0
    done = prisonmail("generate", LIST, "--json")
    assert done.exit_code == 0, done.err
    return [letter["code"] for letter in done.json["letters"]]


@pytest.fixture
def move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MOVE:
    """Goes to another computer, whose home has a name."""

    def go(name: str) -> Path:
        folder = tmp_path / name
        monkeypatch.setenv("PRISONMAIL_HOME", str(folder))
        return folder

    return go


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in LOCKS
    }


def test_everything_works_on_another_computer(
    prisonmail: Cli, codes: list[str], archive: Path, move: MOVE
) -> None:
    saved = prisonmail("home", "save", archive, "--json")
    assert saved.json["contents"] == {
        "ledgers": 1, "profiles": 1, "letterheads": 1, "mappings": 1, "registers": 1, "keys": 1,
    }  # fmt: skip
    assert is_private(archive)
    assert "Tarquin" not in saved.out + saved.err
    new = move("new")
    done = prisonmail("home", "restore", archive)
    assert done.exit_code == 0, done.err
    assert "take the old computer out of use" in done.err
    open_to_others = [path.name for path in (new, *new.rglob("*")) if not is_private(path)]
    assert set(open_to_others) <= set(LOCKS)  # which are empty
    checked = prisonmail("ledger", "check", "--json").json
    assert (checked["in_order"], checked["remarks"], checked["vouched_until"]) == (True, [], 1)
    assert prisonmail("profile", "check").exit_code == 0
    assert prisonmail("prisons", "show", "XMI").exit_code == 0
    assert [prisonmail("verify", codes[0]).exit_code for _ in range(2)] == [0, 1]
    again = prisonmail("generate", LIST, "--again", "--mapping", "firm", "-o", new / "again.pdf")
    assert again.exit_code == 0, again.err
    assert prisonmail("ledger", "check").exit_code == 0


def test_that_a_home_was_saved_is_an_event_here_and_in_the_copy(
    prisonmail: Cli, codes: list[str], archive: Path, move: MOVE
) -> None:
    prisonmail("profile", "statements", "--accept", "--by", "A. Patel")
    prisonmail("home", "save", archive, "--by", "A. Patel")
    here = prisonmail("ledger", "log", "--json").json["events"]
    assert [here[-1][key] for key in ("kind", "remark", "operator")] == [
        *("home-saved", str(archive), "A. Patel")
    ]
    move("new")
    prisonmail("home", "restore", archive)
    assert prisonmail("ledger", "log", "--json").json["events"] == here
    assert prisonmail("profile", "statements", "--json").json["accepted_by"] == "A. Patel"


def test_an_encrypted_ledger_comes_with_its_key_and_stays_encrypted(
    prisonmail: Cli,
    key_file: Path,
    codes: list[str],
    archive: Path,
    move: MOVE,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert prisonmail("home", "save", archive, "--json").json["contents"]["ledger_keys"] == 1
    monkeypatch.delenv("PRISONMAIL_LEDGER_KEY_FILE")
    key_file.unlink()
    new = move("new")
    assert prisonmail("home", "restore", archive).exit_code == 0
    assert b"SQLite" not in (new / "ledger.sqlite3").read_bytes()[:16]
    assert prisonmail("ledger", "check").exit_code == 0
    assert prisonmail("verify", codes[0]).exit_code == 0


def test_settings_and_records_may_lie_in_two_folders(
    prisonmail: Cli, codes: list[str], archive: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    monkeypatch.delenv("PRISONMAIL_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for _ in range(2):
        done = prisonmail("home", "restore", archive, "--force", "--json")
        assert done.exit_code == 0, done.err
    assert len(done.json["aside"]) == (2 if sys.platform == "linux" else 1)
    assert prisonmail("verify", codes[0]).exit_code == 0
    assert not list(tmp_path.rglob(".restore"))


def test_a_ledger_on_a_server_is_not_in_it_but_what_was_seen_of_it_is(
    prisonmail: Cli, profile: Path, archive: Path, move: MOVE, postgres: str
) -> None:
    from tests.databases import postgres_schema

    with postgres_schema(postgres) as url:
        assert prisonmail("generate", LIST, "--ledger", url).exit_code == 0
        saved = prisonmail("home", "save", archive, "--ledger", url, "--json")
        assert saved.exit_code == 0, saved.err
        assert "ledgers" not in saved.json["contents"]
        assert "warning: the ledger postgresql://clerk@127.0.0.1:" in saved.err
        move("new")
        done = prisonmail("home", "restore", archive)
        assert "name it with PRISONMAIL_LEDGER, as before" in done.err
        assert len(kept_apart.list_sightings()) == 1
        assert prisonmail("ledger", "check", "--ledger", url, "--json").json["remarks"] == []


def test_a_home_that_is_there_is_refused_and_by_force_moved_aside(
    prisonmail: Cli, codes: list[str], archive: Path, home: Path
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    before = files_of(home)
    refused = prisonmail("home", "restore", archive)
    assert (refused.exit_code, "profile.toml" in refused.err) == (73, True)
    assert files_of(home) == before
    done = prisonmail("home", "restore", archive, "--force", "--json")
    (aside,) = map(Path, done.json["aside"])
    for name in ("profile.toml", "ledger.sqlite3", "prisons.csv", "mappings/firm.json"):
        assert (aside / name).read_bytes() == before[name]
    assert prisonmail("verify", codes[0], "--ledger", aside / "ledger.sqlite3").exit_code == 0


def test_a_machine_that_saw_later_events_does_not_forget_them(
    prisonmail: Cli, codes: list[str], archive: Path
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    assert prisonmail("verify", codes[0]).exit_code == 0
    assert prisonmail("home", "restore", archive, "--force").exit_code == 0
    answer = prisonmail("verify", codes[0])
    assert (answer.exit_code, answer.out.splitlines()[0]) == (66, "LEDGER WENT BACK")
    assert prisonmail("ledger", "accept-head", "--reason", "The disk is new").exit_code == 0
    assert prisonmail("verify", codes[0]).exit_code == 0


def test_another_ledger_in_its_place_is_still_watched_where_it_went(
    prisonmail: Cli, codes: list[str], archive: Path, move: MOVE, profile: Path
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    move("new").mkdir(mode=0o700)
    shutil.copy(profile.parent / "head.png", profile.parent.parent / "new")
    done = prisonmail("generate", LIST, "--profile", profile, "-o", "other.pdf", "--json")
    other = done.json["letters"][0]["code"]
    assert prisonmail("verify", other).exit_code == 0
    done = prisonmail("home", "restore", archive, "--force", "--json")
    assert prisonmail("verify", codes[0]).exit_code == 0
    assert prisonmail("verify", other).out.startswith("NOT ISSUED")
    aside = Path(done.json["aside"][0]) / "ledger.sqlite3"
    assert kept_apart.read_sighting(os.path.realpath(aside))
    assert prisonmail("ledger", "check", "--ledger", aside, "--json").json["in_order"]


def _press_ctrl_c(_: object) -> None:
    signal.raise_signal(signal.SIGINT)


def test_one_that_was_stopped_is_finished_whatever_archive_is_given(
    prisonmail: Cli, codes: list[str], archive: Path, move: MOVE, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    move("new")
    with monkeypatch.context() as stopped:
        stopped.setattr(home_copies, "_finish", _press_ctrl_c)
        assert prisonmail("home", "restore", archive).exit_code == 130
    for command in (("verify", codes[0]), ("home", "save", archive, "--force"), ("batches",)):
        refused = prisonmail(*command)
        assert (refused.exit_code, "home restore FILE" in refused.err) == (66, True)
    done = prisonmail("home", "restore", archive.with_name("none.home"), "--json")
    assert (done.exit_code, done.json["finished_earlier"]) == (0, True)
    assert "that was of another archive" in done.err
    assert prisonmail("verify", codes[0]).exit_code == 0


def test_a_plan_that_was_changed_is_not_followed(
    prisonmail: Cli, profile: Path, archive: Path, home: Path
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    (home / ".restore").mkdir()
    (home / ".restore" / "plan.json").write_text('{"staged": [["settings", "../x"]]}')
    refused = prisonmail("home", "restore", archive, "--force")
    assert (refused.exit_code, "plan.json cannot be read" in refused.err) == (66, True)


def test_the_files_that_a_profile_names_come_along(
    prisonmail: Cli, profile: Path, archive: Path, move: MOVE
) -> None:
    for name in ("ca.pem", "mailrooms.csv", "usual.md", "other.txt"):
        (profile.parent / name).write_text(name, "utf-8")
    relay = '[relay]\nhost = "h.example"\nfrom = "a@h.example"\nca_file = "ca.pem"\n'
    more = f'{relay}\n[defaults]\nletter = "usual.md"\n'
    profile.write_text(f"{profile.read_text('utf-8')}\n{more}", "utf-8")
    saved = prisonmail("home", "save", archive, "--json").json
    assert saved["missing"] == []
    assert {"mailrooms": 1, "certificates": 1, "letters": 1}.items() <= saved["contents"].items()
    new = move("new")
    assert prisonmail("home", "restore", archive).exit_code == 0
    brought = {"ca.pem", "mailrooms.csv", "usual.md"}
    assert {each for each in files_of(new) if each in brought | {"other.txt"}} == brought


def test_what_lies_elsewhere_is_named(
    prisonmail: Cli, profile: Path, archive: Path, move: MOVE, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = 'letterhead = "/firm/head.png"\nmailrooms = "rooms.csv"\n'
    profile.write_text(f"{named}{profile.read_text('utf-8')}", "utf-8")
    elsewhere = archive.with_name("other.sqlite3")
    assert prisonmail("ledger", "import", VERSION_1, "--ledger", elsewhere).exit_code == 0
    saved = prisonmail("home", "save", archive, "--ledger", elsewhere, "--json")
    assert saved.json["missing"] == [
        *("the letterhead /firm/head.png", "the table of mailrooms rooms.csv")
    ]
    new = move("new")
    monkeypatch.setenv("PRISONMAIL_LEDGER", str(elsewhere))
    done = prisonmail("home", "restore", archive, "--json")
    assert "PRISONMAIL_LEDGER names another ledger" in done.err
    assert done.json["ledger"] == str(new / "ledger.sqlite3")


@pytest.mark.parametrize(
    ("content", "mode", "message"),
    [
        ("another passphrase", 0o600, "the passphrase is wrong"),
        pytest.param("four plain words here", 0o640, "Others may read", marks=needs_modes),
        ("", 0o600, "is no passphrase"),
        ("\x00" * 20, 0o600, "is no passphrase"),
        ("\udcff" * 20, 0o600, "it is not text"),
    ],
)
def test_a_passphrase_that_does_not_open_it_changes_nothing(
    prisonmail: Cli,
    profile: Path,
    archive: Path,
    words: Path,
    move: MOVE,
    content: str,
    mode: int,
    message: str,
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    words.write_text(content, "utf-8", "surrogateescape")
    words.chmod(mode)
    new = move("new")
    refused = prisonmail("home", "restore", archive)
    assert (refused.exit_code, message in refused.err) == (66, True), refused.err
    assert not content.strip("\0") or content not in refused.out + refused.err
    assert not new.exists()


def test_a_short_passphrase_is_not_taken_for_a_new_archive(
    prisonmail: Cli, profile: Path, archive: Path, words: Path
) -> None:
    words.write_text("eleven_long", "utf-8")
    refused = prisonmail("home", "save", archive)
    assert (refused.exit_code, "12 characters or more" in refused.err) == (2, True)
    assert not archive.exists()


HASH = "0" * 64
SEEN = {"ledger": "0" * 16, "place": "db:5432/post", "number": 3, "hash": HASH, "at": ""}
VERSION_1 = Path(__file__).parents[2] / "ledger" / "version1.jsonl"
LEDGER = VERSION_1.read_bytes()
STRANGE: dict[str, tuple[Entry, bytes, str]] = {
    "no ledger": (LEDGER_EXPORT, b"{}", "not an export"),
    "half a ledger": (LEDGER_EXPORT, LEDGER[:-20], "line 20, is not a line"),
    "a ledger without end": (
        LEDGER_EXPORT,
        LEDGER[: LEDGER.rindex(b"{")],
        "last lines are missing",
    ),
    "a newer ledger": (LEDGER_EXPORT, LEDGER.replace(b": 1}", b": 99}", 1), "newer prisonmail"),
    "a changed ledger": (LEDGER_EXPORT, LEDGER.replace(b"HMP Leeds", b"HMP Hull"), "not in order"),
    "a ledger that is no text": (LEDGER_EXPORT, b"\xff" + LEDGER, "is not text"),
    "deep JSON": (LEDGER_EXPORT, b"[" * 100_000, "not a line of an export"),
    "no sightings": (SIGHTINGS, b"[]", "last events"),
    "deep sightings": (SIGHTINGS, b"[" * 100_000, "last events"),
    "a long number": (SIGHTINGS, b"9" * 5_000, "last events"),
    "an id that is a path": (
        SIGHTINGS,
        json.dumps({"ledger": "../x", "servers": []}).encode(),
        "la",
    ),
    "a key that is none": (Entry("cipher", f"{'0' * 16}.cipher-key"), b"00", "what its name says"),
    "another key": (Entry("cipher", f"{'0' * 16}.cipher-key"), b"0" * 64, "what its name says"),
}
WRONG: list[dict[str, object]] = [
    {"number": 2**63},
    {"number": -1},
    {"number": "3"},
    {"hash": "x"},
    {"place": "/home/eric/ledger.sqlite3"},
    {"place": 7},
    {"ledger": []},
    {"at": {}},
    {"more": 1},
]
STRANGE |= {
    f"sightings with {wrong}": (
        SIGHTINGS,
        json.dumps({"ledger": "", "servers": [{**SEEN, **wrong}]}).encode(),
        "last events",
    )
    for wrong in WRONG
}


@pytest.mark.parametrize(("entry", "content", "message"), STRANGE.values(), ids=map(str, STRANGE))
def test_what_a_stranger_puts_into_an_archive_is_one_line_and_changes_nothing(
    prisonmail: Cli,
    home: Path,
    archive: Path,
    entry: Entry,
    content: bytes,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "_SET_UP", (*archives._SET_UP, "PRAGMA kdf_iter = 4000"))
    _write_archive(archive, "", {PROFILE: b"", entry: content})
    refused = prisonmail("home", "restore", archive)
    assert (refused.exit_code, message in refused.err) == (66, True), refused.err
    assert len(refused.err.splitlines()) <= 2
    assert [path.name for path in home.iterdir()] == LOCKS


def test_a_ledger_whose_key_is_missing_is_not_taken(
    prisonmail: Cli, home: Path, archive: Path
) -> None:
    _write_archive(archive, "0" * 16, {LEDGER_EXPORT: LEDGER})
    assert "what its name says" in prisonmail("home", "restore", archive).err
    assert [path.name for path in home.iterdir()] == LOCKS


def test_a_ledger_of_an_earlier_version_is_brought_up_to_date(
    prisonmail: Cli, home: Path, archive: Path
) -> None:
    _write_archive(archive, "", {LEDGER_EXPORT: LEDGER})
    assert prisonmail("home", "restore", archive).exit_code == 0
    assert prisonmail("ledger", "check").exit_code == 0


def _write_archive(path: Path, key: str, content: dict[Entry, bytes]) -> None:
    path.touch()
    with make_archive(path, "four plain words here") as made:
        for entry, its in content.items():
            with made.add(entry) as file:
                file.write(its)
        made.close(Label("2026-11-21T12:00:00+00:00", "/old/ledger.sqlite3", key))


def test_nobody_is_asked_without_a_terminal(
    prisonmail: Cli, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PRISONMAIL_PASSPHRASE_FILE", raising=False)
    refused = prisonmail("home", "save", tmp_path / "x.home")
    assert (refused.exit_code, "--passphrase-file" in refused.err) == (2, True)


def test_an_empty_home_has_nothing_to_save(prisonmail: Cli, archive: Path) -> None:
    assert prisonmail("home", "save", archive).exit_code == 66
    assert not archive.exists()


def test_a_ledger_that_was_changed_by_hand_is_not_saved(
    prisonmail: Cli, codes: list[str], archive: Path, home: Path
) -> None:
    with open_ledger(home / "ledger.sqlite3") as ledger:
        ledger._database.execute("UPDATE letters SET prison = 'HLI'")
    refused = prisonmail("home", "save", archive)
    assert (refused.exit_code, "not as it was recorded" in refused.err) == (66, True)
    assert not archive.exists()


def test_a_ledger_that_is_in_use_is_not_moved(
    prisonmail: Cli, codes: list[str], archive: Path, home: Path
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    command = [sys.executable, "-m", "prisonmail", "scan"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as scan:  # type: ignore[call-overload]
        assert scan.stdin
        assert scan.stdout
        scan.stdin.write(f"{codes[0]}\n")
        scan.stdin.flush()
        assert "R E A D Y" in scan.stdout.readline() + scan.stdout.readline()
        before = files_of(home)
        refused = prisonmail("home", "restore", archive, "--force")
        assert (refused.exit_code, "has the ledger" in refused.err) == (73, True)
        assert files_of(home) == before
        scan.communicate("")
    assert prisonmail("home", "restore", archive, "--force").exit_code == 0


def test_it_is_saved_as_of_one_moment_while_others_use_it(
    prisonmail: Cli, codes: list[str], archive: Path, move: MOVE
) -> None:
    command = [sys.executable, "-m", "prisonmail", "scan"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, **quiet) as scan:  # type: ignore[call-overload]
        assert scan.stdin
        for _ in range(2):
            scan.stdin.write(f"{codes[0]}\n" * 200)
            scan.stdin.flush()
            assert prisonmail("home", "save", archive, "--force").exit_code == 0
        scan.communicate("")
    move("new")
    assert prisonmail("home", "restore", archive).exit_code == 0
    assert prisonmail("ledger", "check", "--json").json["faults"] == []
    assert prisonmail("verify", codes[1]).exit_code == 0


def _restore(home: Path, archive: Path, words: Path, die_at: int, told: Path) -> None:
    """Restore in this process, and be killed just before it does the nth thing to the home."""
    os.environ |= {"PRISONMAIL_HOME": str(home), "PRISONMAIL_PASSPHRASE_FILE": str(words)}
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    done = 0

    def count(event: str, given: tuple[Any, ...]) -> None:
        nonlocal done
        if event not in _DEEDS or not given or not str(given[0]).startswith(str(home)):
            return
        done += 1
        if done == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    from prisonmail.cli import main

    sys.argv = ["prisonmail", "home", "restore", str(archive), "--force"]
    sys.addaudithook(count)
    try:
        main()
    finally:
        told.write_text(str(done))


_DEEDS = {
    "open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod",
    "sqlite3.connect", "os.scandir", "shutil.rmtree",
}  # fmt: skip


@needs_signals
@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.soak)])
def test_killed_at_any_step_it_leaves_the_old_or_the_new_home_and_can_be_finished(
    prisonmail: Cli,
    codes: list[str],
    archive: Path,
    words: Path,
    move: MOVE,
    tmp_path: Path,
    profile: Path,
    step: int,
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    old = move("old")
    old.mkdir(mode=0o700)
    (old / "head.png").write_bytes((profile.parent / "head.png").read_bytes())
    (old / "profile.toml").write_bytes(profile.read_bytes())
    done = prisonmail("generate", LIST, "-o", tmp_path / "other.pdf", "--json")
    other = done.json["letters"][0]["code"]
    told = tmp_path / "told"
    states = set()
    at, end = 1, 1_000
    while at <= end:
        home = move(f"killed{at}")
        shutil.copytree(old, home)
        run = started(_restore, home, archive, words, at, told)
        run.join()
        killed = run.exitcode == -signal.SIGKILL
        assert killed or run.exitcode == 0
        end = end if killed else int(told.read_text())
        states.add(_assert_whole(prisonmail, codes[0], other, killed=killed))
        assert prisonmail("home", "restore", archive, "--force").exit_code == 0
        assert prisonmail("verify", codes[0], "--peek").exit_code == 0
        assert prisonmail("ledger", "check").exit_code == 0
        aside = [path for path in home.iterdir() if path.name.startswith("before-restore")]
        assert any(_is_old(path, old) for path in aside)
        left = [path for path in home.rglob(".*") if path.parent.name != "ledgers"]
        assert left == []
        shutil.rmtree(home)
        at += step
    assert states == {"old", "between", "new"}


def _assert_whole(prisonmail: Cli, new: str, old: str, *, killed: bool) -> str:
    """Find out which home is there; between the two, no ledger answers at all."""
    answers = [prisonmail("verify", code, "--peek", "--json") for code in (new, old)]
    found = {each.exit_code for each in answers}
    if found == {66}:
        assert killed
        assert all("is being restored" in each.err for each in answers)
        return "between"
    verdicts = [each.json["verdict"] for each in answers]
    if verdicts == ["not-issued", "ready"]:
        assert killed
        return "old"
    assert verdicts == ["ready", "not-issued"]
    return "new"


def _is_old(aside: Path, old: Path) -> bool:
    names = ("profile.toml", "ledger.sqlite3", "head.png")
    return all(
        (aside / name).exists() and (aside / name).read_bytes() == (old / name).read_bytes()
        for name in names
    )


def test_two_restores_at_once_do_not_meet(
    prisonmail: Cli, codes: list[str], archive: Path, move: MOVE
) -> None:
    assert prisonmail("home", "save", archive).exit_code == 0
    move("new")
    command = [sys.executable, "-m", "prisonmail", "home", "restore", str(archive)]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    ended = sorted(run.wait() for run in runs)
    assert (ended[0], set(ended[1:])) == (0, {73})
    assert prisonmail("verify", codes[0]).exit_code == 0
    for run in runs:
        run.communicate()
