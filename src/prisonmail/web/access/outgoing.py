"""Codes on their way to mailboxes: sent apart, so that no answer waits for a mail relay."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from prisonmail.errors import PrisonmailError
from prisonmail.system import clock
from prisonmail.use_cases.senders.signing_in import send_sign_in_code

_AT_ONCE = 2
_log = logging.getLogger("prisonmail.web")


class Outgoing:
    """Sends codes one after another, and says in the log what could not be sent."""

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
        try:
            send_sign_in_code(self._profile, address, code, clock.now())
        except PrisonmailError as error:  # its words may name the address
            _log.error("a code to sign in was not sent", extra={"fault": error.kind})
        except Exception as error:
            _log.error("a code to sign in was not sent", extra={"fault": type(error).__name__})
