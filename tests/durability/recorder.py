"""Follows a command's calls, and makes of them what happened to the files below one folder.

What the calls cannot tell is refused rather than guessed: a file changed through memory (mmap), a
mode changed, a copy from a file elsewhere. One thing is left out on purpose: SQLite's `-shm`, which
it writes through memory and makes anew, whatever is in it, if no process has the ledger open. After
a crash it is garbage here (`crashes.py`).
"""

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.durability.calls import REFUSED, Call, record_calls
from tests.durability.disk import (
    Change,
    Disk,
    Naming,
    Operation,
    Resize,
    Said,
    Sync,
    Write,
    read_disk,
)

SHARED_MEMORY = "-shm"
_STANDARD = (1, 2)
_CURRENT = "AT_FDCWD"


class NotFollowedError(Exception):
    """A call that changes files in a way that is not followed here."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What a command did: the disk before it, and each operation."""

    start: Disk
    operations: Sequence[Operation]
    exit_code: int
    end: Disk


@dataclass
class _Open:
    """An open file, which several numbers of several processes may stand for."""

    node: int
    path: str
    at: int = 0
    appends: bool = False


@dataclass
class _Process:
    current: str
    open: dict[int, _Open | None] = field(default_factory=dict)


def record(command: Sequence[str], folder: Path, root: Path, log: Path) -> Recording:
    """Run a command in a folder, and follow what it does to the files below another one."""
    start = read_disk(root)
    exit_code, calls = record_calls(command, folder, log)
    follower = _Follower(str(root), str(folder), start.copy())
    follower.follow(calls)
    return Recording(start, tuple(_join(follower.operations)), exit_code, follower.disk)


