"""A guard against creeping slowness, for reviewers: half a minute, and no other library.

CPU in times of `import typer` in the same turns is held against what was recorded last, since a
machine that is busy, or another, slows both alike.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.commands import generate, list_starts, make_list
from benchmarks.measured import measure_floors
from benchmarks.runs import alternate

RECORDED = Path(__file__).parent / "recorded.json"
_TOLERATED = 1.10
"""How many times what was recorded something may take before it is named."""
_ROUNDS = 9


def measure(home: Path, rounds: int = _ROUNDS) -> dict[str, float]:
    """Measure short commands and lists, in times of what any start takes."""
    commands = list_starts(home) | {
        "`generate`, 1,000 rows": generate(make_list(1_000, home), home)
    }
    alternate(commands, 1, home)  # so that compiled files and the ledger are there
    return measure_floors(alternate(commands, rounds, home))


def record(found: Mapping[str, float], place: Path = RECORDED) -> None:
    """Keep what was measured, to be held against later."""
    rounded = {name: round(times, 3) for name, times in found.items()}
    place.write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")


def compare(found: Mapping[str, float], place: Path = RECORDED) -> Iterator[str]:
    """Yield a line for each command, and then what grew."""
    recorded: dict[str, float] = json.loads(place.read_text(encoding="utf-8"))
    grown = []
    for name, times in found.items():
        before = recorded.get(name, times)
        yield f"{name:24} {times:6.2f} times `import typer`, recorded {before:6.2f}"
        if times > before * _TOLERATED:
            grown.append(f"{name} by {times / before - 1:.0%}")
    yield f"Grown by more than 10 %: {', '.join(grown)}" if grown else "Nothing grew."
