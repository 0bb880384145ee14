from collections.abc import Iterator

import pytest

from prisonmail.cli.terminal import Style, answer, answer_json, talk
from prisonmail.reports.lines import ReportLine, Tone, warning


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Good.", "Good."),
        (ReportLine("Good."), "Good."),
        (ReportLine("Good.", Tone.GOOD), f"{Style.GOOD}Good.\x1b[0m"),
        (ReportLine("Bad", Tone.BAD, " news."), f"{Style.BAD}Bad\x1b[0m news."),
        (warning("old."), f"{Style.CAUTION}warning:\x1b[0m old."),
    ],
)
def test_the_head_of_a_line_has_the_colour_of_its_tone(
    line: str | ReportLine,
    shown: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    answer(line)
    talk(line)
    assert capsys.readouterr() == (f"{shown}\n", f"{shown}\n")


@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")], ids=["NO_COLOR", "dumb"]
)
def test_colour_is_left_out_if_it_is_not_wanted(
    name: str, value: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv(name, value)
    talk(warning("old."))
    assert capsys.readouterr().err == "warning: old.\n"


def test_a_document_is_printed_item_after_item(capsys: pytest.CaptureFixture[str]) -> None:
    def problems() -> Iterator[dict[str, str]]:
        yield {"code": "PM204"}
        assert "version" in capsys.readouterr().out

    answer_json({"version": 1, "problems": problems(), "none": iter(()), "exit": 65})
    assert capsys.readouterr().out.endswith('  ],\n  "none": [],\n  "exit": 65\n}\n')
