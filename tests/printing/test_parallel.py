"""Several processes draw what one draws, to the byte, and none of them outlives its work."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest
from benchmarks.sample import make_letters as many_letters
from PIL import Image
from pypdf import PdfWriter

from prisonmail.errors import OutputRefused
from prisonmail.letters.letter import Enclosure, Letter
from prisonmail.printing.letter_pages import PrintRun
from prisonmail.printing.parallel import start_presses
from prisonmail.printing.run import print_letters, start_workers
from prisonmail.sheets.paper import Paper
from tests.conftest import SENDER, batch_of

LETTERS = 300
"""Three parcels, the last not full."""
WORDING = "Dear {name},\n\n" + "You may know that your matter goes on. " * 60
ENDLESS = """
import sys
from itertools import cycle
from multiprocessing import active_children
from benchmarks.sample import make_letters as letters
from prisonmail.sheets.paper import Paper
from prisonmail.printing.letter_pages import PrintRun
from prisonmail.printing.parallel import start_presses
from tests.conftest import SENDER, batch_of

if __name__ == "__main__":
    with start_presses(2) as new_press:
        press = new_press(PrintRun(batch_of(SENDER, 1), Paper()))
        for number, _ in enumerate(press.draw(cycle(letters(200)))):
            if number == 200:
                print(*(each.pid for each in active_children()), flush=True)
"""


@pytest.fixture(scope="module")
def many() -> list[Letter]:
    return list(many_letters(LETTERS))


def printed_by(jobs: int, many: list[Letter], paper: Paper, folder: Path, **how: object) -> bytes:
    folder.mkdir()
    batch = batch_of(SENDER, len(many))
    with ExitStack() as stack:
        new_press = start_workers(stack, len(many), jobs)
        done = print_letters(batch, many, paper, folder / "out.pdf", new_press=new_press, **how)  # type: ignore[arg-type]
    return b"".join(path.read_bytes() for path in done.files)


@pytest.mark.parametrize(
    ("paper", "how"),
    [
        (Paper(), {"summary": True}),
        (Paper(duplex=True, printer_offset=(1.5, -0.5)), {"split": 130}),
        (Paper(wording=WORDING), {"split": 200}),
        (Paper(labels="L7163"), {"split": 120, "summary": True}),
    ],
    ids=["summary", "both-sides", "own-wording", "labels"],
)
def test_the_bytes_do_not_depend_on_how_many_draw(
    paper: Paper, how: dict[str, object], many: list[Letter], tmp_path: Path
) -> None:
    one, three = (printed_by(jobs, many, paper, tmp_path / str(jobs), **how) for jobs in (1, 3))
    assert one == three


def test_letterheads_and_enclosures_are_the_same_too(many: list[Letter], tmp_path: Path) -> None:
    picture, enclosed = tmp_path / "head.png", tmp_path / "enclosed.pdf"
    Image.new("RGB", (300, 80), "navy").save(picture)
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(enclosed)
    enclosure = Enclosure(str(enclosed), 1, "")
    some = [_enclosing(letter, enclosure) for letter in many[:120]]
    paper = Paper(letterhead=str(picture), encloses=True)
    one, two = (printed_by(jobs, some, paper, tmp_path / str(jobs)) for jobs in (1, 2))
    assert one == two


def _enclosing(letter: Letter, enclosure: Enclosure) -> Letter:
    return replace(letter, draft=replace(letter.draft, enclosure=enclosure))


def test_a_process_that_is_ended_is_told_in_words(many: list[Letter]) -> None:
    with start_presses(2) as new_press:
        drawn = new_press(PrintRun(batch_of(SENDER, LETTERS), Paper())).draw(many * 20)
        next(drawn)
        active_children()[0].kill()
        with pytest.raises(OutputRefused, match="ended from outside"):
            list(drawn)


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT], ids=["killed", "ctrl-c"])
def test_no_process_outlives_the_one_that_started_it(
    ending: signal.Signals, tmp_path: Path
) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    run = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert run.stdout
    with run.stdout as said:
        children = list(map(int, said.readline().split()))
        assert len(children) == 2
        if ending == signal.SIGINT:
            os.killpg(run.pid, ending)  # as a terminal does: all of them get it
        else:
            run.send_signal(ending)
        assert run.wait(300) != 0
    deadline = time.monotonic() + 300
    while any(map(_lives, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, children))


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
