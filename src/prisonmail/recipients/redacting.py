"""Redacting: problems that can be shown to anybody, with what came from the list masked.

>>> mask("A1O10XY")
'A****XY'
>>> mask_text("`A1O10XY` is not a prison number")
'`A****XY` is not a prison number'
"""

import re
from dataclasses import replace

from prisonmail.recipients.problems import Mark, Problem

_QUOTED = re.compile(r"`([^`]{2,})`")


def redact_problem(problem: Problem) -> Problem:
    """Give a problem without the value, the suggestion and the sender's reference."""
    mark = problem.mark and Mark(0, mask_text(problem.mark.label))
    return replace(
        problem,
        message=mask_text(problem.message),
        help=mask_text(problem.help),
        value=None,
        suggestion=None,
        reference=None,
        mark=mark,
    )


def mask_text(text: str) -> str:
    """Mask what a message repeats from the list: it stands in backticks."""
    return _QUOTED.sub(lambda found: f"`{mask(found[1])}`", text)


def mask(value: str) -> str:
    """Leave just enough of a value to find it again."""
    return f"{value[0]}****{value[-2:]}" if len(value) > 5 else "****"
