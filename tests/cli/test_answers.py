"""No answer is lost on its way to the person, whatever a terminal can write or takes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from prisonmail.cli import app
from prisonmail.cli.views import verdict
from tests.cli.conftest import IssuedHome, issue_in
from tests.conftest import Run
from tests.systems import FULL, needs_full

Cli = Callable[..., Run]
LIST = "Ref,Name,Prison No,Prison\nC/1 [/1] {x},Łukasz Żak,A1001XY,HMP Leeds\n"
CHECKS = [("verify",), ("verify", "--json"), ("scan",), ("scan", "--json")]
LOOKS = [("batches", "show"), ("batches", "show", "--json"), ("codes", "show")]


@pytest.fixture(scope="module")
def issued_home(tmp_path_factory: pytest.TempPathFactory) -> IssuedHome:
    folder = tmp_path_factory.mktemp("issued")
    (folder / "list.csv").write_text(LIST, "utf-8")
    return issue_in(folder, folder / "list.csv")


@pytest.fixture
def code(issued: dict[str, str]) -> str:
    return issued["1"]


def _ask(command: tuple[str, ...], code: str) -> tuple[list[str], str]:
    """Return the words of a command that asks about a code, and what it reads."""
    return ([*command], f"{code}\n") if command[0] == "scan" else ([*command, code], "")


def _run(
    command: tuple[str, ...], code: str, stdout: object = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    words, read = _ask(command, code)
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "prisonmail", *words],
        input=read.encode(),
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("encoding", ["cp1252", "ascii:strict", "utf-8"])
@pytest.mark.parametrize("command", CHECKS, ids=" ".join)
def test_a_name_that_the_terminal_cannot_write_is_told_letter_by_letter(
    code: str, command: tuple[str, ...], encoding: str
) -> None:
    done = _run(command, code, PYTHONIOENCODING=encoding)
    said = done.stdout.decode(encoding.split(":")[0])
    assert (done.returncode, b"" if command[0] == "verify" else done.stderr[:9]) in (
        (0, b""),
        (0, b"1 check: "),
    )
    name = "Łukasz Żak" if encoding == "utf-8" else "\\u0141ukasz \\u017bak"
    if "--json" in command:
        assert json.loads(said)["recipient"]["name"] == "Łukasz Żak"
    else:
        assert name in said


@pytest.mark.parametrize("command", LOOKS, ids=" ".join)
def test_what_only_looks_tells_it_too(code: str, prisonmail: Cli, command: tuple[str, ...]) -> None:
    what = prisonmail("batches", "--json").json["batches"][0]["batch"]
    done = _run(command, what if command[0] == "batches" else code, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert b"\\u0141ukasz" in done.stdout


def test_a_problem_with_such_a_name_is_told(home: Path, profile: Path) -> None:
    (home / "Łódź.csv").write_text("Name,Prison No,Prison\nŁukasz 7,A1001XY,Leeds\n", "utf-8")
    for form in ("full", "concise", "json"):
        words = ("generate", "--check", "--error-format", form)
        done = _run(words, "Łódź.csv", PYTHONIOENCODING="ascii")
        assert done.returncode == 1
        if form == "json":
            assert json.loads(done.stderr.splitlines()[0])["value"] == "Łukasz 7"
        else:
            assert b"\\u0141\\u00f3d\\u017a.csv:2" in done.stderr


@pytest.mark.parametrize("command", CHECKS, ids=" ".join)
def test_an_answer_that_cannot_be_made_ready_uses_nothing_up(
    code: str, prisonmail: Cli, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise UnicodeError("no such letter")

    with monkeypatch.context() as patched:
        patched.setattr(verdict, "particulars", fail)
        patched.setattr("prisonmail.reports.verdicts.document", fail)
        words, read = _ask(command, code)
        assert prisonmail(*words, stdin=read).exit_code == 70
    assert prisonmail("verify", code).out.startswith("READY")


@needs_full
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", CHECKS, ids=" ".join)
def test_an_answer_that_does_not_arrive_is_told_to_be_recorded(
    code: str, prisonmail: Cli, command: tuple[str, ...], unbuffered: str
) -> None:
    with FULL.open("wb") as full:
        done = _run(command, code, full, PYTHONUNBUFFERED=unbuffered)
    _assert_told(done, code, prisonmail)
    assert b"No space left on device" in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", CHECKS, ids=" ".join)
def test_so_is_an_answer_whose_reader_left(
    code: str, prisonmail: Cli, command: tuple[str, ...], unbuffered: str
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = _run(command, code, writer, PYTHONUNBUFFERED=unbuffered)
    os.close(writer)
    _assert_told(done, code, prisonmail)


def _assert_told(done: subprocess.CompletedProcess[bytes], code: str, prisonmail: Cli) -> None:
    said = done.stderr.decode()
    assert done.returncode == 73
    assert "The answer was `ready`, and its check is recorded." in said
    assert f"prisonmail codes show {code}" in said
    assert not any(word in said for word in ("Traceback", "Exception ignored", "fault of its own"))
    history = prisonmail("codes", "show", code, "--json").json["history"]
    assert history[-1]["verdict"] == "ready"


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", [("verify",), ("scan", "--json")], ids=" ".join)
def test_a_closed_stream_is_no_fault_and_hides_no_answer(
    home: Path, code: str, command: tuple[str, ...], closed: str
) -> None:
    words, read = _ask(command, code)
    (home / "read").write_text(read)
    line = f'"$0" -m prisonmail "$@" {"" if "<" in closed else "< read"} {closed}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable, *words], capture_output=True, check=False
    )
    nothing_to_read = command[0] == "scan" and "<" in closed
    assert done.returncode == (
        73 if ">&-" in closed.replace("2>", "") and not nothing_to_read else 0
    )
    assert b"Traceback" not in done.stderr
    assert (done.stdout != b"") == (done.returncode == 0 and not nothing_to_read)


@needs_full
@pytest.mark.parametrize(
    "command", [("batches",), ("batches", "--json"), ("prisons",), ("doctor",), ("explain",)]
)
def test_every_answer_that_does_not_arrive_is_73(code: str, command: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "prisonmail", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
    assert done.returncode == 73, done.stderr
    assert b"Standard output cannot be written: No space left on device." in done.stderr


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt])
def test_json_is_never_two_documents(
    code: str, prisonmail: Cli, stop: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise stop

    Path("list.csv").write_text(LIST + "C/2,Ann Hart,A1,HMP Leeds\n", "utf-8")
    monkeypatch.setattr("prisonmail.reports.runs.problem_document", fail)
    run = prisonmail("generate", "list.csv", "--check", "--json")
    assert run.exit_code == (130 if stop is KeyboardInterrupt else 70)
    assert run.out.count('"version"') == 1
    monkeypatch.setattr("prisonmail.cli.commands.verify.typer.Exit", fail)
    run = prisonmail("verify", code, "--json")
    assert run.json["verdict"] == "ready"


def test_a_scanner_that_sends_no_text_is_answered(code: str, prisonmail: Cli) -> None:
    done = prisonmail("scan", "--json", stdin=b"\xff\xfe\x9b\n" + code.encode() + b"\n")
    first, second = map(json.loads, done.out.splitlines())
    assert (first["verdict"], second["verdict"]) == ("mistyped", "ready")


def test_output_is_encoded_as_the_stream_is_in_process_too(code: str) -> None:
    done = CliRunner(charset="cp1252").invoke(app, ["verify", code])
    assert (done.exit_code, "\\u0141ukasz" in done.stdout) == (0, True)
