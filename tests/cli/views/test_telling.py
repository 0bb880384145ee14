"""An answer that does not arrive: what was recorded by then is said, and nothing that was not."""

import io
import sys
from collections.abc import Callable

import pytest

from prisonmail.cli.views.telling import tell
from prisonmail.errors import Interrupted, OutputRefused
from prisonmail.use_cases.verify import Answer, Prepare, Verdict
from tests.reports.conftest import CODE, ENTRY
from tests.systems import FULL, needs_full

READY, UNKNOWN = Answer(CODE, Verdict.READY, ENTRY), Answer(CODE, Verdict.NOT_ISSUED, None)
SEE = f"See what was recorded with: prisonmail codes show {CODE}"


class Interrupting(io.StringIO):
    """Standard output at which Ctrl-C is pressed."""

    def write(self, text: str) -> int:
        raise KeyboardInterrupt


def answer_with(answer: Answer, step: str = "") -> Callable[[Prepare], Answer]:
    """Ask as a desk does; Ctrl-C comes before the answer is prepared or while it is recorded."""

    def ask(prepare: Prepare) -> Answer:
        if step == "asking":
            raise KeyboardInterrupt
        prepare(answer)
        if step == "recording":
            raise KeyboardInterrupt
        return answer

    return ask


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("recording", "Stopped. The answer was `ready`, and its check may be recorded."),
        ("telling", "Stopped. The answer was `ready`, and its check is recorded."),
    ],
)
def test_ctrl_c_says_if_the_check_is_recorded(
    step: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Interrupting())
    with pytest.raises(Interrupted) as stopped:
        tell(answer_with(READY, step), str, peek=False)
    assert (stopped.value.message, stopped.value.remedy) == (said, SEE)


@pytest.mark.parametrize(("step", "peek"), [("asking", False), ("recording", True), ("", True)])
def test_ctrl_c_before_anything_is_recorded_only_stops(
    step: str, peek: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Interrupting())
    with pytest.raises(KeyboardInterrupt) as stopped:
        tell(answer_with(READY, step), str, peek=peek)
    assert not isinstance(stopped.value, Interrupted)


@needs_full
@pytest.mark.parametrize(
    ("answer", "peek", "said", "remedy"),
    [
        (READY, False, " The answer was `ready`, and its check is recorded.", SEE),
        (
            UNKNOWN,
            False,
            " The answer was `not-issued`, and its check is recorded.",
            "Ask again: no code is used up by it.",
        ),
        (READY, True, "", OutputRefused("").remedy),
    ],
    ids=["ready", "not issued", "peek"],
)
def test_an_answer_that_is_not_read_says_if_the_check_is_recorded(
    answer: Answer, peek: bool, said: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(OutputRefused) as lost:
            tell(answer_with(answer), str, peek=peek)
    full_disk = "Standard output cannot be written: No space left on device."
    assert (lost.value.message, lost.value.remedy) == (f"{full_disk}{said}", remedy)


@pytest.mark.parametrize("as_json", [False, True])
def test_an_answer_is_told_as_it_was_written_before_it_was_recorded(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    written: list[Answer] = []

    def write(answer: Answer) -> str:
        written.append(answer)
        return f"{answer.verdict} the {len(written)}st"

    assert tell(answer_with(READY), write, peek=False, as_json=as_json) is READY
    assert capsys.readouterr().out == "ready the 1st\n"
