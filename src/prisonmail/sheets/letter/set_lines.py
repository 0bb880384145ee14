"""Sets text in several styles into lines: no line leaves its column, and no word ends one alone.

>>> from prisonmail.sheets.fonts import load_roboto
>>> lines = break_lines((Span("It is "), Span("not", bold=True), Span(" so.")), load_roboto(), 40)
>>> [[(round(each.x, 1), each.span.text) for each in line] for line in lines]
[[(0.0, 'It is'), (6.5, 'not'), (12.6, 'so.')]]
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prisonmail.sheets.drawing import BODY
from prisonmail.sheets.letter.wording_blocks import Span, Spans
from prisonmail.sheets.typeface import Typeface
from prisonmail.system.late_pattern import compile_late

_Word = tuple[Span, ...]
"""Text without a space, in one style or more."""
_ATOM = compile_late(r"[^/.@_\-–—]+[/.@_\-–—]*|[/.@_\-–—]+")
"""What a word too wide for its column is first taken apart into."""
_LETTER = compile_late(r".[\u0300-\u036f]*")
"""A letter with the marks that stand on it."""
_INVISIBLE = {0xAD: None, 0x200B: None, 0xFEFF: None}
"""Soft hyphens and spaces of no width, which a typeface would show."""


class PlacedSpan(NamedTuple):
    """Text in one style, in mm from the left edge of its column."""

    x: float
    span: Span


SetLine = tuple[PlacedSpan, ...]


def break_lines(
    spans: Spans, typeface: Typeface, width: float, size: float = BODY
) -> tuple[SetLine, ...]:
    """Break text into lines no wider than a width in mm, at a size in points."""
    setter = _Setter(typeface, size, width)
    return tuple(setter.place(line) for line in setter.fill(_split(spans))) or ((),)


def measure_spans(spans: Spans, typeface: Typeface, size: float = BODY) -> float:
    """Measure text on one line, in mm."""
    return _Setter(typeface, size, 0.0).measure_line(list(_split(spans)))


class _Setter(NamedTuple):
    typeface: Typeface
    size: float
    width: float

    def fill(self, words: Iterator[_Word]) -> list[list[_Word]]:
        """Share words out over lines; of the last line's at least two, if they can be had."""
        lines: list[list[_Word]] = []
        filled = 0.0
        for word in words:
            for piece in self._fit(word):
                needed = self.measure(piece)
                if lines and filled + self._gap + needed <= self.width and piece is word:
                    lines[-1].append(piece)
                    filled += self._gap + needed
                else:
                    lines.append([piece])
                    filled = needed
        self._join_last(lines)
        return lines

    def place(self, words: Sequence[_Word]) -> SetLine:
        """Place the words of a line, those that follow each other in one style as one text."""
        placed: list[PlacedSpan] = []
        x = 0.0
        for number, word in enumerate(words):
            for part, span in enumerate(word):
                between = " " if number and not part else ""
                last = placed[-1] if placed else None
                if last and last.span[1:] == span[1:]:
                    joined = span._replace(text=last.span.text + between + span.text)
                    placed[-1] = PlacedSpan(last.x, joined)
                    x = last.x + self._measure(joined)
                    continue
                x += self._gap if between else 0.0
                placed.append(PlacedSpan(x, span))
                x += self._measure(span)
        return tuple(placed)

    def measure_line(self, words: Sequence[_Word]) -> float:
        """Measure words with the gaps between them."""
        return sum(map(self.measure, words)) + self._gap * max(len(words) - 1, 0)

    def measure(self, word: _Word) -> float:
        """Measure a word."""
        return sum(map(self._measure, word))

    def _measure(self, span: Span) -> float:
        return self.typeface.choose(bold=span.bold).measure_width(span.text, self.size)

    @property
    def _gap(self) -> float:
        """Return the wider of the two spaces, so that no line comes out too wide."""
        return self.typeface.bold.measure_width(" ", self.size)

    def _fit(self, word: _Word) -> Iterator[_Word]:
        """Yield a word, or if it is too wide pieces that each fill a line."""
        if self.measure(word) <= self.width:
            yield word
            return
        line: list[Span] = []
        for atom in self._take_apart(word):
            if line and self.measure((*line, atom)) > self.width:
                yield tuple(line)
                line = []
            line.append(atom)
        yield tuple(line)

    def _take_apart(self, word: _Word) -> Iterator[Span]:
        for span in word:
            for atom in _ATOM.findall(span.text):
                fits = self._measure(span._replace(text=atom)) <= self.width
                for part in (atom,) if fits else _LETTER.findall(atom):
                    yield span._replace(text=part)

    def _join_last(self, lines: list[list[_Word]]) -> None:
        if len(lines) < 2 or len(lines[-1]) > 1 or len(lines[-2]) < 3:
            return
        joined = [lines[-2][-1], *lines[-1]]
        if self.measure_line(joined) <= self.width:
            lines[-2:] = [lines[-2][:-1], joined]


def _split(spans: Spans) -> Iterator[_Word]:
    """Take text apart at its spaces, but not at those that are to hold words together."""
    word: list[Span] = []
    for span in spans:
        text = span.text.translate(_INVISIBLE)
        for number, part in enumerate(_SPACES.split(text)):
            if number and word:
                yield tuple(word)
                word = []
            if part:
                word.append(span._replace(text=part))
    if word:
        yield tuple(word)


_SPACES = compile_late(r"[ \t\n\r\f\v\u2028\u2029]+")
