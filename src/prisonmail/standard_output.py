"""Standard output: what is written there arrives, or the run says that it did not."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from prisonmail.errors import OutputRefused


@contextmanager
def arriving() -> Iterator[BinaryIO]:
    """Give standard output for a file that has to arrive. Raises OutputRefused."""
    try:
        yield sys.stdout.buffer
        sys.stdout.flush()
    except OSError as error:
        raise _refused(error) from None


def see_to_it() -> None:
    """See that all answers so far arrive. Raises OutputRefused.

    A reader who has seen enough of them, such as `head`, raises BrokenPipeError as ever.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _refused(error) from None


def _refused(error: OSError) -> OutputRefused:
    _give_up()
    return OutputRefused(f"Standard output cannot be written: {error.strerror}.")


def _give_up() -> None:
    """Let what waits to be written go nowhere, or Python tries again at its end and fails."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
