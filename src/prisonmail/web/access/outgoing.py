"""Codes on their way to mailboxes: sent apart, so that no answer waits for a mail relay.

Nor is any answer slower because something is sent at the same time: that would tell whether anybody
may sign in with a mailbox.
"""

import logging
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from prisonmail.errors import PrisonmailError
from prisonmail.system import clock
from prisonmail.use_cases.senders.signing_in import send_sign_in_code

_AT_ONCE = 4
_LEAST_PAUSE, _MOST_PAUSE = 500, 1500
"""Milliseconds before something is sent: the answer has gone by then, and nobody knows when."""
_log = logging.getLogger("prisonmail.web")


class Outgoing:
    """Sends codes, a few at once, and says in the log what could not be sent."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._threads = ThreadPoolExecutor(_AT_ONCE, "codes")

    def send(self, address: str, code: str) -> None:
        """Have a code sent, without waiting for it."""
        self._threads.submit(self._send, address, code)

    def finish(self) -> None:
        """Wait until all are sent."""
        self._threads.shutdown()

    def _send(self, address: str, code: str) -> None:
        time.sleep((_LEAST_PAUSE + secrets.randbelow(_MOST_PAUSE - _LEAST_PAUSE)) / 1000)
        try:
            send_sign_in_code(self._profile, address, code, clock.now())
        except PrisonmailError as error:  # its words may name the address
            _log.error("a code to sign in was not sent", extra={"fault": error.kind})
        except Exception as error:
            _log.error("a code to sign in was not sent", extra={"fault": type(error).__name__})
