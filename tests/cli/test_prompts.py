"""Prompts on a terminal: Ctrl-C ends the program with 130 at each, and an end of input does not."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.systems import needs_terminal

pytestmark = needs_terminal
CTRL_C, CTRL_D = b"\x03", b"\x04"
REGISTER = '[{"prisonId": "LEI", "prisonName": "Leeds (HMP)", "active": false}]'


def _type(command: list[str], *answers: tuple[bytes, bytes]) -> tuple[int, bytes]:
    """Run a command on a terminal, type after each prompt, and return what came of it."""
    import fcntl
    import pty
    import termios

    terminal, far_end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "prisonmail", *command],
        stdin=far_end,
        stdout=far_end,
        stderr=far_end,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as run:
        os.close(far_end)
        said = b""
        with suppress(OSError):  # once the other end is closed
            for prompt, keys in answers:
                heard = len(said)
                while prompt not in said[heard:]:
                    said += os.read(terminal, 1000)
                os.write(terminal, keys)
            while more := os.read(terminal, 1000):
                said += more
    os.close(terminal)
    return run.returncode, said


@pytest.mark.parametrize(
    ("command", "prompt"),
    [
        (["profile", "init"], b"Organisation"),
        (["purge", "--before", "2025-01-01"], b"those of 0 letters among them, for good?"),
        (["cancel", "BATCH", "--reason", "x"], b"Cancel 6 letters of batch "),
        (["letter", "--name", "Ann Hart"], b"Prison number, or nothing"),
        (["prisons", "import", "register.json"], b"Take these changes?"),
        (["scan"], b"Ready to scan"),
        (["home", "save", "firm.home"], b"Passphrase"),
        (["home", "restore", "firm.home"], b"Passphrase"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_ctrl_c_ends_with_130_at_every_prompt(
    home: Path, command: list[str], prompt: bytes, issued: dict[str, str]
) -> None:
    command = [issued["batch"] if word == "BATCH" else word for word in command]
    (home / "register.json").write_text(REGISTER)
    if command[0] == "profile":
        (home / "profile.toml").unlink()
    if command[:2] == ["home", "restore"]:
        (home / "firm.home").write_bytes(bytes(4096))
        command = [*command, "--force"]
    ended, said = _type(command, (prompt, CTRL_C))
    assert ended == 130, said
    assert b"fault of its own" not in said
    assert b"Traceback" not in said


@pytest.mark.parametrize("prompt", [b"Telephone number", b"Enter makes", b"that hold?"])
def test_ctrl_c_late_in_an_interview_writes_nothing(home: Path, prompt: bytes) -> None:
    answers = [
        b"Greenstone",
        b"E. Brown",
        b"e@greenstone.cjsm.net",
        b"1",
        b"",
        b"Leeds",
        b"LS1 2NE",
    ]
    if prompt != b"Telephone number":
        answers += [b"0113 496 0000", b"", b"", b"dl"]
    if prompt == b"that hold?":
        answers += [b""]
    prompts = [(b"> ", answer + b"\n") for answer in answers]
    ended, said = _type(["profile", "init"], *prompts, (prompt, CTRL_C))
    assert (ended, list(home.iterdir())) == (130, []), said
    assert b"Stopped." in said


def test_who_is_to_be_taken_out_is_asked_about(home: Path, profile: Path) -> None:
    ended, said = _type(
        ["people", "add", "--number", "A1001XY", "--note", "large print"],
        (b"Name", b"Ann Hart\n"),
        (b"Prison, by name", b"HMP Leeds\n"),
        (b"reference", b"\n"),
    )
    assert (ended, b"1 person added" in said) == (0, True), said
    ended, said = _type(["people", "remove", "hart"], (b"for good?", b"n\n"))
    assert (ended, b"A1001XY" in said) == (1, True), said
    ended, said = _type(["people", "remove", "hart"], (b"for good?", b"y\n"))
    assert (ended, b"1 person taken out" in said) == (0, True), said


def test_an_end_of_input_at_a_prompt_is_no_ctrl_c(home: Path) -> None:
    assert _type(["profile", "init"], (b"Organisation", CTRL_D))[0] == 1


@pytest.mark.usefixtures("issued")
def test_a_passphrase_is_never_shown(home: Path) -> None:
    ended, said = _type(
        ["home", "save", "firm.home"],
        (b"Passphrase for the archive: ", b"sextant anvil lime\n"),
        (b"The same again: ", b"sextant anvil lime\n"),
    )
    assert (ended, b"sextant" in said) == (0, False), said


def test_ctrl_c_between_a_check_and_its_answer_says_that_it_is_recorded(
    home: Path, issued: dict[str, str], prisonmail: Callable[..., Run]
) -> None:
    program = """
import signal
from prisonmail.cli.views import telling
telling.deliver = lambda *given, **named: signal.raise_signal(signal.SIGINT)
from prisonmail.__main__ import main
main()
"""
    for command in (["verify", issued["1"]], ["scan"]):
        code = issued["1"] if command[0] == "verify" else issued["2"]
        done = subprocess.run(
            [sys.executable, "-c", program, *command],
            input=f"{code}\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 130, done.stderr
        assert "Stopped. The answer was `ready`, and its check is recorded." in done.stderr
        assert f"prisonmail codes show {code}" in done.stderr
        history = prisonmail("codes", "show", code, "--json").json["history"]
        assert history[-1]["verdict"] == "ready"
