import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.shown import Session, shown_in

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_prints_what_the_page_says(page: Path, home: Path) -> None:
    shutil.copytree(ROOT / "examples", home / "examples")
    beside = ROOT / "tests" / "shown_files" / page.stem.lower()
    if beside.is_dir():
        shutil.copytree(beside, home, dirs_exist_ok=True)
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "COLUMNS": "100"}
    session = Session(home, environment)
    commands = shown_in(page)
    assert commands or page.name != "README.md"
    for shown in commands:
        session.check(shown)


def test_the_readme_opens_with_its_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in text.split("```sh\n")[1:]]
    assert "prisonmail generate examples/recipients.csv" in blocks[0]
    assert "pytest" in blocks[1]


def test_every_test_that_is_said_to_hold_something_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8")))
    found = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) > 40
    assert named - found == set()


def test_every_picture_and_page_that_is_linked_is_there() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target in (part.split(")")[0] for part in text.split("](")[1:]):
            if not target.startswith(("http", "#", "mailto:")):
                assert (page.parent / target.split("#")[0]).exists(), (page.name, target)
