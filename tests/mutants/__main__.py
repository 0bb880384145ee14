"""`python -m tests.mutants [ROOM or FILE …]`: which mutants no test catches."""

import argparse
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import tomli_w

from tests.mutants.making import Mutant, make_mutants
from tests.mutants.rooms import ROOMS, Room
from tests.mutants.running import Outcome, run_tests

KNOWN = Path(__file__).with_name("survivors.toml")
LEFT = Path("mutants-left.toml")


def read_survivors(path: Path) -> dict[tuple[str, str, str], str]:
    """Return why each known survivor need not be caught."""
    listed = tomllib.loads(path.read_text("utf-8")).get("survivor", [])
    return {(each["file"], each["was"], each["becomes"]): each["why"] for each in listed}


def sample(mutants: Sequence[Mutant], number: int | None) -> list[Mutant]:
    """Return some, evenly spaced; all if there are fewer."""
    if number is None or number >= len(mutants):
        return list(mutants)
    return [mutants[at * len(mutants) // number] for at in range(number)]


def main() -> int:
    """Run, print survivors, and keep what is new in a file, to be looked at or tried again."""
    options = _read_options()
    known = read_survivors(KNOWN)
    again = read_survivors(LEFT) if options.again else {}
    new: list[Mutant] = []
    for room in ROOMS:
        mutants = [each for file in room.files for each in make_mutants(file)]
        chosen = [each for each in mutants if _is_meant(each, room, options.what)]
        if options.again:
            chosen = [each for each in chosen if each.key in again]
        if chosen:
            new += _try_room(room, sample(chosen, options.sample), known, options.children)
        stale = [k for k in known if k[0] in room.files and k not in {m.key for m in mutants}]
        _complain("is listed, but there is no such mutant any more", stale)
    left = [{"file": f, "was": w, "becomes": b, "why": ""} for f, w, b in (m.key for m in new)]
    LEFT.write_text(tomli_w.dumps({"survivor": left}), "utf-8")
    return 1 if new else 0


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="just mutants", description=__doc__)
    names = ", ".join(room.name for room in ROOMS)
    parser.add_argument("what", nargs="*", help=f"{names}, or the end of a file's path")
    parser.add_argument("--sample", type=int, help="so many of each room, evenly spaced")
    parser.add_argument("--children", type=int, default=2, help="how many at once")
    parser.add_argument("--again", action="store_true", help=f"only those in {LEFT}")
    return parser.parse_args()


def _is_meant(mutant: Mutant, room: Room, what: Iterable[str]) -> bool:
    names = tuple(what)
    return not names or room.name in names or mutant.file.endswith(names)


def _try_room(
    room: Room, mutants: Sequence[Mutant], known: dict[tuple[str, str, str], str], children: int
) -> list[Mutant]:
    outcomes: Counter[Outcome] = Counter()
    new, caught = [], []
    began = time.monotonic()

    def tell(mutant: Mutant, outcome: Outcome) -> None:
        outcomes[outcome] += 1
        if outcome.is_caught:
            caught.extend([mutant.key] * (mutant.key in known))
        elif mutant.key not in known:
            new.append(mutant)
            print(f"{mutant.file}:{mutant.line}: {outcome.value}")
            print(f"  - {mutant.was}\n  + {mutant.becomes}", flush=True)

    run_tests(room, mutants, tell, children)
    _complain("is listed, but caught", caught)
    figures = ", ".join(f"{number} {outcome.value}" for outcome, number in outcomes.items())
    share = sum(outcomes[o] for o in outcomes if o.is_caught) / len(mutants)
    took = time.monotonic() - began
    print(f"== {room.name}: {len(mutants)} mutants: {figures}: {share:.1%} caught, {took:.0f} s")
    return new


def _complain(what: str, keys: Iterable[tuple[str, str, str]]) -> None:
    for file, was, becomes in keys:
        print(f"{file}: {what}:\n  - {was}\n  + {becomes}")


if __name__ == "__main__":
    sys.exit(main())
