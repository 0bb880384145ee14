"""`python -m tests.mutants [ROOM or FILE …]`: which mutants no test catches."""

import argparse
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import tomli_w

from tests.mutants.making import Key, Mutant, make_mutants
from tests.mutants.rooms import ROOMS, Room
from tests.mutants.running import Outcome, run_tests

KNOWN = Path(__file__).with_name("survivors.toml")
LEFT = Path("mutants-left.toml")


@dataclass
class Tally:
    """What became of the mutants of a room."""

    known: dict[Key, str]
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    new: list[Mutant] = field(default_factory=list)
    stale: list[Key] = field(default_factory=list)
    """Listed as survivors, but caught by now."""

    def note(self, mutant: Mutant, outcome: Outcome) -> None:
        """Count a mutant, and print it if it survives and is not known to."""
        self.outcomes[outcome] += 1
        if outcome.is_caught and mutant.key in self.known:
            self.stale.append(mutant.key)
        elif not outcome.is_caught and mutant.key not in self.known:
            self.new.append(mutant)
            print(f"{mutant.file}:{mutant.line}: {outcome.value}")
            print(f"  - {mutant.was}\n  + {mutant.becomes}", flush=True)

    @property
    def percent(self) -> float:
        """How many of all are caught."""
        caught = sum(number for outcome, number in self.outcomes.items() if outcome.is_caught)
        return 100 * caught / self.outcomes.total()


def read_survivors(path: Path) -> dict[Key, str]:
    """Return why each known survivor need not be caught."""
    listed = tomllib.loads(path.read_text("utf-8")).get("survivor", [])
    return {(each["file"], each["was"], each["becomes"]): each["why"] for each in listed}


def main() -> int:
    """Run, print survivors, and keep those that are new in a file, to be tried again."""
    options = _read_options()
    known = read_survivors(KNOWN)
    again = read_survivors(LEFT) if options.again else None
    tallies = []
    for room in ROOMS:
        files = [file for file in room.files if _is_meant(file, room, options.what)]
        mutants = [each for file in files for each in make_mutants(file)]
        meant = [each for each in mutants if again is None or each.key in again]
        if meant:
            tallies.append(_try(room, _sample(meant, options.sample), known, options.children))
        gone = {key for key in known if key[0] in files} - {each.key for each in mutants}
        _complain("there is no such mutant any more", gone)
    new = [mutant for tally in tallies for mutant in tally.new]
    if options.least is not None:
        return int(bool(new) or any(tally.percent < options.least for tally in tallies))
    left = [{"file": f, "was": w, "becomes": b, "why": ""} for f, w, b in (m.key for m in new)]
    LEFT.write_text(tomli_w.dumps({"survivor": left}), "utf-8")
    return int(bool(new))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="just mutants", description=__doc__)
    names = ", ".join(room.name for room in ROOMS)
    parser.add_argument("what", nargs="*", help=f"{names}, or the end of a file's path")
    parser.add_argument("--sample", type=int, help="so many of each room, evenly spaced")
    parser.add_argument("--children", type=int, default=2, help="how many at once (default: 2)")
    parser.add_argument("--again", action="store_true", help=f"only those in {LEFT}")
    parser.add_argument("--least", type=float, help=f"fail below this percentage; leave {LEFT}")
    return parser.parse_args()


def _is_meant(file: str, room: Room, what: Sequence[str]) -> bool:
    return not what or room.name in what or file.endswith(tuple(what))


def _sample(mutants: Sequence[Mutant], number: int | None) -> Sequence[Mutant]:
    if number is None or number >= len(mutants):
        return mutants
    return [mutants[at * len(mutants) // number] for at in range(number)]


def _try(room: Room, mutants: Sequence[Mutant], known: dict[Key, str], children: int) -> Tally:
    tally, began = Tally(known), time.monotonic()
    run_tests(room, mutants, tally.note, children)
    _complain("it is listed as a survivor, but caught", tally.stale)
    figures = ", ".join(f"{number} {outcome.value}" for outcome, number in tally.outcomes.items())
    took = time.monotonic() - began
    print(f"== {room.name}: {len(mutants)} mutants: {figures}: {tally.percent:.1f} %, {took:.0f} s")
    return tally


def _complain(what: str, keys: Iterable[Key]) -> None:
    for file, was, becomes in keys:
        print(f"{file}: {what}:\n  - {was}\n  + {becomes}")


if __name__ == "__main__":
    sys.exit(main())
