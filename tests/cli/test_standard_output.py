"""Standard output: one document of every run with --json, and no run that hides a lost answer."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, Run
from tests.systems import FULL, needs_full

Cli = Callable[..., Run]
LIST = EXAMPLES / "recipients.csv"


def to_full(*arguments: object, unbuffered: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "prisonmail", *map(str, arguments)]
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with FULL.open("wb") as full:
        return subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment
        )


@pytest.mark.parametrize(
    "wrong",
    [("generate", "--json"), ("generate", "list.csv", "--nonsense", "--json"), ("scan", "--json")],
)
def test_a_script_gets_a_document_whatever_stops_the_run(
    prisonmail: Cli, wrong: tuple[str, ...]
) -> None:
    run = prisonmail(*wrong)
    assert run.json["exit"] == run.exit_code > 1
    assert run.json["error"]["message"] in " ".join(run.err.replace("│", "").split())


def test_a_script_gets_a_document_of_a_fault_and_of_ctrl_c(
    prisonmail: Cli, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, code in ((RuntimeError("Tarquin"), 70), (KeyboardInterrupt(), 130)):

        def stop(*given: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr("prisonmail.use_cases.generate.load", stop)
        run = prisonmail("generate", LIST, "--json")
        assert (run.exit_code, run.json["exit"]) == (code, code)
        assert "Tarquin" not in run.out + run.err


@needs_full
def test_a_pdf_that_did_not_arrive_is_told_with_the_command_that_prints_it(
    home: Path, profile: Path, prisonmail: Cli
) -> None:
    done = to_full("generate", LIST, "-o", "-")
    assert done.returncode == 73
    assert "Standard output cannot be written: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    command = re.search(r"prisonmail (reprint \S+) -o OUT.pdf", done.stderr)
    assert command
    assert prisonmail(*command[1].split(), "-o", "out.pdf").exit_code == 0


def test_a_pdf_whose_reader_left_is_told_too(home: Path, profile: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "prisonmail", "generate", LIST, "-o", "-"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 73
    assert "are recorded, but have no paper" in done.stderr


@needs_full
@pytest.mark.parametrize(
    "command",
    [("verify", "12345678901244"), ("batches",), ("batches", "--json"), ("prisons", "--json")],
    ids=" ".join,
)
def test_an_answer_that_did_not_arrive_is_no_answer(
    home: Path, profile: Path, prisonmail: Cli, command: tuple[str, ...]
) -> None:
    assert prisonmail("generate", LIST).exit_code == 0
    done = to_full(*command)
    assert done.returncode == 73
    assert done.stderr.count("Standard output cannot be written") == 1
    assert "Exception ignored" not in done.stderr


@needs_full
def test_a_document_that_cannot_be_written_either_is_no_traceback(home: Path) -> None:
    done = to_full("prisons", "--json", unbuffered="1")
    assert done.returncode in (70, 73)
    assert "Traceback" not in done.stderr


@needs_full
def test_a_manifest_on_standard_output_that_did_not_arrive_leaves_good_paper(
    home: Path, profile: Path
) -> None:
    done = to_full("generate", LIST, "--manifest", "-")
    assert done.returncode == 73
    assert "recipients.pdf is printed and good" in done.stderr
    assert "No space left on device" in done.stderr
