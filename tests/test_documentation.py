import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docs.making.commands import list_answering_json

from prisonmail.cli.app import COMMANDS
from prisonmail.errors import ExitCode
from prisonmail.problems.explanations import read_explanations
from tests.shown import Session, shown_in
from tests.standard import LEVEL_2
from tests.systems import needs_shell

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
WRITTEN = [page for page in PAGES if "reference" not in page.parts]
LINK = re.compile(r"\]\(([^()\s]+)\)")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def settings_named_in_code() -> set[str]:
    sources = (ROOT / "src").rglob("*.py")
    texts = (path.read_text("utf-8") for path in sources)
    return {name for text in texts for name in re.findall(r"\bPRISONMAIL_[A-Z_]+[A-Z]\b", text)}


@needs_shell
@pytest.mark.parametrize("page", WRITTEN, ids=named)
def test_every_command_shown_prints_what_the_page_says(page: Path, home: Path) -> None:
    shutil.copytree(ROOT / "examples", home / "examples")
    beside = ROOT / "tests" / "shown_files" / page.relative_to(ROOT).with_suffix("")
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


def test_each_point_of_the_standard_is_answered() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    points = re.compile(r"(\d+\.\d+)\.(\d+)(?:–\1\.(\d+))?")
    answered = [
        f"{section}.{number}"
        for row in re.findall(r"^\| (\d[^|]*)\|", page, re.MULTILINE)
        for section, first, last in points.findall(row)
        for number in range(int(first), int(last or first) + 1)
    ]
    asked = [f"{section}.{number}" for section, all_ in LEVEL_2.items() for number in all_]
    assert sorted(answered) == sorted(asked)


def test_every_picture_and_page_that_is_linked_is_there() -> None:
    for page in PAGES:
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if not target.startswith(("http", "#", "mailto:")):
                assert (page.parent / target.split("#")[0]).exists(), (named(page), target)


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 120


def test_every_page_has_its_place_on_the_site() -> None:
    places = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in WRITTEN if page.parent != ROOT}
    assert {page for page in pages if f" {page}\n" not in places} == set()


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "how-do-i").glob("*-*.md")), ids=named)
def test_a_question_is_answered_on_the_first_screen(page: Path) -> None:
    seen = re.sub(r"<!--.*?-->", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert re.search(r"`prisonmail |^\$ prisonmail |^\| ", "\n".join(seen.splitlines()[:14]), re.M)


@pytest.mark.skipif(sys.platform == "win32", reason="paths in its examples are those of POSIX")
def test_the_reference_says_what_the_code_says() -> None:
    """If it does not, `just reference` makes it again."""
    done = subprocess.run(
        [sys.executable, "-m", "docs.making", "--check"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[1:])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def test_the_reference_leaves_nothing_out() -> None:
    def page(name: str) -> str:
        return (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")

    assert [
        word for word in COMMANDS if f"# prisonmail {word}" not in page(f"commands/{word}")
    ] == []
    assert [code for code in ExitCode if f"| {code:d} |" not in page("exit-codes")] == []
    assert [
        code for code in read_explanations() if f"## {code}:" not in page("problem-codes")
    ] == []
    assert [name for name in settings_named_in_code() if f"`{name}`" not in page("settings")] == []
    answering = {name for word in COMMANDS for name in list_answering_json(word)}
    assert {name for name in answering if f"## `{name}`" not in page("json")} == {"scan"}
