"""Tells the answer for a code so that it is not lost on its way to the person.

It is made ready before its check is recorded and the code used up; if it does not arrive after
that, standard error says what was recorded and how to see it.
"""

from collections.abc import Callable

from prisonmail.cli.terminal import deliver
from prisonmail.errors import Interrupted, OutputRefused
from prisonmail.reports import verdicts
from prisonmail.use_cases.verify import Answer, Prepare


def tell(
    ask: Callable[[Prepare], Answer],
    write: Callable[[Answer], str],
    *,
    peek: bool,
    as_json: bool = False,
) -> Answer:
    """Ask for an answer, write it, and print it once its check is recorded, unless it is a peek.

    Raises OutputRefused or Interrupted if it did not arrive.
    """
    ready: list[tuple[Answer, str]] = []
    recorded = False
    try:
        answer = ask(lambda answer: ready.append((answer, write(answer))))
        recorded = bool(ready) and not peek
        deliver(ready[-1][1] if ready else write(answer), as_json=as_json)
    except OutputRefused as error:
        if not recorded:
            raise
        said, remedy = verdicts.untold_words(answer, certain=True)
        raise OutputRefused(f"{error.message} {said}", remedy) from None
    except KeyboardInterrupt:
        if peek or not ready:
            raise
        said, remedy = verdicts.untold_words(ready[-1][0], certain=recorded)
        raise Interrupted(f"Stopped. {said}", remedy) from None
    return answer
