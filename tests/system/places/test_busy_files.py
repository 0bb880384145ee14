"""Files that something else has open for a moment, as Windows tells of them."""

import threading
import time
from pathlib import Path

import pytest

from prisonmail.system.output_files import new_file
from prisonmail.system.places import busy_files
from prisonmail.system.places.busy_files import try_for_a_moment


def _refusal(code: int | None) -> PermissionError:
    error = PermissionError("it is busy")
    error.winerror = code  # type: ignore[attr-defined, unused-ignore]
    return error


@pytest.mark.parametrize("code", [5, 32, 33, None])
def test_what_is_busy_is_tried_again(code: int) -> None:
    answers = iter((_refusal(code), _refusal(code), "done"))

    def act() -> str:
        answer = next(answers)
        if isinstance(answer, PermissionError):
            raise answer
        return answer

    assert try_for_a_moment(act) == "done"


def test_what_stays_busy_is_told_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy_files, "_MOST_SECONDS", 0.05)
    tried: list[int] = []

    def act() -> None:
        tried.append(1)
        raise _refusal(32)

    with pytest.raises(PermissionError):
        try_for_a_moment(act)
    assert len(tried) > 1


@pytest.mark.parametrize("error", [_refusal(13), FileNotFoundError("none")], ids=["13", "none"])
def test_what_is_refused_for_another_reason_is_told_at_once(error: OSError) -> None:
    tried: list[int] = []

    def act() -> None:
        tried.append(1)
        raise error

    with pytest.raises(type(error)):
        try_for_a_moment(act)
    assert tried == [1]


def test_a_file_that_is_read_for_a_moment_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_bytes(b"one")
    opened = threading.Event()

    def read() -> None:
        with path.open("rb"):
            opened.set()
            time.sleep(0.2)

    reader = threading.Thread(target=read)
    reader.start()
    opened.wait()
    with new_file(path, replace=True) as file:
        file.write(b"two")
    reader.join()
    assert path.read_bytes() == b"two"


def test_a_file_that_is_replaced_all_the_time_can_be_read_at_any(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_bytes(b"0")
    ended = threading.Event()

    def replace_it() -> None:
        for number in range(100):
            with new_file(path, replace=True) as file:
                file.write(b"%d" % number)
        ended.set()

    writer = threading.Thread(target=replace_it)
    writer.start()
    while not ended.is_set():
        assert try_for_a_moment(path.read_bytes).isdigit()
    writer.join()
