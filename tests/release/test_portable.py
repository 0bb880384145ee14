"""The portable folder for Windows, but for what pip and Windows do to it."""

import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest
from release.portable import __main__ as making
from release.portable import start

OWN = Path(start.__file__).parent


@pytest.mark.parametrize("inside", ["", "cp313/"], ids=["python.org", "pypi"])
def test_python_looks_for_packages_in_its_own_folder_alone(tmp_path: Path, inside: str) -> None:
    embeddable = tmp_path / "embeddable.zip"
    with zipfile.ZipFile(embeddable, "w") as files:
        for name in ("python.exe", "python313.dll", "python313.zip", "python313._pth"):
            files.writestr(inside + name, name)
    assert making.unpack_python(embeddable, tmp_path / "python") == "3.13"
    assert (tmp_path / "python" / "python.exe").read_text() == "python.exe"
    paths = (tmp_path / "python" / "python313._pth").read_bytes()
    assert paths == b"python313.zip\r\n.\r\nLib\\site-packages\r\n"


def test_the_readme_says_which_version_and_where_records_are() -> None:
    text = (OWN / "README.txt").read_text("utf-8")
    filled = making.fill_in(text, Path("dist/prisonmail-1.20.3-py3-none-any.whl"))
    assert filled.startswith("prisonmail 1.20.3 for Windows, without installing\n=====")
    assert "%LOCALAPPDATA%\\prisonmail" in filled
    assert filled.isascii()
    assert "{" not in filled


def test_texts_are_written_for_every_editor_of_windows(tmp_path: Path) -> None:
    making.write_for_windows(tmp_path / "prisonmail.cmd", (OWN / "prisonmail.cmd").read_text())
    written = (tmp_path / "prisonmail.cmd").read_bytes()
    assert written.startswith(b"@echo off\r\n")
    assert written.count(b"\n") == written.count(b"\r\n")


def test_the_licence_of_every_package_goes_along(tmp_path: Path) -> None:
    packages = tmp_path / "python" / "Lib" / "site-packages"
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "LICENSE.txt").write_text("PSF")
    for name, place in (("new", "licenses/doc/LICENSE"), ("old", "LICENSE.txt")):
        about = packages / f"{name}-1.0.dist-info"
        (about / place).parent.mkdir(parents=True)
        (about / place).write_text(name)
        (about / "RECORD").write_text("")
        (about / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\nLicense-Expression: MIT\n")
    making.collect_licences(tmp_path / "python", tmp_path / "licences")
    found = {
        path.relative_to(tmp_path / "licences").as_posix()
        for path in (tmp_path / "licences").rglob("*")
        if path.is_file()
    }
    assert found == {"Python.txt", "list.txt", "new/licenses/doc/LICENSE", "old/LICENSE.txt"}
    assert (tmp_path / "licences" / "list.txt").read_text().splitlines() == [
        "new 1.0: MIT",
        "old 1.0: MIT",
    ]


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("License-Expression: Apache-2.0 OR MIT\n", "Apache-2.0 OR MIT"),
        ("License: ISC\n  and all its text\n", "ISC"),
        ("Classifier: License :: OSI Approved :: BSD License\n", "BSD License"),
        ("Classifier: Topic :: Printing\n", "see its files"),
    ],
)
def test_a_licence_is_named_as_the_package_names_it(told: str, named: str) -> None:
    assert making._name_licence(HeaderParser().parsestr(told)) == named


@pytest.fixture
def lists(tmp_path: Path) -> dict[str, Path]:
    paths = {each: tmp_path / each for each in ("plain.csv", "A&B.csv", "my clients.xlsx")}
    for path in paths.values():
        path.touch()
    return paths


SCRIPT = Path("C:/Users/Ann/prisonmail-portable/prisonmail.cmd")


@pytest.mark.parametrize(
    "names",
    [["plain.csv"], ["A&B.csv"], ["my clients.xlsx"], ["my clients.xlsx", "A&B.csv", "plain.csv"]],
    ids=" and ".join,
)
def test_what_explorer_drops_is_found_whole(lists: dict[str, Path], names: list[str]) -> None:
    """Explorer puts quotes round a path with spaces and no other, and cmd ends one at an `&`."""
    dropped = [lists[name] for name in names]
    quoted = [f'"{path}"' if " " in str(path) else str(path) for path in dropped]
    started_by = f'C:\\WINDOWS\\system32\\cmd.exe /c ""{SCRIPT}" {" ".join(quoted)}"'
    seen = [str(path).partition("&")[0] for path in dropped]
    assert start.find_dropped(started_by, SCRIPT, seen) == dropped


def test_a_command_is_no_drop(lists: dict[str, Path]) -> None:
    list_ = str(lists["plain.csv"])
    assert start.find_dropped("cmd", SCRIPT, ["generate", list_]) == []
    assert start.find_dropped(f'cmd /c ""{SCRIPT}" verify 12"', SCRIPT, ["verify", "12"]) == []
    assert start.find_dropped(f'cmd /c ""{SCRIPT}" "', SCRIPT, []) == []
    assert start.find_dropped("cmd", SCRIPT, ["plain.csv"]) == []


def test_without_the_command_line_of_cmd_arguments_are_taken(lists: dict[str, Path]) -> None:
    assert start.find_dropped("", SCRIPT, [str(lists["plain.csv"])]) == [lists["plain.csv"]]
