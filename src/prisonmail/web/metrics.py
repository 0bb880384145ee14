"""Counts of what was asked and answered, in the text that Prometheus reads.

Some lines of our own and no library: what was said of codes is counted in the ledger, so that all
processes and machines that answer for it say the same, which a library's counters would not.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from prisonmail.system.record import Record, field

Labels = tuple[tuple[str, str], ...]


class Counted(Record, frozen=True):
    """What a process has answered since it was started."""

    answered: tuple[tuple[str, str, int, int], ...] = ()
    """By route, method and status: how many."""
    seconds: dict[str, float] = field(default_factory=dict)
    """By route."""
    missed: int = 0


class Counts:
    """Counts what this process answers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answered: Counter[tuple[str, str, int]] = Counter()
        self._seconds: dict[str, float] = {}
        self._missed = 0

    def count(self, route: str, method: str, status: int, seconds: float, *, missed: bool) -> None:
        """Count an answer; `missed` if it was to a wrong code, link or token."""
        with self._lock:
            self._answered[route, method, status] += 1
            self._seconds[route] = self._seconds.get(route, 0.0) + seconds
            self._missed += missed

    def read(self) -> Counted:
        """Return what was counted so far."""
        with self._lock:
            answered = tuple((*key, number) for key, number in self._answered.items())
            return Counted(answered, dict(self._seconds), self._missed)


def write_metrics(counted: Iterable[Counted], verdicts: Mapping[str, int]) -> str:
    """Write what several processes counted, and the verdicts on codes.

    >>> print(write_metrics([Counted(missed=1), Counted(missed=2)], {}).splitlines()[-1])
    prisonmail_sign_in_misses_total 3
    """
    answered: Counter[Labels] = Counter()
    seconds: dict[Labels, float] = {}
    missed = 0
    for each in counted:
        for route, method, status, number in each.answered:
            answered[("route", route), ("method", method), ("status", str(status))] += number
        for route, time in each.seconds.items():
            seconds[(("route", route),)] = seconds.get((("route", route),), 0.0) + time
        missed += each.missed
    told: dict[Labels, float] = {
        (("verdict", verdict),): number for verdict, number in verdicts.items()
    }
    lines = [
        *_write_metric("checks_total", "Checks of codes that the ledger holds.", told),
        *_write_metric("requests_total", "Requests that this machine has answered.", answered),
        *_write_metric("request_seconds_total", "Time that they took.", seconds),
        *_write_metric("sign_in_misses_total", "Wrong codes, links and tokens.", {(): missed}),
    ]
    return "\n".join((*lines, ""))


def _write_metric(name: str, help_: str, values: Mapping[Labels, float]) -> Iterator[str]:
    name = f"prisonmail_{name}"
    yield f"# HELP {name} {help_}"
    yield f"# TYPE {name} counter"
    for labels, value in sorted(values.items()):
        named = ",".join(f'{label}="{text}"' for label, text in labels)
        yield f"{name}{{{named}}} {value:.12g}" if named else f"{name} {value:.12g}"
