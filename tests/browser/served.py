"""A server as its users start it, with letters in its ledger, and a browser that is signed in."""

import csv
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from benchmarks.serving.server import find_free_port
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.conftest import EXAMPLES
from tests.soundness import import_path

CHROMIUM = shutil.which("chromium") or ""
_PEOPLE = "Tarquin Oddwell,Kai Penhallow,Imogen Ashdown,Rufus Blackthorn,Delia Marchbank,Piers Wren"
_LETTERS = 96
_PLACE = ("--location", "HMP Leeds")
_LINK = re.compile(r"http://\S+key=\S+")


@dataclass(frozen=True)
class Served:
    """A server that answers, and what the tests need to know of it."""

    address: str
    link: str
    """Signs a browser in, once."""
    home: Path
    letters: Iterator[dict[str, str]]
    """Letters of the ledger that no test has used yet: columns of the manifest."""

    def new_link(self) -> str:
        port = self.address.rpartition(":")[2]
        found = _LINK.search(_run(self.home, "serve", "--link", "--port", port))
        assert found
        return found[0]

    def next_code(self) -> str:
        return next(self.letters)["code"]


@contextmanager
def serve_in(home: Path) -> Iterator[Served]:
    """Issue some letters in a folder, and serve them until the block ends."""
    shutil.copy(EXAMPLES / "profile.toml", home / "profile.toml")
    letters = iter(_issue(home))
    address = f"http://127.0.0.1:{find_free_port()}"
    said = home / "said.txt"  # a pipe that nobody reads would stop the server
    with said.open("w") as file:
        process = _start(home, file, "serve", *_PLACE, "--port", address.rpartition(":")[2])
    try:
        yield Served(address, read_link(process, said), home, letters)
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            browser.close()


def sign_in(browser: Browser, served: Served) -> Any:
    """Follow the one-time link; return what a browser has to remember to stay signed in."""
    with browser.new_context() as context:
        context.new_page().goto(served.link)
        return context.storage_state()


def open_window(browser: Browser, served: Served, **options: Any) -> BrowserContext:
    """Return a window on the server, 1280 pixels wide unless it is told otherwise."""
    return browser.new_context(
        **{"base_url": served.address, "viewport": {"width": 1280, "height": 800}} | options
    )


def write_list(path: Path, people: list[str], prison: str = "HMP Leeds") -> Path:
    """Write a list of people, with a prison number each."""
    rows = [(name, f"A{1001 + i}XY", prison, f"C/{i}") for i, name in enumerate(people)]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Name", "Prison number", "Prison", "Reference"), *rows])
    return path


def read_link(process: subprocess.Popen[str], said: Path, seconds: float = 120) -> str:
    """Wait until the server has told the link to sign in with."""
    give_up = time.monotonic() + seconds
    while not (found := _LINK.search(said.read_text("utf-8"))):
        assert process.poll() is None, said.read_text("utf-8")
        assert time.monotonic() < give_up, said.read_text("utf-8")
        time.sleep(0.05)
    return found[0]


def _issue(home: Path) -> list[dict[str, str]]:
    names = _PEOPLE.split(",")
    people = [f"{names[i % len(names)]} {'I' * (i // len(names))}".strip() for i in range(_LETTERS)]
    listed = write_list(home / "clients.csv", people)
    _run(home, "generate", listed, "-o", home / "first.pdf", "--manifest", home / "codes.csv")
    with (home / "codes.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _run(home: Path, *words: object) -> str:
    process = _start(home, subprocess.PIPE, *words)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def _start(home: Path, said: int | TextIO, *words: object) -> subprocess.Popen[str]:
    own = {"PRISONMAIL_HOME": str(home), "PYTHONPATH": import_path()}
    return subprocess.Popen(
        [sys.executable, "-m", "prisonmail", *map(str, words)],
        cwd=home,
        env=os.environ | own,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=subprocess.STDOUT,
        text=True,
    )
