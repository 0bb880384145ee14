"""What is built to be passed on: all that the program needs, told as PyPI asks for it."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest
from packaging.metadata import Metadata

import prisonmail

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "prisonmail"


class Built(NamedTuple):
    """Names of files in wheel and sdist, without the folder of the sdist, and the metadata."""

    wheel: set[str]
    sdist: set[str]
    metadata: Metadata


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as files:
        in_wheel = set(files.namelist())
        (metadata,) = (name for name in in_wheel if name.endswith(".dist-info/METADATA"))
        told = Metadata.from_email(files.read(metadata))
    with tarfile.open(sdist) as files:
        in_sdist = {str(PurePosixPath(*PurePosixPath(each).parts[1:])) for each in files.getnames()}
    return Built(in_wheel, in_sdist, told)


def test_the_wheel_holds_every_file_of_the_program_and_no_other(built: Built) -> None:
    program = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in built.wheel if ".dist-info/" not in name} == program


@pytest.mark.parametrize(
    "needed",
    [
        "prisonmail/py.typed",
        "prisonmail/printing/usual.plate",
        "prisonmail/prisons/data/prisons.csv",
        "prisonmail/problems/explanations.toml",
        "prisonmail/sheets/font_files/Roboto-Bold.ttf",
        "prisonmail/sheets/font_files/Roboto-LICENSE.txt",
        "prisonmail/sheets/font_files/Roboto-Regular.ttf",
        "prisonmail/sheets/roboto.plate",
        "prisonmail/sheets/window/code128.plate",
        "prisonmail/web/pages/static/prisonmail.css",
        "prisonmail/web/pages/templates/base.html",
    ],
)
def test_wheel_and_sdist_hold_what_is_no_code(built: Built, needed: str) -> None:
    assert needed in built.wheel
    assert f"src/{needed}" in built.sdist


def test_both_hold_the_licences(built: Built) -> None:
    licences = [str(path) for path in built.metadata.license_files or ()]
    assert "LICENSE" in licences
    assert built.sdist >= set(licences)
    assert {name.split("/licenses/")[1] for name in built.wheel if "/licenses/" in name} == set(
        licences
    )


def test_the_sdist_can_be_tested_and_read(built: Built) -> None:
    for name in ("CHANGELOG.md", "README.md", "docs/lists.md", "examples/recipients.csv"):
        assert name in built.sdist
    assert {".ci/run", "justfile", "requirements/dev.txt", "tests/conftest.py"} <= built.sdist


def test_nothing_that_only_lies_in_the_folder_is_passed_on(built: Built) -> None:
    allowed = {".ci", ".gitignore", "PKG-INFO", "pyproject.toml", "justfile", "LICENSE"}
    folders = {"src", "tests", "docs", "examples", "benchmarks", "release", "requirements"}
    allowed |= {".github", ".pre-commit-config.yaml", "mkdocs.yml"}
    first = {name.split("/")[0] for name in built.sdist}
    assert {name for name in first if not name.endswith(".md")} <= allowed | folders


def test_the_metadata_is_what_the_program_says_of_itself(built: Built) -> None:
    told = built.metadata
    assert (told.name, str(told.version)) == ("prisonmail", prisonmail.__version__)
    assert told.license_expression == "MIT AND Apache-2.0 AND OGL-UK-3.0"
    assert told.description_content_type == "text/markdown"
    assert told.description.startswith("# prisonmail")  # type: ignore[union-attr]
    for system in ("MacOS", "Microsoft :: Windows", "POSIX :: Linux"):
        assert f"Operating System :: {system}" in (told.classifiers or [])
