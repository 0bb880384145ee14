"""Text of a cell whose parts may look different: what is struck out is not there."""

Run = tuple[str, bool | None]
"""A part of a text, and whether it is struck out; None is as the whole cell."""
RichText = str | tuple[Run, ...]


def join_runs(runs: list[Run]) -> RichText:
    """Return a plain text if its parts do not differ from the cell as a whole.

    >>> join_runs([("Ann ", None), ("Hart", None)])
    'Ann Hart'
    """
    if all(struck is None for _, struck in runs):
        return "".join(text for text, _ in runs)
    return tuple(runs)


def show_rich_text(text: RichText, cell_struck: bool) -> tuple[str, bool]:
    """Return what is left of a text, and whether all of it is struck out: then it is whole.

    >>> show_rich_text((("Terence ", True), ("Ardal", None)), cell_struck=False)
    ('Ardal', False)
    >>> show_rich_text("Ardal", cell_struck=True)
    ('Ardal', True)
    """
    if isinstance(text, str):
        return text, cell_struck and bool(text)
    left = "".join(part for part, struck in text if not (cell_struck if struck is None else struck))
    if left.strip():
        return left, False
    whole = show_whole_text(text)
    return whole, bool(whole.strip())


def show_whole_text(text: RichText) -> str:
    """Return a text with what is struck out."""
    return text if isinstance(text, str) else "".join(part for part, _ in text)


def cut_runs(text: str, changes: list[tuple[int, bool]]) -> RichText:
    """Cut a text where its font changes; before the first change it is as the whole cell.

    >>> cut_runs("Terence Ardal", [(0, True), (8, False)])
    (('Terence ', True), ('Ardal', False))
    """
    starts = [0, *(start for start, _ in changes), len(text)]
    struck = [None, *(each for _, each in changes)]
    return join_runs(
        [
            (text[start:end], each)
            for start, end, each in zip(starts, starts[1:], struck, strict=False)
            if end > start
        ]
    )
