"""The system calls of a real process and its children, as strace writes them down."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.databases import skip_or_fail

FOLLOWED = (
    "open openat creat close dup dup2 dup3 fcntl lseek chdir clone clone3 fork vfork "
    "write pwrite64 writev pwritev pwritev2 truncate ftruncate fallocate copy_file_range sendfile "
    "rename renameat renameat2 link linkat unlink unlinkat rmdir mkdir mkdirat mmap "
    "fsync fdatasync sync syncfs"
).split()
REFUSED = (
    "openat2 fchdir symlink symlinkat splice io_uring_setup chmod fchmod fchmodat sync_file_range"
).split()
"""Calls that may change a file, or say where one is, and are not followed."""
_LINE = re.compile(r"(\d+) +(.*)")
_BEGUN = re.compile(r"(\w+)\((.*) <unfinished \.\.\.>")
_ENDED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+).*")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_LONGEST = 1 << 26


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that succeeded, or, with no result, one that has only begun."""

    process: int
    name: str
    words: Sequence[str]
    """What it was given; a text is an empty pair of quotes here."""
    texts: Sequence[bytes]
    result: int | None


def record_calls(command: Sequence[str], folder: Path, log: Path) -> tuple[int, Iterator[Call]]:
    """Run a command in a folder; return its exit code, and the calls that it made."""
    if sys.platform != "linux" or not shutil.which("strace"):
        skip_or_fail("strace is not here")
    traced = ",".join((*FOLLOWED, *REFUSED))
    # no call is stopped at that is not asked for; every text in full, as numbers
    strace = ["strace", "-f", "--seccomp-bpf", "-xx", "-s", str(_LONGEST), "-o", str(log)]
    done = subprocess.run(
        [*strace, "-e", f"trace={traced}", "-e", "signal=none", *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.stderr.startswith(b"strace: "):
        skip_or_fail(f"strace may not be used here: {done.stderr.decode()}")
    with log.open(encoding="ascii") as lines:
        return done.returncode, iter(list(read_calls(lines)))


def read_calls(lines: Iterable[str]) -> Iterator[Call]:
    """Read what strace wrote, with calls that others came between in one piece."""
    begun: dict[int, str] = {}
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            continue
        process, text = int(found[1]), found[2]
        if first := _BEGUN.fullmatch(text):
            begun[process] = f"{first[1]}({first[2]}"
            yield _read_call(process, first[1], first[2], None)
            continue
        if last := _ENDED.fullmatch(text):
            text = begun.pop(process) + last[1]
        if (call := _CALL.fullmatch(text)) and not call[3].startswith("-"):
            yield _read_call(process, call[1], call[2], int(call[3], 0))


def _read_call(process: int, name: str, given: str, result: int | None) -> Call:
    found = _STRING.findall(given)
    if any(cut for _, cut in found):
        raise ValueError(f"strace has cut a text of {name}")
    texts = [bytes.fromhex(text.replace("\\x", "")) for text, _ in found]
    return Call(process, name, _STRING.sub('""', given).split(", "), texts, result)
