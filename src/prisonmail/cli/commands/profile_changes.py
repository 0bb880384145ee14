"""Sets entries of a profile as they are typed, and takes them out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from prisonmail.cli.options.ledger import ledger_place
from prisonmail.cli.terminal import talk
from prisonmail.errors import WrongUsage
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.system import clock
from prisonmail.use_cases.keeping import profile_changes


def pair_up(words: Sequence[str]) -> dict[str, str]:
    """Read keys and values as they are typed one after the other. Raises WrongUsage.

    >>> pair_up(["telephone", "0113 496 0001", "valid_days", "14"])
    {'telephone': '0113 496 0001', 'valid_days': '14'}
    """
    if len(words) % 2:
        raise WrongUsage(
            f"`{words[-1]}` has no value.",
            'Give a value after each key, in quotes if it has spaces: telephone "0113 496 0000"',
        )
    return dict(zip(words[::2], words[1::2], strict=True))


def change_profile(path: Path, changes: Mapping[str, str | None]) -> None:
    """Change entries, and say so. Raises as the use case."""
    profile_changes.change_profile(path, changes, ledger_place(), clock.now())
    talk(ReportLine("The profile is changed:", Tone.GOOD, f" {', '.join(changes)} in {path}"))
