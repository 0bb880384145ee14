"""A real server that is killed while it issues letters: the next one knows, by the ledger."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx
import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from prisonmail.web.access.links import make_link
from prisonmail.web.settings import Settings
from tests.cjsm.relays import find_free_port
from tests.soundness import import_path
from tests.web.lists.desk import list_kept, read_text

ROWS = 1_500
LATER = "Printing letters"
"""What comes after the fitting, which may be too short to be seen."""
HEADINGS = "Name,Prison Number,Prison,Reference\n"


def write_rows(numbers: Iterable[str]) -> bytes:
    people = (f"Tarquin Oddwell,{each},HMP Leeds,C/{each}\n" for each in numbers)
    return (HEADINGS + "".join(people)).encode()


def count_batches(place: str) -> int:
    if not Path(place).exists():
        return 0
    with open_ledger(place) as ledger:
        return ledger.count_batches()


class Served:
    """A server in a process of its own, and a browser on it."""

    def __init__(self, home: Path, profile: Path, port: int) -> None:
        self.settings = Settings(str(home / "ledger.sqlite3"), profile, port=port)
        command = [sys.executable, "-m", "prisonmail", "serve", "--port", str(port)]
        environment = os.environ | {"PYTHONPATH": import_path(), "PRISONMAIL_HOME": str(home)}
        self.process = subprocess.Popen(
            command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.browser = httpx.Client(base_url=self.settings.origin, timeout=60)
        self.wait_until(self._answers)

    def sign_in(self) -> None:
        assert self.browser.get(make_link(self.settings, clock.now())).status_code == 303

    @property
    def csrf(self) -> str:
        page = self.browser.get("/letters").text
        found = re.search(r'name="csrf" value="(\w+)"', page)
        assert found, page
        return found[1]

    def send(self, content: bytes) -> str:
        """Send a list, and wait until it is read; return the address of its page."""
        fields, files = {"csrf": self.csrf}, {"list": ("clients.csv", content)}
        page = self.browser.post("/letters/jobs", data=fields, files=files).headers["location"]
        self.wait_until(lambda: not self.progress(page)["working"])
        return str(page)

    def press(self, page: str, action: str) -> None:
        answer = self.browser.post(f"{page}/{action}", data={"csrf": self.csrf})
        assert answer.status_code == 303, answer.text

    def progress(self, page: str) -> dict[str, object]:
        found: dict[str, object] = self.browser.get(f"{page}/progress").json()
        return found

    def wait_until(self, holds: Callable[[], bool], seconds: float = 300) -> None:
        until = time.monotonic() + seconds
        while not holds():
            assert self.process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.01)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.browser.close()
        self.process.send_signal(number)
        self.process.wait()

    def _answers(self) -> bool:
        try:
            return self.browser.get("/health/ping").status_code == 200
        except httpx.TransportError:
            return False


@pytest.fixture
def serve(home: Path, profile: Path) -> Iterator[Callable[[], Served]]:
    """Starts servers on one ledger, one after the other."""
    started: list[Served] = []
    port = find_free_port()

    def start() -> Served:
        started.append(Served(home, profile, port))
        return started[-1]

    yield start
    if started[-1].process.poll() is None:
        started[-1].end()


@pytest.mark.skipif(os.name != "posix", reason="kills by a signal")
@pytest.mark.parametrize("work", [pytest.param("Fitting addresses", marks=pytest.mark.soak), LATER])
def test_a_server_that_is_killed_while_it_issues_leaves_no_doubt_and_nobody(
    serve: Callable[[], Served], home: Path, work: str
) -> None:
    served = serve()
    served.sign_in()
    page = served.send(write_rows(f"A{at:04d}XY" for at in range(ROWS)))
    served.press(page, "issue")
    served.wait_until(lambda: served.progress(page)["work"] in (work, LATER))
    cookies = served.browser.cookies
    served.end(signal.SIGKILL)
    again = serve()
    again.browser.cookies = cookies
    shown = again.browser.get(page)
    assert shown.status_code == 410
    batches = count_batches(again.settings.ledger)
    said = read_text(shown.text)
    assert ("Its letters were issued as batch" in said) == (batches == 1)
    assert ("No letter was issued from it" in said) == (batches == 0)
    # Codes are recorded after the fitting, under its name: a kill may come before that, or after.
    assert batches == 1 or work != LATER
    assert [Path(each).name for each in list_kept(home)] == ["job.json"]


@pytest.mark.skipif(os.name != "posix", reason="stops by a signal")
def test_a_server_that_is_stopped_finishes_the_letters_that_it_issues(
    serve: Callable[[], Served], home: Path
) -> None:
    served = serve()
    served.sign_in()
    page = served.send(write_rows(f"A{at:04d}XY" for at in range(ROWS // 4)))
    served.press(page, "issue")
    served.end()
    (made,) = (home / "lists").glob("*/made/letters.pdf")
    assert made.read_bytes().rstrip().endswith(b"%%EOF")


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the memory")
@pytest.mark.parametrize("number", ["A{:04d}X{}", "AO{:03d}X{}"])
def test_a_list_of_100_000_rows_takes_little_memory(
    serve: Callable[[], Served], number: str
) -> None:
    """A good list is checked and issued; of a bad one each row is wrong."""

    def memory() -> int:
        status = Path(f"/proc/{served.process.pid}/status").read_text("ascii")
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024

    numbers = (number.format(at % 10_000, "ABCDEFGHIJ"[at // 10_000]) for at in range(100_000))
    served = serve()
    served.sign_in()
    before = memory()
    page = served.send(write_rows(numbers))
    shown = served.browser.get(page)
    assert len(shown.content) < 500_000
    if "/issue" in shown.text:
        served.press(page, "issue")
        served.wait_until(lambda: not served.progress(page)["working"], 900)
        assert "Letters are made" in served.browser.get(page).text
    assert memory() - before < 250
