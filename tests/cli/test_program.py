import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import prisonmail as package
from prisonmail.cli.app import COMMANDS as COMMANDS_BY_WORD
from prisonmail.cli.app import load_command
from tests.conftest import Run

Cli = Callable[..., Run]
COMMANDS = (
    (),
    ("generate",),
    ("verify",),
    ("profile",),
    ("profile", "init"),
    ("profile", "show"),
    ("profile", "check"),
    ("profile", "path"),
    ("prisons",),
    ("prisons", "show"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_leads_with_an_example(prisonmail: Cli, command: tuple[str, ...]) -> None:
    run = prisonmail(*command, "--help")
    assert run.exit_code == 0
    words = run.out.split("Usage:")[1].splitlines()[1:]
    first = next(line.strip() for line in words if line.strip())
    assert first.startswith("Example: prisonmail ")


def test_the_version_is_shown(prisonmail: Cli) -> None:
    assert prisonmail("--version").out == f"prisonmail {package.__version__}\n"


def test_a_wrong_command_line_exits_2(prisonmail: Cli) -> None:
    for wrong in (["nonsense"], ["generate"], ["verify", "--nonsense"], ["generate", "x", "y"]):
        run = prisonmail(*wrong)
        assert run.exit_code == 2, wrong
        assert "Traceback" not in run.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_can_complete(shell: str) -> None:
    environment = os.environ | {"_PRISONMAIL_COMPLETE": f"source_{shell}"}
    result = subprocess.run(
        [sys.executable, "-c", "from prisonmail.cli import app; app(prog_name='prisonmail')"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "prisonmail" in result.stdout, result.stderr


STARTED = set(
    """
    prisonmail prisonmail.__main__ prisonmail.cli prisonmail.cli.app prisonmail.cli.boundary
    prisonmail.cli.pages prisonmail.cli.terminal prisonmail.errors prisonmail.reports
    prisonmail.reports.lines prisonmail.system prisonmail.system.ctrl_c
    prisonmail.system.late_pattern
    prisonmail.system.record prisonmail.system.standard_output
""".split()
)
"""All of the program's own that is loaded before it is known which command is wanted."""


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_no_command_is_loaded_without_its_word(option: str) -> None:
    code = (
        "import sys\nfrom prisonmail.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, option], capture_output=True, text=True, check=True
    )
    loaded = set(result.stderr.split())
    assert {name for name in loaded if name.startswith("prisonmail")} == STARTED
    assert not loaded & (HEAVY - {"rich"} if option == "--help" else HEAVY)  # Typer's help is rich


@pytest.mark.parametrize("word", COMMANDS_BY_WORD)
def test_a_word_loads_its_command(word: str) -> None:
    command = load_command(word)
    assert (command.name, command.short_help) == (word, COMMANDS_BY_WORD[word])
    assert command.help.startswith(f"Example: **prisonmail {word}")


HEAVY = {
    "pydantic",
    "rich",
    "fpdf",
    "fontTools",
    "barcode",
    "openpyxl",
    "PIL",
    "pikepdf",
    "psycopg",
}
HEAVY |= {"sqlcipher3", "keyring", "cryptography", "bcrypt"}
HEAVY |= {"watchfiles", "fastapi", "starlette", "uvicorn", "jinja2", "jwt"}


@pytest.mark.parametrize(
    ("arguments", "unused"),
    [
        (
            ["--version"],
            {"sqlite3", "tomllib", "prisonmail.ledger.store", "prisonmail.use_cases.verify"},
        ),
        (["verify", "12345678901245"], {"tomllib", "csv"}),
        (["profile", "path"], {"tomllib", "prisonmail.sender.store"}),
    ],
)
def test_nothing_is_loaded_that_the_command_does_not_use(
    arguments: list[str], unused: set[str]
) -> None:
    code = (
        "import sys\nfrom prisonmail.cli import app\n"
        "try: app(sys.argv[1:], prog_name='prisonmail')\n"
        "except SystemExit: pass\n"
        "print(*sorted(m for m in sys.modules), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert not set(result.stderr.split()) & (HEAVY | unused)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
@pytest.mark.parametrize("hard", ["1", "hard"])
def test_a_crash_writes_no_memory_to_disk(tmp_path: Path, hard: str) -> None:
    code = (
        "import os, resource\nfrom prisonmail.__main__ import main\n"
        "hard = resource.getrlimit(resource.RLIMIT_CORE)[1]\n"
        f"resource.setrlimit(resource.RLIMIT_CORE, ({hard}, {hard}))\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)\n"
        "child = os.fork()\n"
        "if not child: os.abort()\n"
        "print(os.WCOREDUMP(os.waitpid(child, 0)[1]))"
    )
    command = [sys.executable, "-c", code, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    # of 0 bytes Linux would still make a dump for a collector, of 1 it makes none at all
    assert done.stdout.splitlines()[-2:] == ["1" if sys.platform == "linux" else "0", "False"]
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "win32", reason="needs the error mode of Windows")
def test_a_crash_is_not_reported_by_windows() -> None:
    code = (
        "import ctypes\nfrom prisonmail.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(ctypes.windll.kernel32.GetErrorMode() & 3)"
    )
    command = [sys.executable, "-c", code, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "3"
