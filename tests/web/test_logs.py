"""What a server writes to standard error: lines of JSON, whoever has something to say."""

import json
import logging
import threading
import warnings
from collections.abc import Iterator

import pytest

from prisonmail.web.logs import LOGGER, start_logging
from tests.own_logs import keep_logs


@pytest.fixture
def _kept() -> Iterator[None]:
    with keep_logs():
        yield


def _fail() -> None:
    raise ValueError("Ann Hart")


@pytest.mark.usefixtures("_kept")
def test_libraries_and_threads_say_nothing_of_what_they_met(
    capsys: pytest.CaptureFixture[str],
) -> None:
    start_logging("debug")
    library = logging.getLogger("some.library")
    library.debug("not heard")
    library.warning("cannot read %s", "Ann Hart")
    try:
        _fail()
    except ValueError:
        library.exception("of Ann Hart")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("Ann Hart", UserWarning, stacklevel=1)
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    written = capsys.readouterr().err
    assert "Hart" not in written
    lines = [json.loads(line) for line in written.splitlines()]
    events = ["said by some.library", "fault", "said by py.warnings", "fault"]
    assert [each["event"] for each in lines] == events
    assert [each.get("fault", "").split(":")[0] for each in lines] == [
        "",
        "ValueError _fail",
        "",
        "ValueError _fail",
    ]


@pytest.mark.usefixtures("_kept")
def test_what_is_less_than_was_asked_for_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("error")
    for name in (LOGGER, "some.library"):
        logging.getLogger(name).warning("left out")
        logging.getLogger(name).error("heard")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [each["event"] for each in lines] == ["heard", "said by some.library"]
