"""What is followed of a program's calls comes to what is on the disk."""

import sys
from pathlib import Path

import pytest

from tests.durability.conftest import assert_same
from tests.durability.disk import Naming, Resize, Said, Sync, Write
from tests.durability.recorder import NotFollowedError, Recording, record


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "disk"
    (root / "old").mkdir(parents=True)
    (root / "old" / "a.txt").write_bytes(b"0123456789")
    return root


def _record(root: Path, program: str) -> Recording:
    heading = "import fcntl, mmap, os, shutil, sys, threading\n"
    command = [sys.executable, "-I", "-S", "-c", heading + program]  # which starts at once
    return record(command, root, root, root.with_name("calls.txt"))


@pytest.mark.parametrize(
    "program",
    [
        "open('new', 'wb').write(b'x' * 70_000)",
        "with open('old/a.txt', 'r+b') as f: f.seek(4); f.write(b'abc'); f.truncate()",
        "with open('old/a.txt', 'ab') as f: f.write(b'more'); f.flush(); f.write(b'!')",
        "open('old/a.txt', 'w').write('anew')",
        "h = os.open('sparse', os.O_RDWR | os.O_CREAT); os.pwrite(h, b'end', 9000)",
        "h = os.open('v', os.O_WRONLY | os.O_CREAT); os.writev(h, [b'one', b'two'])",
        "h = os.open('old/a.txt', os.O_RDWR); os.ftruncate(h, 3); os.ftruncate(h, 6)",
        "os.truncate('old/a.txt', 4)",
        "h = os.open('f', os.O_RDWR | os.O_CREAT); os.posix_fallocate(h, 0, 5000)",
        "os.mkdir('d'); os.rename('old/a.txt', 'd/b'); os.rmdir('old')",
        "os.link('old/a.txt', 'b'); os.unlink('old/a.txt'); open('b', 'ab').write(b'x')",
        "h = os.open('old', os.O_RDONLY); os.unlink('a.txt', dir_fd=h); os.mkdir('e', dir_fd=h)",
        "os.chdir('old'); os.replace('a.txt', '../c')",
        "h = os.open('old/a.txt', os.O_WRONLY); g = os.dup(h)\n"
        "os.write(h, b'A'); os.write(g, b'B')",
        "h = os.open('c', os.O_WRONLY | os.O_CREAT); os.dup2(h, 60)\n"
        "os.close(h); os.write(60, b'x')",
        "shutil.copyfile('old/a.txt', 'copied')",
        "a, b = open('old/a.txt', 'rb'), open('c', 'wb')\n"
        "os.copy_file_range(a.fileno(), b.fileno(), 4)",
        "h = os.open('c', os.O_RDWR | os.O_CREAT)\n"
        "if os.fork() == 0: os.write(h, b'child'); os._exit(0)\n"
        "os.wait(); os.write(h, b'maker')",
        "t = [threading.Thread(target=lambda n=n: open(n, 'w').write(n * 9000)) for n in 'ab']\n"
        "[each.start() for each in t]; [each.join() for each in t]",
    ],
)
def test_a_recording_comes_to_what_is_on_the_disk(root: Path, program: str) -> None:
    recording = _record(root, program)
    assert recording.exit_code == 0
    assert recording.operations
    assert_same(recording, root)


def test_operations_are_in_order(root: Path) -> None:
    recording = _record(
        root,
        "h = os.open('n', os.O_RDWR | os.O_CREAT); os.write(h, b'ab'); os.write(h, b'cd')\n"
        "os.fsync(h); os.write(1, b'done'); os.fdatasync(h); os.ftruncate(h, 1)\n"
        "d = os.open('.', os.O_RDONLY); os.fsync(d)",
    )
    node = 3
    assert list(recording.operations) == [
        Naming(((0, "n", node),)),
        Write(node, 0, b"abcd"),
        Sync(node),
        Said("done"),
        Sync(node),
        Resize(node, 1),
        Sync(0),
    ]


@pytest.mark.parametrize(
    "program",
    [
        "mmap.mmap(os.open('old/a.txt', os.O_RDWR), 10)",
        "os.chmod('old/a.txt', 0o600)",
        "os.symlink('old/a.txt', 's')",
        "h = os.open('old/a.txt', os.O_RDWR); os.pwritev(h, [b'x'], 0)",
        "shutil.copyfile(sys.executable, 'copied')",
        "os.rename('old/a.txt', '/tmp/' + str(os.getpid())); os.unlink('/tmp/' + str(os.getpid()))",
    ],
)
def test_what_cannot_be_followed_is_refused(root: Path, program: str) -> None:
    with pytest.raises(NotFollowedError):
        _record(root, program)


def test_memory_that_sqlite_makes_anew_is_left_out(root: Path) -> None:
    program = "h = os.open('l-shm', os.O_RDWR | os.O_CREAT); os.ftruncate(h, 9); mmap.mmap(h, 9)"
    assert [type(each) for each in _record(root, program).operations] == [Naming]
