"""A passphrase is typed twice and unseen, or is in a file that only its owner may read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.systems import needs_modes
from tests.terminals import type_at

Cli = Callable[..., Run]
GOOD = "sextant anvil lime"
NEW, AGAIN = "Passphrase for the archive: \n", "The same again: \n"
TOO_SHORT = (
    "A passphrase has 12 characters or more. Four or five words that have nothing to do with each "
    "other are good.\n"
)
SAVE = ("home", "save", "firm.home")


@pytest.fixture(autouse=True)
def _something_to_save(home: Path, issued: dict[str, str]) -> None:
    """A home with a profile and a ledger."""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ([GOOD, GOOD], NEW + AGAIN),
        (["eleven_long", GOOD, GOOD], NEW + TOO_SHORT + NEW + AGAIN),
        (
            [f"{GOOD}\x01", GOOD, GOOD],
            f"{NEW}A passphrase has no control characters.\n{NEW}{AGAIN}",
        ),
        (
            [GOOD, f"{GOOD}s", GOOD, GOOD],
            f"{NEW}{AGAIN}The two were not the same.\n{NEW}{AGAIN}",
        ),
    ],
    ids=["good", "short", "control", "not the same"],
)
def test_a_new_one_is_asked_for_until_it_is_good(home: Path, typed: list[str], shown: str) -> None:
    screen, code = type_at(*SAVE, typed="".join(f"{each}\n" for each in typed), columns=200)
    assert code == 0, screen
    assert screen.startswith(f"{shown}Saved: ")
    assert not [each for each in typed if each in screen]
    restored, code = type_at("home", "restore", "firm.home", "--force", typed=f"{GOOD}\n")
    assert (code, restored.splitlines()[0]) == (0, "Passphrase of the archive: "), restored


@pytest.mark.parametrize("typed", ["", "short\n", f"{GOOD}\n", f"{GOOD}\nanother one\n"])
def test_input_that_ends_too_early_saves_nothing(home: Path, typed: str) -> None:
    screen, code = type_at(*SAVE, typed=typed)
    assert (code, screen[-9:], (home / "firm.home").exists()) == (1, "Aborted.\n", False)


@pytest.mark.parametrize("command", [SAVE, ("home", "restore", "firm.home", "--force")])
def test_where_nobody_can_be_asked_a_file_is_asked_for(
    prisonmail: Cli, home: Path, command: tuple[str, ...]
) -> None:
    (home / "firm.home").write_bytes(bytes(4096))
    run = prisonmail(*command, *(("--force",) if command == SAVE else ()), stdin=f"{GOOD}\n")
    assert run.exit_code == 2
    assert run.err.startswith("error: There is nobody to ask for the passphrase.\n")
    assert "name that with --passphrase-file" in run.err


@needs_modes
@pytest.mark.parametrize(
    ("content", "mode", "exit_code", "said"),
    [
        (GOOD, 0o600, 0, "Saved: 1 ledger, 1 profile, 1 key of sealed heads → firm.home"),
        ("eleven_long", 0o600, 2, f"error: {TOO_SHORT}  Put a longer one into the file."),
        (GOOD, 0o644, 66, "error: Others may read the passphrase file secret.txt."),
        (None, 0o600, 66, "error: The passphrase file secret.txt cannot be read: No such file"),
    ],
    ids=["good", "short", "others may read it", "missing"],
)
def test_one_in_a_file_is_never_asked_for(
    prisonmail: Cli, home: Path, content: str | None, mode: int, exit_code: int, said: str
) -> None:
    if content:
        (home / "secret.txt").write_text(f"{content}\n")
        (home / "secret.txt").chmod(mode)
    run = prisonmail(*SAVE, "--passphrase-file", "secret.txt")
    assert (run.exit_code, run.err.startswith(said)) == (exit_code, True), run.err
    assert (home / "firm.home").exists() == (exit_code == 0)
    assert not content or content not in run.err
