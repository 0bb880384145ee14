"""What a handler makes of Ctrl-C, in this process: it stops at once, or when there is time."""

import signal
import sys
import time
from collections.abc import Iterator

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.system import ctrl_c

SIGNALS = (*ctrl_c.STOPS, signal.SIGTERM)


@pytest.fixture
def _as_before() -> Iterator[None]:
    """All is as it was once the test is over; until then Ctrl-C is Python's."""
    handlers = {each: signal.getsignal(each) for each in SIGNALS}
    hook = sys.unraisablehook
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    sys.unraisablehook = hook
    for each, handler in handlers.items():
        signal.signal(each, handler)


@pytest.fixture
def _listening(_as_before: None) -> None:
    ctrl_c.listen()


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def end() -> None:
    signal.raise_signal(signal.SIGTERM)


@pytest.mark.usefixtures("_listening")
def test_it_stops_at_once_and_is_the_cause_of_what_follows() -> None:
    fault = RuntimeError("of a library")
    assert not ctrl_c.is_cause_of(fault)
    ctrl_c.stop_if_lost()
    with pytest.raises(ctrl_c.Stop):
        press()
    assert ctrl_c.is_cause_of(fault)
    assert not ctrl_c.is_cause_of(WrongUsage("an error with words of its own"))
    with pytest.raises(ctrl_c.Stop):
        ctrl_c.stop_if_lost()


@pytest.mark.usefixtures("_listening")
@pytest.mark.parametrize(("ask", "by_ctrl_c"), [(press, True), (end, False)])
def test_a_program_that_goes_on_is_asked_to_end_and_stopped_only_by_a_second(
    ask: object, by_ctrl_c: bool
) -> None:
    assert callable(ask)
    woken: list[bool] = []
    before = signal.getsignal(signal.SIGTERM)
    with ctrl_c.end_in_good_time(lambda: woken.append(True)) as asked:
        assert not asked.asked
        ask()
        assert (asked.asked, asked.by_ctrl_c, woken) == (True, by_ctrl_c, [True])
        if by_ctrl_c:
            with pytest.raises(ctrl_c.Stop):
                press()
    assert signal.getsignal(signal.SIGTERM) is before
    with pytest.raises(ctrl_c.Stop):
        press()


@pytest.mark.usefixtures("_listening")
def test_too_late_it_is_ignored() -> None:
    ctrl_c.ignore()
    press()
    assert not ctrl_c.is_cause_of(RuntimeError())


@pytest.mark.usefixtures("_as_before")
def test_who_was_started_to_ignore_it_goes_on_to() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctrl_c.listen()
    press()
    with ctrl_c.end_in_good_time(list) as asked:
        press()
    assert not asked.asked


class Closed:
    """Something that Ctrl-C comes upon, or that fails, while it is finalised."""

    def __init__(self, error: type[Exception] | None = None) -> None:
        self.error = error

    def __del__(self) -> None:
        if self.error:
            raise self.error
        press()


@pytest.mark.usefixtures("_listening")
def test_in_a_finaliser_which_loses_it_it_comes_again() -> None:
    with pytest.raises(ctrl_c.Stop):
        Closed()
        time.sleep(60)


@pytest.mark.usefixtures("_listening")
def test_other_faults_of_a_finaliser_are_reported_as_ever(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Closed(ZeroDivisionError)
    assert "ZeroDivisionError" in capsys.readouterr().err
