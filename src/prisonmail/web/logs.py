"""What the server writes down about itself: one JSON document a line, on standard error.

A line has the template of a path and never the path itself, no query, no name, no address and no
code; of a fault it has the kind and the place, and not what it says. Of what libraries have to say,
which may name what they read, it has who says it.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime

LEVELS = ("debug", "info", "warning", "error")
LOGGER = "prisonmail.web"
_FIELDS = ("request", "method", "route", "status", "ms", "fault")
_NAMES = (LOGGER, "uvicorn.error")
_OF_LIBRARIES = logging.WARNING
"""From which level on libraries are heard."""


class _Formatter(logging.Formatter):
    """Writes a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write what is known of something that happened."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if record.name in _NAMES else f"said by {record.name}",
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["event"], line["fault"] = "fault", place_fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def start_logging(level: str) -> None:
    """Write to standard error what happens from now on, from a level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter())
    for name in _NAMES:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level.upper())
    others = logging.getLogger()
    others.handlers = [handler]
    others.setLevel(max(_OF_LIBRARIES, logging.getLogger(LOGGER).level))
    logging.captureWarnings(capture=True)
    threading.excepthook = _note_fault_of_thread


def _note_fault_of_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        logging.getLogger(LOGGER).error("fault", extra={"fault": place_fault(args.exc_value)})


def place_fault(error: BaseException) -> str:
    """Return of what kind an error is, and where it was raised; not what it says.

    >>> place_fault(ValueError("of a person"))
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = f" {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
