"""What tests of the command line share: lists, a batch that was issued, the passing of days."""

import shutil
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from prisonmail.ledger.apart import kept_apart
from prisonmail.system import clock
from prisonmail.system.record import replace
from tests.conftest import EXAMPLES, run_in_process

LIST = (EXAMPLES / "recipients.csv").read_text("utf-8").splitlines()
SAMPLES = Path(__file__).parent.parent / "recipients" / "cases"
GOOD = "Ref,Name,Prison No,Prison\nC/1,Ann Hart,A1001XY,HMP Leeds\n"
MIXED = (
    GOOD
    + "C/2,Ben Hart,A1O02XY,HMP Hull\n"
    + 'C/3,=cmd(),A1003XY,"HMP Holloway"\n'
    + "C/4,Dan Hart,A1004XY,HMP Holloway\n"
)


@pytest.fixture
def listed(home: Path, profile: Path) -> Callable[[str], Path]:
    """Writes a list into the home folder."""

    def write(content: str) -> Path:
        path = home / "list.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture
def recipients(home: Path, profile: Path) -> Path:
    """The example list with a column of papers, one of them there."""
    canvas = Canvas(str(home / "papers.pdf"), pagesize=A4)
    canvas.drawString(100, 400, "Papers for the hearing")
    canvas.save()
    papers = ["Court,Papers", "Leeds,papers.pdf", *["Leeds,"] * (len(LIST) - 2)]
    path = home / "clients.csv"
    lines = (f"{line},{cell}" for line, cell in zip(LIST, papers, strict=True))
    path.write_text("\n".join(lines), "utf-8")
    return path


@dataclass(frozen=True)
class IssuedHome:
    """A home in which a list was issued: copied, which is quicker than to issue it once more."""

    folder: Path
    document: Any
    """What `generate` said of it."""

    def copy_to(self, home: Path) -> None:
        shutil.copytree(self.folder, home, dirs_exist_ok=True)
        seen = kept_apart.read_sighting(str(self.folder / "ledger.sqlite3"))
        assert seen
        for path in kept_apart.folder().glob("*.json"):
            path.unlink()
        kept_apart.write_sighting(replace(seen, place=str(home / "ledger.sqlite3")))


def issue_in(folder: Path, listed: Path) -> IssuedHome:
    """Issue a list in a home of its own."""
    shutil.copy(EXAMPLES / "profile.toml", folder)
    with pytest.MonkeyPatch.context() as patch, chdir(folder):
        patch.setenv("PRISONMAIL_HOME", str(folder))
        done = run_in_process("generate", listed, "--json")
    assert done.exit_code == 0, done.err
    return IssuedHome(folder, done.json)


@pytest.fixture(scope="session")
def issued_home(tmp_path_factory: pytest.TempPathFactory) -> IssuedHome:
    return issue_in(tmp_path_factory.mktemp("issued"), EXAMPLES / "recipients.csv")


@pytest.fixture
def issued(home: Path, issued_home: IssuedHome) -> dict[str, str]:
    """The name of a batch of six, and its codes by sheet."""
    issued_home.copy_to(home)
    codes = {str(letter["page"]): letter["code"] for letter in issued_home.document["letters"]}
    return {"batch": issued_home.document["batch"], **codes}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes it so many days later."""
    now = clock.now()
    return lambda days: monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=days))
