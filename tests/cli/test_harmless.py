"""What a list, a name of a file or sheet, or a ledger holds commands no terminal."""

import io
import json
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.system import standard_output
from tests.conftest import Run
from tests.systems import needs_controls_in_names

Cli = Callable[..., Run]
OBEYED = "\x07\x08\x0d\x1b\x7f\x85\x9b\u061c\u200e\u200f\u2028\u202a\u202e\u2066\u2069"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
EVIL = "\x1b[2J\u202eevil\x9b31m"


@pytest.mark.parametrize("mark", OBEYED, ids=ascii)
def test_whatever_is_said_is_shown_and_not_obeyed(
    mark: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for say in (answer, talk):
        say(f"name{mark}\n\tmore")
        say(ReportLine(f"name{mark}", Tone.BAD, f"{mark}\nREADY"))
    answer_json({f"key{mark}": [f"name{mark}"]})
    out, err = capsys.readouterr()
    assert not RAW.search(out + err)
    shown = f"\\u{ord(mark):04x}"
    assert err == f"name{shown}\n\tmore\nname{shown}{shown}\\u000aREADY\n"
    assert json.loads(out[len(err) :]) == {f"key{mark}": [f"name{mark}"]}


def test_half_a_character_is_written_too(capsys: pytest.CaptureFixture[str]) -> None:
    answer("list\udcff.csv")
    answer_json({"file": "list\udcff.csv"})
    assert capsys.readouterr().out == 'list\\udcff.csv\n{\n  "file": "list\\udcff.csv"\n}\n'


@pytest.mark.parametrize(
    "name",
    ["a\u202eevil.csv", pytest.param(f"a{EVIL}.csv", marks=needs_controls_in_names)],
    ids=ascii,
)
@pytest.mark.parametrize("option", [(), ("--json",), ("--error-format", "concise"), ("--redact",)])
def test_a_list_and_its_names_are_harmless(
    prisonmail: Cli, profile: Path, home: Path, option: tuple[str, ...], name: str
) -> None:
    text = f"Name,Prison No,Prison,{EVIL}\nAnn{EVIL}Hart,A1{EVIL},HMP {EVIL},{EVIL}\n"
    (home / name).write_text(text, "utf-8")
    for command in ("generate", "mapping"):
        options = option if command == "generate" else option[:1] * (option == ("--json",))
        run = prisonmail(command, name, *options)
        assert run.exit_code in (0, 65)
        assert not RAW.search(run.out + run.err)
        assert "evil" in run.out + run.err


def test_a_sheet_is_harmless(prisonmail: Cli, profile: Path, home: Path) -> None:
    book = Workbook()
    book.active.title = "a\u202eevil\x9b"
    book.active.append(["Name", "Prison No", "Prison"])
    book.active.append(["Ann Hart", "A1001XY", "HMP Leeds"])
    book.create_sheet("\u2066other\x85")
    book.save("list.xlsx")
    run = prisonmail("generate", "list.xlsx", "--check")
    assert "\\u202eevil\\u009b" in run.err
    assert not RAW.search(run.out + run.err)


@pytest.mark.parametrize(
    "command",
    [
        ("batches", "show"),
        ("batches", "show", "--json"),
        ("codes", "show"),
        ("codes", "show", "--json"),
        ("verify", "--peek"),
        ("verify", "--peek", "--json"),
    ],
    ids=" ".join,
)
def test_a_ledger_that_somebody_has_written_to_is_harmless(
    prisonmail: Cli,
    issued: dict[str, str],
    home: Path,
    command: tuple[str, ...],
) -> None:
    with sqlite3.connect(home / "ledger.sqlite3") as ledger:
        ledger.execute(
            "UPDATE recipients SET name = ?, reference = ?", (EVIL, f"{EVIL}[/1]\nREADY")
        )
        ledger.execute("UPDATE letters SET prison_name = ?, marking = ?", (EVIL, f"[b]{EVIL}"))
    ledger.close()
    run = prisonmail(*command, issued["batch"] if command[0] == "batches" else issued["1"])
    assert run.exit_code == 0, run.err
    assert "evil" in run.out
    assert "\nREADY" not in run.out.removeprefix("READY")
    assert not RAW.search(run.out + run.err)


@pytest.mark.parametrize(
    "wrong",
    [
        (EVIL,),
        ("generate", "a", EVIL),
        ("generate", "a", f"--{EVIL}"),
        ("verify", "--by", EVIL, EVIL),
    ],
)
def test_words_of_the_command_line_are_harmless_if_they_are_repeated(
    prisonmail: Cli, home: Path, wrong: tuple[str, ...]
) -> None:
    run = prisonmail(*wrong)
    assert run.exit_code > 0
    assert not RAW.search(run.out + run.err)


def test_a_file_on_a_terminal_is_shown_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n")
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", stream)
    with standard_output.stdout_file() as file:
        for byte in f"Łukasz,{EVIL}\r\n".encode():
            file.write(bytes([byte]))
    assert stream.buffer.getvalue().decode() == ("Łukasz,\\u001b[2J\\u202eevil\\u009b31m\n")
