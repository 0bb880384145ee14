"""Counts of what was asked and answered, in the text that Prometheus reads.

Some lines of our own and no library: what was said of codes is counted in the ledger, so that all
processes and machines that answer for it say the same, which a library's counters would not.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping

Labels = tuple[tuple[str, str], ...]


class Counts:
    """What one process has answered since it was started."""

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

    def write(self, verdicts: Mapping[str, int]) -> str:
        """Write all counts, with those of the verdicts on codes."""
        with self._lock:
            answered, seconds, missed = dict(self._answered), dict(self._seconds), self._missed
        lines = [
            *_write_metric(
                "prisonmail_checks_total",
                "Checks of codes that the ledger holds, by verdict.",
                {(("verdict", verdict),): number for verdict, number in verdicts.items()},
            ),
            *_write_metric(
                "prisonmail_requests_total",
                "Requests that this process has answered.",
                {
                    (("route", route), ("method", method), ("status", str(status))): number
                    for (route, method, status), number in answered.items()
                },
            ),
            *_write_metric(
                "prisonmail_request_seconds_total",
                "Time that they took.",
                {(("route", route),): time for route, time in seconds.items()},
            ),
            *_write_metric(
                "prisonmail_sign_in_misses_total", "Wrong codes, links and tokens.", {(): missed}
            ),
        ]
        return "\n".join((*lines, ""))


def _write_metric(name: str, help_: str, values: Mapping[Labels, float]) -> Iterator[str]:
    yield f"# HELP {name} {help_}"
    yield f"# TYPE {name} counter"
    for labels, value in sorted(values.items()):
        named = ",".join(f'{label}="{text}"' for label, text in labels)
        yield f"{name}{{{named}}} {value:.12g}" if named else f"{name} {value:.12g}"
