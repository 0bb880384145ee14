"""What the server writes down about itself: one JSON document a line, on standard error.

A line has the template of a path and never the path itself, no query, no name, no address and no
code; of a fault it has the kind and the place, and not what it says.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

LEVELS = ("debug", "info", "warning", "error")
LOGGER = "prisonmail.web"
_FIELDS = ("request", "method", "route", "status", "ms", "fault")
_NAMES = (LOGGER, "uvicorn.error")


class _Formatter(logging.Formatter):
    """Writes a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write what is known of something that happened."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
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


def place_fault(error: BaseException) -> str:
    """Return of what kind an error is, and where it was raised; not what it says.

    >>> place_fault(ValueError("of a person"))
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = f" {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
