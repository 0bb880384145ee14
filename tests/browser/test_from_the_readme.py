"""Whoever has a fresh machine and the README: one command, and all else is done in the browser."""

import csv
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from benchmarks.serving.server import find_free_port
from playwright.sync_api import Browser, Page, expect

from tests.browser.scanner import expect_ready_for_the_next, expect_verdict, scan
from tests.browser.served import read_link
from tests.browser.test_list_pages import download
from tests.conftest import EXAMPLES
from tests.pages import barcodes, pictures
from tests.systems import needs_shell

ROOT = Path(__file__).parents[2]
_LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "tests", "__pycache__", "*.sqlite3*")
_PIN = re.compile(r"^([a-z]\S+==\S+)", re.MULTILINE)
_SECONDS = 600
"""Installing takes its time where others are at work."""

pytestmark = [pytest.mark.soak, needs_shell]


def _read_command(folder: Path) -> str:
    """Return the third command of the README, as it is but for where it installs and answers."""
    text = (ROOT / "README.md").read_text("utf-8")
    command = text.split("```sh\n")[3].split("\n```")[0]
    assert "~/prisonmail " in command
    placed = command.replace("~/prisonmail", str(folder / "installed"))
    return f"{placed} --port {find_free_port()}"


def _pin(folder: Path) -> str:
    """Write the versions that are to be installed; return the place of that file."""
    pins = _PIN.findall((ROOT / "requirements" / "dev.txt").read_text("utf-8"))
    assert len(pins) > 50
    (folder / "pins.txt").write_text("\n".join(pins), "utf-8")
    return str(folder / "pins.txt")


@pytest.fixture
def link(tmp_path: Path) -> Iterator[str]:
    """What the server says that was installed and started as the README says."""
    source, said = tmp_path / "source", tmp_path / "said.txt"
    shutil.copytree(ROOT, source, ignore=_LEFT_OUT)
    own = {"PRISONMAIL_HOME": str(tmp_path / "home"), "PIP_CONSTRAINT": _pin(tmp_path)}
    kept = {name: each for name, each in os.environ.items() if name != "PYTHONPATH"}
    with said.open("w") as file:
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", _read_command(tmp_path)],
            cwd=source,
            env=kept | own | {"BROWSER": "true"},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    try:
        yield read_link(process, said, _SECONDS)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(60) == 0, said.read_text("utf-8")


def _issue(page: Page) -> tuple[bytes, list[str]]:
    """Bring the example list and issue it; return the PDF, and its codes."""
    page.get_by_role("link", name="Letters").click()
    page.get_by_label("Choose a list").set_input_files(EXAMPLES / "recipients.csv")
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name="Issue 6 letters").click()
    expect(page.get_by_role("heading", name="Letters are made")).to_be_visible()
    manifest = download(page, "Your list with codes").path().read_text("utf-8-sig")
    codes = [row["code"] for row in csv.DictReader(StringIO(manifest))]
    return download(page, "Letters to print").path().read_bytes(), codes


def test_one_command_and_a_link_are_all_that_anybody_needs(browser: Browser, link: str) -> None:
    with browser.new_context() as window:
        page = window.new_page()
        page.set_default_timeout(60_000)
        page.goto(link)
        printed, codes = _issue(page)
        assert [barcodes(each) for each in pictures(printed, 200)] == [[code] for code in codes]
        page.get_by_role("link", name="Check", exact=True).click()
        expect_ready_for_the_next(page)
        scan(page, codes[0])
        expect_verdict(page, "READY")
        scan(page, codes[0])
        expect_verdict(page, "DUPLICATE")
