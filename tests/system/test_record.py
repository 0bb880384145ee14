"""Records stay as they are, whatever their own lines say."""

from collections.abc import Iterator

from prisonmail.system.record import Record


def test_no_record_that_is_loaded_can_be_changed() -> None:
    changeable = [kind for kind in _list_kinds(Record) if not kind.__struct_config__.frozen]
    assert changeable == []


def _list_kinds(kind: type[Record]) -> Iterator[type[Record]]:
    for each in kind.__subclasses__():
        yield each
        yield from _list_kinds(each)
