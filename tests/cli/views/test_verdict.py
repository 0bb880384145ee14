import pytest

from prisonmail.cli.views.verdict import banner, verdict_lines
from prisonmail.use_cases.verify import Answer, Verdict
from tests.reports.conftest import CODE, ENTRY

READY, UNKNOWN = Answer(CODE, Verdict.READY, ENTRY), Answer(CODE, Verdict.NOT_ISSUED, None)


def test_a_verdict_is_followed_by_what_the_letter_should_look_like() -> None:
    lines = [str(line) for line in verdict_lines(READY)]
    assert lines[:4] == ["READY", "Deliver it unopened.", "", "Code       12345-67890-1244"]
    assert len(list(verdict_lines(UNKNOWN))) == 2


def test_a_banner_is_large_without_colour() -> None:
    assert list(banner(READY)) == ["=" * 60, "   R E A D Y", "=" * 60]


@pytest.mark.parametrize(("answer", "bells"), [(READY, 0), (UNKNOWN, 1)])
def test_a_banner_in_colour_rings_once_unless_it_is_ready(
    answer: Answer, bells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    shown = "".join(banner(answer))
    assert shown.count("\a") == bells
    assert "\x1b[" in shown