class _Follower:
    def __init__(self, root: str, folder: str, disk: Disk) -> None:
        self.operations: list[Operation] = []
        self.disk = disk
        self._root, self._folder = root, folder
        self._numbers = count(1 + max(0, *disk.files, *disk.folders))
        self._processes: dict[int, _Process] = {}
        self._forking: list[tuple[int, str]] = []
        self._call = Call(0, "", (), (), 0)

    def follow(self, calls: Iterable[Call]) -> None:
        for self._call in calls:
            name = self._call.name
            if self._call.result is None:
                if name.startswith(("clone", "fork", "vfork")):
                    self._forking.append((self._call.process, " ".join(self._call.words)))
            elif name in REFUSED:
                self._refuse_followed()
            else:
                getattr(self, f"_{name}")()

    # where a call leads

    @property
    def _process(self) -> _Process:
        number = self._call.process
        if number not in self._processes:
            if self._forking:  # it speaks before its maker has heard of it
                self._share(*self._forking[-1], number)
            else:
                self._processes[number] = _Process(self._folder)
        return self._processes[number]

    def _share(self, parent: int, flags: str, child: int) -> None:
        maker = self._processes[parent]
        shares = "CLONE_FILES" in flags
        self._processes[child] = maker if shares else _Process(maker.current, dict(maker.open))

    def _clone(self) -> None:
        child = self._call.result or 0
        parent, flags = self._call.process, " ".join(self._call.words)
        if (parent, flags) in self._forking:
            self._forking.remove((parent, flags))
        if self._process and child not in self._processes:
            self._share(parent, flags, child)

    _clone3 = _vfork = _fork = _clone

    def _path(self, text: int = 0, folder: int | None = None) -> str:
        """Return a path that the call names, from the number of a folder if it has one."""
        path = self._call.texts[text].decode()
        base = self._process.current
        if folder is not None and not path.startswith("/"):
            word = self._call.words[folder]
            base = base if word == _CURRENT else self._folder_of(int(word))
        return posixpath.normpath(posixpath.join(base, path))

    def _folder_of(self, number: int) -> str:
        found = self._process.open.get(number)
        if found is None:
            raise NotFollowedError(f"{self._call.name} from a folder elsewhere")
        return found.path

    def _below(self, path: str) -> str | None:
        """Return a path from the root on, or None if it is not below it."""
        if path == self._root:
            return ""
        return path.removeprefix(f"{self._root}/") if path.startswith(f"{self._root}/") else None

    def _place(self, path: str) -> tuple[int, str] | None:
        """Return the folder and the name of a path below the root."""
        below = self._below(path)
        if not below:
            return None
        above, _, name = below.rpartition("/")
        folder = self.disk.find(above)
        if folder is None:
            raise NotFollowedError(f"{path} lies in no folder that is known")
        return folder, name

    def _opened(self, word: int = 0) -> _Open | None:
        return self._process.open.get(int(self._call.words[word]))

    def _refuse_followed(self) -> None:
        """Refuse a call that is about a file below the root."""
        named = any(self._below(text.decode(errors="replace")) for text in self._call.texts)
        relative = any(not text.startswith(b"/") for text in self._call.texts)
        first = self._call.words[0]
        if named or (relative and self._below(self._process.current) is not None):
            raise NotFollowedError(self._call.name)
        if first.isdigit() and self._process.open.get(int(first)):
            raise NotFollowedError(self._call.name)

    # what a call does

    def _do(self, change: Change) -> None:
        self.disk.apply(change)
        self.operations.append(change)

    def _openat(self) -> None:
        self._open_at(self._path(folder=0), self._call.words[2])

    def _open(self) -> None:
        self._open_at(self._path(), self._call.words[1])

    def _creat(self) -> None:
        self._open_at(self._path(), "O_CREAT|O_TRUNC")

    def _open_at(self, path: str, flags: str) -> None:
        number, below = self._call.result or 0, self._below(path)
        self._process.open[number] = None
        if below is None:
            return
        if "O_TMPFILE" in flags:
            raise NotFollowedError("a file without a name")
        node, given = self.disk.find(below), flags.split("|")
        if node is None:
            node = next(self._numbers)
            self._do(Naming(((*self._known(path), node),)))
        elif "O_TRUNC" in given and self.disk.files.get(node):
            self._do(Resize(node, 0))
        self._process.open[number] = _Open(node, path, appends="O_APPEND" in given)

    def _known(self, path: str) -> tuple[int, str]:
        place = self._place(path)
        if place is None:
            raise NotFollowedError(f"{self._call.name} of {path}")
        return place

    def _close(self) -> None:
        self._process.open.pop(int(self._call.words[0]), None)

    def _dup(self) -> None:
        self._process.open[self._call.result or 0] = self._opened()

    _dup2 = _dup3 = _dup

    def _fcntl(self) -> None:
        if self._call.words[1].startswith("F_DUPFD"):
            self._dup()

    def _chdir(self) -> None:
        self._process.current = self._path()

    def _lseek(self) -> None:
        if opened := self._opened():
            opened.at = self._call.result or 0

    def _write(self) -> None:
        content = b"".join(self._call.texts)[: self._call.result]
        number = int(self._call.words[0])
        if opened := self._opened():
            self._put(opened, content)
        elif number in _STANDARD and number not in self._process.open:
            self.operations.append(Said(content.decode(errors="replace")))

    _writev = _write

    def _put(self, opened: _Open, content: bytes) -> None:
        at = len(self.disk.files.get(opened.node, b"")) if opened.appends else opened.at
        self._write_at(opened, at, content)
        opened.at = at + len(content)

    def _pwrite64(self) -> None:
        if opened := self._opened():
            content = b"".join(self._call.texts)[: self._call.result]
            self._write_at(opened, int(self._call.words[3]), content)

    def _pwritev(self) -> None:
        self._refuse_followed()

    _pwritev2 = _pwritev

    def _write_at(self, opened: _Open, at: int, content: bytes) -> None:
        if not opened.path.endswith(SHARED_MEMORY):
            self._do(Write(opened.node, at, content))

    def _ftruncate(self) -> None:
        opened = self._opened()
        if opened and not opened.path.endswith(SHARED_MEMORY):
            size = int(self._call.words[1])
            if size != len(self.disk.files.get(opened.node, b"")):
                self._do(Resize(opened.node, size))

    def _truncate(self) -> None:
        if below := self._below(self._path()):
            self._do(Resize(self.disk.find(below) or 0, int(self._call.words[1])))

    def _fallocate(self) -> None:
        if opened := self._opened():
            if self._call.words[1] != "0":
                raise NotFollowedError("fallocate that makes holes")
            size = int(self._call.words[2]) + int(self._call.words[3])
            self._do(Resize(opened.node, size, cuts=False))

    def _sendfile(self) -> None:
        self._copy(self._opened(0), self._opened(1), self._call.words[2])

    def _copy_file_range(self) -> None:
        self._copy(self._opened(2), self._opened(0), self._call.words[1])

    def _copy(self, target: _Open | None, source: _Open | None, offset: str) -> None:
        if target is None:
            return
        if source is None:
            raise NotFollowedError("a copy from a file elsewhere")
        at = source.at if offset == "NULL" else int(offset[1:].partition("]")[0])
        content = self.disk.files[source.node][at : at + (self._call.result or 0)]
        if offset == "NULL":
            source.at += len(content)
        self._put(target, content)

    def _mmap(self) -> None:
        _, _, protection, flags, number, *_ = self._call.words
        opened = self._process.open.get(int(number))
        shared = "MAP_SHARED" in flags and "PROT_WRITE" in protection
        if opened and shared and not opened.path.endswith(SHARED_MEMORY):
            raise NotFollowedError(f"{opened.path} is written through memory")

    def _move(self, old: str, new: str) -> None:
        source, target = self._place(old), self._place(new)
        if source is None and target is None:
            return
        if source is None or target is None:
            raise NotFollowedError(f"{old} is moved to {new}")
        node = self.disk.find(self._below(old) or "")
        if source != target:
            self._do(Naming(((*source, None), (*target, node))))

    def _rename(self) -> None:
        self._move(self._path(0), self._path(1))

    def _renameat(self) -> None:
        self._move(self._path(0, 0), self._path(1, 2))

    _renameat2 = _renameat

    def _link(self) -> None:
        self._name(self._path(0), self._path(1))

    def _linkat(self) -> None:
        self._name(self._path(0, 0), self._path(1, 2))

    def _name(self, old: str, new: str) -> None:
        if target := self._place(new):
            self._do(Naming(((*target, self.disk.find(self._below(old) or "")),)))

    def _unlink(self) -> None:
        self._remove(self._path())

    _rmdir = _unlink

    def _unlinkat(self) -> None:
        self._remove(self._path(folder=0))

    def _remove(self, path: str) -> None:
        if place := self._place(path):
            self._do(Naming(((*place, None),)))

    def _mkdir(self) -> None:
        self._make_folder(self._path())

    def _mkdirat(self) -> None:
        self._make_folder(self._path(folder=0))

    def _make_folder(self, path: str) -> None:
        if place := self._place(path):
            self._do(Naming(((*place, next(self._numbers)),), new_folder=True))

    def _fsync(self) -> None:
        if opened := self._opened():
            self.operations.append(Sync(opened.node))

    _fdatasync = _fsync

    def _sync(self) -> None:
        self.operations.append(Sync(None))

    _syncfs = _sync


def _join(operations: Iterable[Operation]) -> Iterable[Operation]:
    """Make one of writes that follow each other: a disk knows blocks, not calls."""
    last: Operation | None = None
    for each in operations:
        if isinstance(last, Write) and isinstance(each, Write) and each.follows(last):
            last = Write(last.node, last.at, last.content + each.content)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last
