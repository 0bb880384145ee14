"""Which states a power failure may leave, and which it may not."""

from collections.abc import Iterable

import pytest

from tests.durability.crashes import BLOCK, SECTOR, find_crashes
from tests.durability.disk import Disk, Image, Naming, Operation, Resize, Said, Sync, Write
from tests.durability.recorder import Recording

_TEMPORARY, _FINAL = 2, "final"
_OLD, _NEW = b"old", b"new bytes"
_MAKE = (Naming(((0, "temporary", _TEMPORARY),)), Write(_TEMPORARY, 0, _NEW))
_RENAME = Naming(((0, "temporary", None), (0, _FINAL, _TEMPORARY)))


def _states(operations: Iterable[Operation], **how: bool | int) -> list[tuple[Image, str]]:
    start = Disk({1: _OLD}, {0: {_FINAL: 1}})
    end = start.copy()
    made = tuple(operations)
    for each in made:
        if not isinstance(each, Sync | Said):
            end.apply(each)
    found = find_crashes(Recording(start, made, 0, end), **how)  # type: ignore[arg-type]
    return [(crash.image, crash.said) for crash in found]


@pytest.mark.parametrize(
    ("operations", "said", "may_be"),
    [
        ((*_MAKE, Sync(_TEMPORARY), _RENAME, Sync(0)), False, {_OLD, _NEW}),
        ((*_MAKE, Sync(_TEMPORARY), _RENAME, Sync(0), Said("done")), True, {_NEW}),
        ((*_MAKE, Sync(_TEMPORARY), _RENAME, Said("done")), True, {_OLD, _NEW}),
        ((*_MAKE, _RENAME, Sync(None), Said("done")), True, {_NEW}),
        ((Write(1, 0, b"NEW"), Sync(1), Said("done")), True, {b"NEW"}),
        ((Resize(1, 1), Sync(0), Said("done")), True, {_OLD, b"o"}),
    ],
)
def test_what_was_synced_is_there(
    operations: tuple[Operation, ...], said: bool, may_be: set[bytes]
) -> None:
    found = {image.get(_FINAL) for image, text in _states(operations) if bool(text) == said}
    assert found - may_be == set()
    assert found == may_be or not said


def test_a_name_without_its_bytes() -> None:
    found = {image.get(_FINAL) for image, _ in _states((*_MAKE, _RENAME, Sync(0)))}
    filled = {b"\0" * len(_NEW), b"\xa5" * len(_NEW)}
    assert found == {_OLD, _NEW, b"", *filled}


def test_bytes_without_their_name_are_gone() -> None:
    found = [image for image, text in _states((*_MAKE, Sync(_TEMPORARY), Said("done"))) if text]
    assert {_FINAL: _OLD} in found


def test_a_write_is_torn_between_blocks_and_sectors() -> None:
    first, second, nothing = b"a" * BLOCK, b"b" * BLOCK, b"\0" * BLOCK
    sector, but_one = first[:SECTOR], BLOCK - SECTOR
    found = {image[_FINAL] for image, _ in _states((Write(1, 0, first + second),))}
    assert found == {
        _OLD,
        first + second,
        first,
        _OLD + nothing[len(_OLD) :] + second,
        _OLD + nothing[len(_OLD) :] + nothing,
        _OLD + b"\xa5" * (2 * BLOCK - len(_OLD)),
        sector + nothing[SECTOR:] + second,
        first[:but_one] + nothing[but_one:] + second,
        first + second[:SECTOR],
        first + second[:but_one],
    }


def test_a_folder_that_is_lost_takes_along_what_is_in_it() -> None:
    made = (Naming(((0, "d", 5),), new_folder=True), Naming(((5, "x", 6),)), Sync(5), Said("done"))
    found = [set(image) for image, text in _states(made) if text]
    assert {_FINAL} in found
    assert {_FINAL, "d", "d/x"} in found
    assert {_FINAL, "d"} not in found


def test_a_state_comes_once_and_more_are_found_everywhere() -> None:
    operations = (*_MAKE, Write(1, 3, b"er"), _RENAME, Sync(0))
    few, many = _states(operations), _states(operations, everywhere=True, drawn=10)
    assert all(few.count(each) == 1 for each in few)
    assert len(few) < len(many)
    assert len(_states(operations, most=3)) == 3
