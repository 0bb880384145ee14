"""A server that runs in a test leaves logging as it was once it has ended."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from prisonmail.web.logs import LOGGER

_LOGGERS = [logging.getLogger(name) for name in ("", LOGGER, "uvicorn.error")]


@contextmanager
def keep_logs() -> Iterator[None]:
    before = [(each, each.handlers, each.propagate, each.level) for each in _LOGGERS]
    hook = threading.excepthook
    yield
    logging.captureWarnings(capture=False)
    threading.excepthook = hook
    for logger, handlers, propagates, level in before:
        logger.handlers, logger.propagate = handlers, propagates
        logger.setLevel(level)
