"""The files that the gate runs by agree with each other."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINS = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+) ", PINS, re.MULTILINE))
SPEAKING_OF_STEPS = (
    "CONTRIBUTING.md",
    ".pre-commit-config.yaml",
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    ".github/pull_request_template.md",
)


def dependencies() -> list[Requirement]:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = data["project"]
    groups = (project["dependencies"], *project["optional-dependencies"].values())
    lines = (*data["build-system"]["requires"], *(line for group in groups for line in group))
    wanted = [Requirement(line) for line in lines]
    return [each for each in wanted if each.name != project["name"]]


@pytest.mark.parametrize("wanted", dependencies(), ids=str)
def test_what_the_project_asks_for_is_pinned(wanted: Requirement) -> None:
    assert wanted.specifier.contains(PINNED[canonicalize_name(wanted.name)])


def test_pins_have_hashes_and_name_no_address() -> None:
    entries = re.split(r"^(?=[a-z])", PINS, flags=re.MULTILINE)[1:]
    assert {entry.split("==")[0] for entry in entries} == PINNED.keys()
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in PINS
    assert "--index" not in PINS


@pytest.mark.parametrize("page", SPEAKING_OF_STEPS)
def test_every_step_that_is_spoken_of_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    recipes = set(re.findall(r"^(\w+).*:$", (ROOT / "justfile").read_text(), re.MULTILINE))
    functions = set(re.findall(r"^(\w+)\(\) [{(]", (ROOT / ".ci/run").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)just ([a-z]+)", text, re.MULTILINE)) <= recipes
    steps = re.findall(r"\.ci/run((?: [a-z]+)+)(?:$|`|  )", text, re.MULTILINE)
    assert {word for line in steps for word in line.split()} <= recipes | functions


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md"])
def test_the_files_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([\w./-]+)", text)
    for path in (*links, *re.findall(r"tests/[\w/]+(?:\.py|/)", text)):
        assert (ROOT / path).exists(), path


def test_what_the_gate_runs_on_windows_exists() -> None:
    for line in (ROOT / "tests" / "windows.txt").read_text(encoding="utf-8").splitlines():
        path, _, test = line.partition("::")
        assert f"def {test.partition('[')[0] or 'test_'}" in (ROOT / path).read_text(
            encoding="utf-8"
        )
