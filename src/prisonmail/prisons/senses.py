"""What a whole cell stands for: all of it, its first line, or its first two lines together."""

from prisonmail.prisons.cell import Cell, pieces
from prisonmail.prisons.elsewhere import kind_of_place
from prisonmail.prisons.index import Choice, Index, Sense
from prisonmail.prisons.matches import NotAPrison
from prisonmail.prisons.names import kinds, normalise, without_tail
from prisonmail.prisons.prison import Prison


def read_sense(cell: Cell, index: Index) -> Sense | None:
    """Say what a cell stands for. None where it names nothing that is known."""
    if not cell.lines:
        return None
    whole = index.of_code(cell.whole) or index.sense(cell.whole)
    if whole:
        return whole
    kind = kind_of_place(cell.whole)
    if kind and not kinds(cell.lines[0]):
        return NotAPrison(kind)
    return _first_line(cell, index) or index.sense(" ".join(cell.lines[:2]))


def _first_line(cell: Cell, index: Index) -> Sense | None:
    first, *rest = cell.lines
    written = [first] if index.sense(first) else _telling(pieces(first))
    if not written:
        return None
    own = _address_words(index.sense(written[0]))
    later = [line for line in rest if _may_name_another(line, first, index)]
    names = [written[0], *(name for name in (*written[1:], *later) if not _is_town(name, own))]
    return _together([index.of_code(name) or index.sense(name) for name in names])


def _telling(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if without_tail(normalise(name))]


def _may_name_another(line: str, first: str, index: Index) -> bool:
    """Say whether a later line counts: it says HMP or the like, or could as well be the first."""
    return bool(kinds(line)) or (not kinds(first) and index.sense(line) is not None)


def _is_town(name: str, address: frozenset[str]) -> bool:
    return not kinds(name) and set(normalise(name).split()) <= address


def _address_words(sense: Sense | None) -> frozenset[str]:
    prisons: tuple[Prison, ...] = sense.prisons if isinstance(sense, Choice) else ()
    return frozenset(
        word
        for prison in prisons
        for line in (prison.street, prison.locality, prison.town)
        for word in normalise(line).split()
    )


def _together(senses: list[Sense | None]) -> Sense | None:
    """Make one sense of several names: what all of them can mean, or else any of them."""
    if not all(senses):
        return None
    choices = [sense for sense in senses if isinstance(sense, Choice)]
    if len(choices) < len(senses):
        return next(sense for sense in senses if not isinstance(sense, Choice))
    every = dict.fromkeys(prison for choice in choices for prison in choice.prisons)
    common = tuple(p for p in every if all(p in choice.prisons for choice in choices))
    return Choice(common or tuple(every), choices[0].doubt)
