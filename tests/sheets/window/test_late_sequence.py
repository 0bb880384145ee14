"""Frames and limits are worked out once, whichever thread asks for them first."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Barrier

from prisonmail.sheets.window.late_sequence import LateSequence


def test_each_item_is_worked_out_when_it_is_asked_for_and_once() -> None:
    made = list[int]()

    def work() -> Iterator[int]:
        for number in range(5):
            made.append(number)
            yield number

    kept = LateSequence(work())
    assert made == []
    for number in range(1, 4):
        assert list(islice(kept, number)) == made == list(range(number))
    assert list(kept) == [0, 1, 2, 3, 4] == list(kept) == made


def test_threads_that_ask_at_once_see_all_of_it_in_order() -> None:
    """A generator cannot be shared: two lists that a server issued at once ended in a fault."""

    def work() -> Iterator[int]:
        for number in range(40):
            time.sleep(0.001)
            yield number

    kept, ready = LateSequence(work()), Barrier(4)

    def read(_: int) -> list[int]:
        ready.wait(30)
        return list(kept)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read, range(4))) == [list(range(40))] * 4
