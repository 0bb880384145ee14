"""Sets text in several styles into lines: no line leaves its column, and no word ends one alone.

>>> from prisonmail.sheets.fonts import load_roboto
>>> phrases = (Phrase("It is "), Phrase("not", bold=True), Phrase(" so."))
>>> lines = break_lines(phrases, load_roboto(), 40)
>>> [[(round(each.x, 1), each.phrase.text) for each in line] for line in lines]
[[(0.0, 'It is'), (6.5, 'not'), (12.6, 'so.')]]
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from prisonmail.sheets.drawing import BODY
from prisonmail.sheets.letter.wording_blocks import Phrase, Phrases
from prisonmail.sheets.typeface import Typeface
from prisonmail.system.late_pattern import compile_late

_KEPT = 1024
"""Texts that are kept with their lines: a letter is set twice, and many have prison and close."""
_Word = tuple[Phrase, ...]
"""Text without a space, in one style or more."""
_ATOM = compile_late(r"[^/.@_\-–—]+[/.@_\-–—]*|[/.@_\-–—]+")
"""What a word too wide for its column is first taken apart into."""
_LETTER = compile_late(r".[\u0300-\u036f]*")
"""A letter with the marks that stand on it."""
_CHANGED = {0xAD: None, 0x200B: None, 0xFEFF: None, 0x202F: "\u00a0", 0x2007: "\u00a0"}
"""Soft hyphens and spaces of no width, which would be shown, go; spaces that hold words together
become the one that the typeface has."""


class PlacedPhrase(NamedTuple):
    """Text in one style, in mm from the left edge of its column."""

    x: float
    phrase: Phrase
    part: int = 0
    """Which part of its line it is in, such as a cell, from 0."""
    joins: bool = False
    """Whether it goes on with the word before it."""


SetLine = tuple[PlacedPhrase, ...]


@lru_cache(_KEPT)
def break_lines(
    phrases: Phrases, typeface: Typeface, width: float, size: float = BODY
) -> tuple[SetLine, ...]:
    """Break text into lines no wider than a width in mm, at a size in points."""
    setter = _Setter(typeface, size, width)
    return tuple(setter.place(line) for line in setter.fill(_split(phrases))) or ((),)


def measure_phrases(phrases: Phrases, typeface: Typeface, size: float = BODY) -> float:
    """Measure text on one line, in mm."""
    return _Setter(typeface, size, 0.0).measure_line(list(_split(phrases)))


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
        placed: list[PlacedPhrase] = []
        x = 0.0
        for number, word in enumerate(words):
            for part, phrase in enumerate(word):
                between = " " if number and not part else ""
                last = placed[-1] if placed else None
                if last and last.phrase[1:] == phrase[1:]:
                    joined = phrase._replace(text=last.phrase.text + between + phrase.text)
                    placed[-1] = last._replace(phrase=joined)
                    x = last.x + self._measure(joined)
                    continue
                x += self._gap if between else 0.0
                placed.append(PlacedPhrase(x, phrase, joins=bool(part)))
                x += self._measure(phrase)
        return tuple(placed)

    def measure_line(self, words: Sequence[_Word]) -> float:
        """Measure words with the gaps between them."""
        return sum(map(self.measure, words)) + self._gap * max(len(words) - 1, 0)

    def measure(self, word: _Word) -> float:
        """Measure a word."""
        return sum(map(self._measure, word))

    def _measure(self, phrase: Phrase) -> float:
        return self.typeface.choose(bold=phrase.bold).measure_width(phrase.text, self.size)

    @property
    def _gap(self) -> float:
        """Return the wider of the two spaces, so that no line comes out too wide."""
        return self.typeface.bold.measure_width(" ", self.size)

    def _fit(self, word: _Word) -> Iterator[_Word]:
        """Yield a word, or if it is too wide pieces that each fill a line."""
        if self.measure(word) <= self.width:
            yield word
            return
        line: list[Phrase] = []
        for atom in self._take_apart(word):
            if line and self.measure((*line, atom)) > self.width:
                yield tuple(line)
                line = []
            line.append(atom)
        yield tuple(line)

    def _take_apart(self, word: _Word) -> Iterator[Phrase]:
        for phrase in word:
            for atom in _ATOM.findall(phrase.text):
                fits = self._measure(phrase._replace(text=atom)) <= self.width
                for part in (atom,) if fits else _LETTER.findall(atom):
                    yield phrase._replace(text=part)

    def _join_last(self, lines: list[list[_Word]]) -> None:
        if len(lines) < 2 or len(lines[-1]) > 1 or len(lines[-2]) < 3:
            return
        joined = [lines[-2][-1], *lines[-1]]
        if self.measure_line(joined) <= self.width:
            lines[-2:] = [lines[-2][:-1], joined]


def _split(phrases: Phrases) -> Iterator[_Word]:
    """Take text apart at its spaces, but not at those that are to hold words together."""
    word: list[Phrase] = []
    for phrase in phrases:
        text = phrase.text.translate(_CHANGED)
        for number, part in enumerate(_SPACES.split(text)):
            if number and word:
                yield tuple(word)
                word = []
            if part:
                word.append(phrase._replace(text=part))
    if word:
        yield tuple(word)


_SPACES = compile_late(r"[^\S\u00a0]+")
