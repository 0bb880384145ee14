"""A disk as a program's calls change it: files and folders by number, and names in folders."""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = 0
Image = Mapping[str, bytes | None]
"""What lies on a disk: the bytes of a file by its path, None for a folder."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Names that come or go in folders, all at once: a file made, linked, renamed or removed."""

    changes: tuple[tuple[int, str, int | None], ...]
    """The folder, the name, and what it stands for from now on: None for nothing."""
    new_folder: bool = False

    @property
    def nodes(self) -> frozenset[int]:
        """The folders that keep it."""
        return frozenset(folder for folder, _, _ in self.changes)


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that are put into a file."""

    node: int
    at: int
    content: bytes = field(repr=False)

    @property
    def end(self) -> int:
        return self.at + len(self.content)

    @property
    def nodes(self) -> frozenset[int]:
        return frozenset((self.node,))

    def follows(self, other: "Write") -> bool:
        return (self.node, self.at) == (other.node, other.end)


@dataclass(frozen=True, slots=True)
class Resize:
    """A new length of a file; what it did not have before is filled."""

    node: int
    size: int
    cuts: bool = True
    """Whether a longer file is cut."""
    fill: bytes = b"\0"

    @property
    def nodes(self) -> frozenset[int]:
        return frozenset((self.node,))


@dataclass(frozen=True, slots=True)
class Sync:
    """A file or folder is brought safely to disk; None stands for everything."""

    node: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, which is a promise from then on."""

    text: str


Change = Naming | Write | Resize
Operation = Change | Sync | Said


@dataclass
class Disk:
    """Files and folders by number. Several names may stand for one file."""

    files: dict[int, bytes] = field(default_factory=dict)
    folders: dict[int, dict[str, int]] = field(default_factory=lambda: {ROOT: {}})

    def copy(self) -> "Disk":
        return Disk(dict(self.files), {node: dict(names) for node, names in self.folders.items()})

    def apply(self, change: Change) -> None:
        match change:
            case Naming(changes, new_folder):
                for folder, name, node in changes:
                    self._name(folder, name, node, new_folder=new_folder)
            case Write(node, at, content):
                before = self.files.get(node, b"").ljust(at, b"\0")
                self.files[node] = before[:at] + content + before[at + len(content) :]
            case Resize(node, size, cuts, fill):
                before = self.files.get(node, b"")
                self.files[node] = (before[:size] if cuts else before).ljust(size, fill)

    def find(self, path: str) -> int | None:
        """Return the number of what lies at a path below the root."""
        node: int | None = ROOT
        for part in filter(None, path.split("/")):
            node = self.folders.get(node, {}).get(part) if node is not None else None
        return node

    def image(self) -> Image:
        """Return what can be reached by name."""
        return dict(self._walk(ROOT, ""))

    def _name(self, folder: int, name: str, node: int | None, *, new_folder: bool) -> None:
        names = self.folders.setdefault(folder, {})  # it may itself have been lost
        if node is None:
            names.pop(name, None)
            return
        names[name] = node
        if new_folder:
            self.folders.setdefault(node, {})

    def _walk(self, folder: int, path: str) -> Iterator[tuple[str, bytes | None]]:
        for name, node in self.folders[folder].items():
            if node in self.folders:
                yield f"{path}{name}", None
                yield from self._walk(node, f"{path}{name}/")
            else:
                yield f"{path}{name}", self.files.get(node, b"")


def read_disk(root: Path) -> Disk:
    """Read all that lies below a folder, as a disk."""
    disk, number = Disk(), {root: ROOT}
    for path in sorted(root.rglob("*")):
        number[path] = len(number)
        change = (number[path.parent], path.name, number[path])
        disk.apply(Naming((change,), new_folder=path.is_dir()))
        if path.is_file():
            disk.files[number[path]] = path.read_bytes()
    return disk


def rebuild(root: Path, image: Image) -> None:
    """Have nothing below a folder but what is on a disk."""
    for path in root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, content in image.items():  # a folder comes before what is in it
        path = root / name
        if content is None:
            path.mkdir(0o700)
        else:
            with open(path, "xb", opener=_open_private) as file:
                file.write(content)


def _open_private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
