"""Completion, asked for as shells ask: quick words, no names of people, nothing written or said."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from prisonmail.cli import app
from prisonmail.prisons.store import load_directory
from tests.conftest import EXAMPLES, run_in_process

HEADINGS = ["Name", "Prison number", "Date of birth", "Prison", "Reference", "Marking"]
OWN = """
[envelopes.odd]
width = 220.0
[signatories.jb]
name = "Jane Bell"
role = "clerk"
"""
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
"""On which the program is found by its name."""


def ask(shell: str, environment: dict[str, str]) -> str:
    asked = {"_PRISONMAIL_COMPLETE": f"complete_{shell}", **environment}
    done = CliRunner().invoke(app, env=asked, prog_name="prisonmail")
    assert done.stderr == ""
    return done.stdout


def ask_bash(*words: str) -> list[str]:
    given = {"COMP_WORDS": "\n".join(["prisonmail", *words]), "COMP_CWORD": str(len(words))}
    return [line for line in ask("bash", given).split("\n") if line]


def ask_for_script(shell: str) -> str:
    asked = {"_PRISONMAIL_COMPLETE": f"source_{shell}"}
    return CliRunner().invoke(app, env=asked, prog_name="prisonmail").stdout


@pytest.fixture
def there(home: Path, issued: dict[str, str]) -> Path:
    """A home with a batch, a list, a mapping, and a profile with an envelope and a signatory."""
    shutil.copy(EXAMPLES / "recipients.csv", home / "list.csv")
    run_in_process("mapping", "list.csv", "--save-mapping", "from-the-office")
    with (home / "profile.toml").open("a", encoding="utf-8") as profile:
        profile.write(OWN)
    return home


def state(folder: Path) -> dict[Path, tuple[int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["gen"], ["generate"]),
        (["profile", "init", "--role", "so"], ["solicitor"]),
        (["profile", "set", "ti"], ["title"]),
        (["profile", "set", "role", "cl"], ["clerk"]),
        (["profile", "set", "envelope", "o"], ["odd"]),
        (["profile", "set", "defaults.du"], ["defaults.duplex"]),
        (["profile", "set", "defaults.mapping", ""], ["from-the-office"]),
        (["profile", "set", "defaults.sort", ""], ["list", "prison"]),
        (["profile", "set", "defaults.duplex", ""], ["true", "false"]),
        (["profile", "set", "defaults.summary", "t"], ["true"]),
        (["profile", "set", "telephone", ""], []),
        (["profile", "set", "role", "clerk", "envelope", "c"], ["c5", "c4"]),
        (["profile", "unset", "signatories."], ["signatories.jb"]),
        (["generate", "list.csv", "--envelope", ""], ["dl", "c5", "c4", "odd"]),
        (["generate", "list.csv", "--signatory", ""], ["jb"]),
        (["generate", "--layout", "labels", ":", "L"], ["L7162", "L7163", "L7165"]),
        (["generate", "list.csv", "--sort", ""], ["list", "prison"]),
        (["generate", "list.csv", "--inner-grid", ""], ["L7162", "L7163", "L7165"]),
        (["generate", "list.csv", "--layout", "s"], ["sheets"]),
        (["generate", "list.csv", "--mapping", "from"], ["from-the-office"]),
        (["generate", "list.csv", "--map", "re"], ["reference=", "release_date="]),
        (["generate", "list.csv", "--map", "fore"], [f"forename={h}" for h in HEADINGS]),
        (["generate", "list.csv", "--map", "number", "=", '"Prison'], ["Prison number", "Prison"]),
        (["mapping", "list.csv", "--map", "=", "dob", "=", "D"], [r"Date\ of\ birth"]),
        (["generate", "list.csv", "--where", "Ref"], ["Reference=", "Reference=…"]),
        (["generate", "list.csv", "--where", "Reference", "="], []),
        (["generate", "list.csv", "--enclose", "Pri"], [r"Prison\ number", "Prison"]),
        (["letter", "--prison", "LE"], ["LEI"]),
        (["letter", "--prison", r"hmp\ lee"], [r"hmp\ leeds"]),
        (["letter", "--prison", '"HMP Lee'], ["HMP Leeds"]),
        (["letter", "--marking", "YOI"], [r"YOI\ Rule\ 17"]),
        (["prisons", "sh"], ["show", "shi"]),
        (["prisons", "hmp", "sh"], ["shi"]),
        (["envelopes", "test-sheet", "labels", ":", "L7163"], ["L7163"]),
    ],
    ids=" ".join,
)
def test_bash_is_told_what_a_word_may_become(
    there: Path, words: list[str], wanted: list[str]
) -> None:
    offered = ask_bash(*words)
    if words[-1] == "fore":
        wanted = [word.replace(" ", r"\ ") for word in wanted]
    assert offered == wanted


@pytest.mark.parametrize(
    "words",
    [
        ["reprint"],
        ["cancel"],
        ["notify"],
        ["docket"],
        ["batches", "show"],
        ["ledger", "log", "--batch"],
    ],
    ids=" ".join,
)
def test_batches_of_the_ledger_at_hand_are_offered(
    there: Path, issued: dict[str, str], words: list[str]
) -> None:
    assert ask_bash(*words, issued["batch"][:4]) == [issued["batch"]]


def test_batches_are_those_of_the_ledger_that_is_named(there: Path, issued: dict[str, str]) -> None:
    (there / "ledger.sqlite3").rename(there / "other.sqlite3")
    assert ask_bash("reprint", "") == []
    assert ask_bash("reprint", "--ledger", "other.sqlite3", "") == [issued["batch"]]


LINE = "prisonmail letter --prison HMP"


@pytest.mark.parametrize(
    ("shell", "more", "wanted"),
    [
        ("powershell", {"_TYPER_COMPLETE_WORD_TO_COMPLETE": "HMP"}, "'HMP Leeds':::LEI"),
        ("fish", {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}, "HMP Leeds\tLEI"),
        ("zsh", {}, '"HMP Leeds":"LEI"'),
    ],
    ids=["powershell", "fish", "zsh"],
)
def test_other_shells_are_told_in_their_own_way(
    home: Path, shell: str, more: dict[str, str], wanted: str
) -> None:
    assert wanted in ask(shell, {"_TYPER_COMPLETE_ARGS": LINE, **more}).splitlines()


def test_all_prisons_are_offered_by_code(there: Path) -> None:
    assert set(ask_bash("prisons", "show", "")) == {prison.code for prison in load_directory()}


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_script_for_bash_puts_words_in(there: Path) -> None:
    script = (
        'eval "$(_PRISONMAIL_COMPLETE=source_bash prisonmail)"\n'
        "COMP_WORDS=(prisonmail generate list.csv --map number = 'Prison\\ n')\nCOMP_CWORD=6\n"
        '_prisonmail_completion prisonmail\nprintf "<%s>" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env={**os.environ, "PATH": PATH},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (r"<Prison\ number>", "")


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("prisonmail gener", "generate\tTurn a list into recorded, print-ready letters."),
        ("prisonmail generate list.csv --map number=Pr", "number=Prison number"),
        ("prisonmail prisons Leed", "Leeds\tLEI"),
    ],
)
def test_the_script_for_fish_puts_words_in(there: Path, line: str, wanted: str) -> None:
    script = there / "completions.fish"
    script.write_text(ask_for_script("fish"))
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"],
        env={**os.environ, "PATH": PATH},
        capture_output=True,
        text=True,
        check=False,
    )
    assert wanted in done.stdout.splitlines()


ASKED = [
    ["generate", "list.csv", "--map", "num"],
    ["generate", "list.csv", "--where", ""],
    ["generate", "list.csv", "--enclose", ""],
    ["generate", "list.csv", "--signatory", ""],
    ["profile", "set", "envelope", ""],
    ["reprint", ""],
    ["prisons", ""],
    ["--version", ""],
]


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_asking_writes_nothing_and_names_nobody(there: Path, words: list[str]) -> None:
    before = state(there)
    offered = "\n".join(ask_bash(*words))
    assert state(there) == before
    for row in (EXAMPLES / "recipients.csv").read_text("utf-8").splitlines()[1:]:
        assert not [cell for cell in row.split(",")[:3] if cell and cell in offered]
    assert "Bell" not in offered


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_an_empty_home_stays_empty(home: Path, words: list[str]) -> None:
    ask_bash(*words)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("profile", [None, b"[[["], ids=["no profile", "a broken one"])
def test_envelopes_that_are_built_in_are_offered_without_a_profile(
    home: Path, profile: bytes | None
) -> None:
    if profile:
        (home / "profile.toml").write_bytes(profile)
    assert ask_bash("generate", "list.csv", "--envelope", "") == ["dl", "c5", "c4"]


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("ledger.sqlite3", b"SQLite format 3\0 and no more", ["reprint", ""]),
        ("ledger.sqlite3", bytes(range(256)) * 40, ["reprint", ""]),  # as if it were encrypted
        ("profile.toml", b"[[[", ["generate", "list.csv", "--signatory", ""]),
        ("profile.toml", b"signatories = 3", ["generate", "list.csv", "--signatory", ""]),
        ("list.csv", b"PK\3\4 and no workbook", ["generate", "list.csv", "--where", ""]),
        ("list.csv", b"", ["generate", "list.csv", "--enclose", ""]),
        ("list.csv", b"Ann Hart,A1001XY\n", ["generate", "list.csv", "--map", "number", "="]),
        ("prisons.csv", b"no register", ["letter", "--prison", ""]),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else str(given)[:16],
)
def test_whatever_is_broken_is_passed_over_in_silence(
    there: Path, file: str, content: bytes, words: list[str]
) -> None:
    (there / file).write_bytes(content)
    assert ask_bash(*words) == []
    assert (there / file).read_bytes() == content


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe with a name")
def test_a_pipe_is_not_waited_for(there: Path) -> None:
    os.mkfifo(there / "pipe")
    assert ask_bash("generate", "pipe", "--where", "") == []


def test_a_server_is_not_waited_for(there: Path) -> None:
    assert ask_bash("reprint", "--ledger", "postgresql://clerk@192.0.2.1/post", "") == []
