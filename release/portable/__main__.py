"""Makes the folder: `python -m release.portable WHEEL EMBEDDABLE.zip FOLDER`, on any system.

EMBEDDABLE.zip is Python's “Windows embeddable package (64-bit)”, as python.org has it.
"""

import re
import shutil
import subprocess
import sys
import zipfile
from argparse import ArgumentParser
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

_OWN = Path(__file__).parent
_PINS = _OWN.parents[1] / "requirements" / "dev.txt"
EXTRAS = "barcodes,encrypted,keys,mail,postgres,serve,watch"
_RECORDS = r"%LOCALAPPDATA%\prisonmail"
_PACKAGES = r"Lib\site-packages"
_LICENCE_FILES = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)


def make_folder(wheel: Path, embeddable: Path, folder: Path) -> None:
    """Make the portable folder, which must not be there yet."""
    folder.mkdir(parents=True)
    python = folder / "python"
    version = unpack_python(embeddable, python)
    packages = python.joinpath(*_PACKAGES.split("\\"))
    install_packages(wheel, version, packages)
    shutil.copy(_OWN / "start.py", python)
    write_for_windows(folder / "prisonmail.cmd", (_OWN / "prisonmail.cmd").read_text("utf-8"))
    readme = (_OWN / "README.txt").read_text("utf-8")
    write_for_windows(folder / "README.txt", fill_in(readme, wheel))
    collect_licences(python, folder / "licences")


def unpack_python(embeddable: Path, python: Path) -> str:
    """Unpack Python, have it look for packages, and return its version such as `3.13`."""
    with zipfile.ZipFile(embeddable) as files:
        for entry in files.infolist():
            if not entry.is_dir():
                entry.filename = PurePosixPath(entry.filename).name
                files.extract(entry, python)
    (paths,) = python.glob("python3*._pth")
    write_for_windows(paths, f"{paths.stem}.zip\n.\n{_PACKAGES}\n")
    return f"3.{paths.stem.removeprefix('python3')}"


def install_packages(wheel: Path, version: str, packages: Path) -> None:
    """Install the wheel with all that it can use, in the pinned versions as built for Windows."""
    subprocess.run(
        [
            *("uv", "pip", "install", "--quiet", "--no-config", "--only-binary", ":all:"),
            *("--python-platform", "x86_64-pc-windows-msvc", "--python-version", version),
            *("--constraint", str(_PINS), "--link-mode", "copy", "--target", str(packages)),
            f"{wheel}[{EXTRAS}]",
        ],
        check=True,
    )
    for left in (packages / "bin", packages / "Scripts", packages / ".lock"):
        if left.is_dir():
            shutil.rmtree(left)  # programs for the computer that this is made on
        else:
            left.unlink(missing_ok=True)


def fill_in(readme: str, wheel: Path) -> str:
    """Say in the README which version it is, and where records are kept."""
    version = wheel.name.split("-")[1]
    title = readme.partition("\n")[0].format(version=version)
    return readme.format(version=version, line="=" * len(title), records=_RECORDS)


def collect_licences(python: Path, target: Path) -> None:
    """Copy the licences of Python and of every package, a folder each, with a list of them."""
    target.mkdir()
    shutil.copy(python / "LICENSE.txt", target / "Python.txt")
    lines = []
    for about in sorted(python.joinpath(*_PACKAGES.split("\\")).glob("*.dist-info")):
        headers = HeaderParser().parsestr((about / "METADATA").read_text("utf-8"))
        name = f"{headers['Name']} {headers['Version']}"
        lines.append(f"{name}: {_name_licence(headers)}")
        for path in _find_licences(about):
            place = target / headers["Name"] / path.relative_to(about)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    write_for_windows(target / "list.txt", "\n".join(lines) + "\n")


def _name_licence(headers: Message) -> str:
    told = headers["License-Expression"] or headers["License"]
    if told:
        return str(told).partition("\n")[0]
    known = (str(each) for each in headers.get_all("Classifier", []))
    return next(
        (each.split(" :: ")[-1] for each in known if each[:7] == "License"), "see its files"
    )


def _find_licences(about: Path) -> Iterator[Path]:
    for path in sorted(about.rglob("*")):
        if path.is_file() and (path.parent != about or _LICENCE_FILES.match(path.name)):
            yield path


def write_for_windows(path: Path, text: str) -> None:
    """Write a text with the line ends that every editor of Windows knows."""
    path.write_text(text, encoding="utf-8", newline="\r\n")


def main() -> None:
    """Make the folder that is asked for."""
    parser = ArgumentParser(description=__doc__)
    for name in ("wheel", "embeddable", "folder"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    if asked.folder.exists():
        sys.exit(f"{asked.folder} is there already. Name another folder, or remove it.")
    make_folder(asked.wheel, asked.embeddable, asked.folder)


if __name__ == "__main__":
    main()
