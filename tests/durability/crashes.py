"""What a disk may hold after a power failure at each point of a recording.

After ALICE (Pillai et al., "All file systems are not created equal", OSDI 2014). What was synced is
there: the bytes and length of a file by a sync of the file, its name by one of its folder. Of all
else any part may be missing, in any order:

- nothing or everything of it, all but one piece, one piece alone, all up to a piece;
- a piece of a write is what it has in one block of 4,096 bytes; a piece is also torn after its
  first, and before its last, 512 bytes;
- names without what they stand for, bytes without their names;
- lengths without bytes: what was written is there in length, as zeros or as what lay there before;
- any of these at random, drawn with a fixed seed.

Limits. A name comes or goes at once and a rename is one step, as on every file system that has a
journal. A sector of 512 bytes is written whole. What was synced is not lost: a disk that lies about
that, or wears out, is beyond this. Modes are not followed (no call changes one). SQLite's `-shm` is
garbage, not what was in it. Folders are synced one by one: that a file system may sync more at once
is not counted on.
"""

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tests.durability.disk import (
    Change,
    Disk,
    Image,
    Naming,
    Resize,
    Said,
    Sync,
    Write,
)
from tests.durability.recorder import SHARED_MEMORY, Recording

BLOCK = 4096
SECTOR = 512
GARBAGE = b"\xa5" * 32768
_SEED = 39


@dataclass(frozen=True, slots=True)
class Crash:
    """One state that a power failure may leave."""

    image: Image
    said: str
    """All that was said until then."""
    story: str


def find_crashes(
    recording: Recording, *, everywhere: bool = False, most: int | None = None, drawn: int = 0
) -> Iterator[Crash]:
    """Find the states that power failures may leave, each once.

    `everywhere` looks at each operation instead of those only before which something is synced or
    said, and at the end; `most` picks so many of the states evenly; `drawn` adds so many at random
    at each point.
    """
    found = _each_once(_find_all(recording, everywhere, drawn))
    if most is None:
        yield from found
        return
    every = list(found)
    dice = random.Random(_SEED)  # noqa: S311 - not a secret
    yield from every if len(every) <= most else dice.sample(every, most)


def _each_once(crashes: Iterable[Crash]) -> Iterator[Crash]:
    seen: set[bytes] = set()
    for crash in crashes:
        digest = hashlib.sha256(crash.said.encode())
        for path, content in sorted(crash.image.items()):
            digest.update(f"{path}\0{'' if content is None else len(content)}\0".encode())
            digest.update(content or b"")
        if digest.digest() not in seen:
            seen.add(digest.digest())
            yield crash


def _find_all(recording: Recording, everywhere: bool, drawn: int) -> Iterator[Crash]:
    safe, said = recording.start.copy(), ""
    waiting: list[tuple[Change, frozenset[int]]] = []
    dice = random.Random(_SEED)  # noqa: S311 - not a secret
    for number, operation in enumerate((*recording.operations, Sync(None))):
        if everywhere or isinstance(operation, Sync | Said):
            pieces = [piece for change, _ in waiting for piece in _split(change)]
            for story, kept in _choose(pieces, dice, drawn):
                story = f"before operation {number} ({operation}): {story}"
                yield Crash(_image(safe, kept), said, story)
        match operation:
            case Sync(node):
                waiting = _bring_to_disk(waiting, node, safe)
            case Said(text):
                said += text
            case _:
                waiting.append((operation, operation.nodes))


def _bring_to_disk(
    waiting: list[tuple[Change, frozenset[int]]], node: int | None, safe: Disk
) -> list[tuple[Change, frozenset[int]]]:
    """Apply what no longer waits for any file or folder to be synced; return what still does."""
    left = []
    for change, nodes in waiting:
        rest = frozenset() if node is None else nodes - {node}
        if rest:
            left.append((change, rest))
        else:
            safe.apply(change)
    return left


def _image(safe: Disk, kept: Iterable[Change]) -> Image:
    disk = safe.copy()
    for change in kept:
        disk.apply(change)
    return {
        path: GARBAGE if content is not None and path.endswith(SHARED_MEMORY) else content
        for path, content in disk.image().items()
    }


def _split(change: Change) -> Iterator[Change]:
    """Cut a write where a block ends."""
    if not isinstance(change, Write):
        yield change
        return
    at = change.at
    while at < change.end:
        end = min(at - at % BLOCK + BLOCK, change.end)
        yield Write(change.node, at, change.content[at - change.at : end - change.at])
        at = end


def _choose(
    pieces: Sequence[Change], dice: random.Random, drawn: int
) -> Iterator[tuple[str, Iterable[Change]]]:
    """Choose pieces that are there after the crash."""
    names = [each for each in pieces if isinstance(each, Naming)]
    content = [each for each in pieces if not isinstance(each, Naming)]
    yield "nothing more", ()
    yield "all", pieces
    yield "names only", names
    yield "bytes only", content
    for fill in (b"\0", GARBAGE[:1]):
        yield f"lengths filled with {fill!r}", [_lengthen(each, fill) for each in pieces]
    for number, piece in enumerate(pieces):
        before, after = pieces[:number], pieces[number + 1 :]
        yield f"up to {piece}", before
        yield f"all but {piece}", (*before, *after)
        yield f"only {piece}", (piece,)
        yield f"names and {piece}", (*names, piece)
        for torn in _tear(piece):
            yield f"torn {torn}", (*before, torn, *after)
    for _ in range(drawn if len(pieces) > 1 else 0):
        share = dice.random()
        kept = [each for each in pieces if dice.random() < share]
        yield f"{len(kept)} of {len(pieces)} drawn", kept


def _lengthen(piece: Change, fill: bytes) -> Change:
    if isinstance(piece, Write):
        return Resize(piece.node, piece.end, cuts=False, fill=fill)
    return piece


def _tear(piece: Change) -> Iterator[Write]:
    """Keep what a write has in its first sector, and all but what it has in its last."""
    if not isinstance(piece, Write):
        return
    first = SECTOR - piece.at % SECTOR
    last = (piece.end - 1) // SECTOR * SECTOR - piece.at
    for length in islice(dict.fromkeys((first, last)), 2):
        if 0 < length < len(piece.content):
            yield replace(piece, content=piece.content[:length])
