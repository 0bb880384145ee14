"""What tests of the command line share: lists, a batch that was issued, the passing of days."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from prisonmail.system import clock
from tests.conftest import EXAMPLES, Run

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


@pytest.fixture
def issued(profile: Path, prisonmail: Callable[..., Run]) -> dict[str, str]:
    """The name of a batch of six, and its codes by sheet."""
    done = prisonmail("generate", EXAMPLES / "recipients.csv", "--json")
    assert done.exit_code == 0, done.err
    codes = {str(letter["page"]): letter["code"] for letter in done.json["letters"]}
    return {"batch": done.json["batch"], **codes}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes it so many days later."""
    now = clock.now()
    return lambda days: monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=days))
