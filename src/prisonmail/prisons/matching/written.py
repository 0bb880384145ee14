"""How prisons are written: the spellings of a name, and what else a cell says beside it.

All spellings of a name are reduced to the same words. A cell has lines and perhaps a postcode, and
may have words that speak against a letter: the person is not in prison, or perhaps not in this one.

>>> normalise("H.M.P. & Y.O.I. Leeds,")
'leeds'
>>> normalise("HM Prison")
''
>>> sorted(find_kinds("HM Prison & Young Offender Institution Parc"))
['hmp', 'yoi']
>>> drop_tail(normalise("HMP Leeds, C Wing (Serco)"))
'leeds'
>>> cell = read_cell("HMP Elmley (Sheppey Cluster), Church Road; ME12 4DZ")
>>> cell.lines, cell.postcode
(('HMP Elmley (Sheppey Cluster)', 'Church Road'), 'ME12 4DZ')
>>> split_line(cell.lines[0])
('hmp elmley', 'sheppey cluster')
>>> read_cell("c/o The Governor, HMP Leeds").lines, read_cell("c/o Mrs Hart, Leeds").lines
(('HMP Leeds',), ('c/o Mrs Hart', 'Leeds'))
>>> find_out_of_custody("On bail to Leeds Crown Court")
'On bail'
>>> find_out_of_custody("HMP Leeds (bail refused)")
>>> find_kind_of_place("Leeds Magistrates' Court")
'court'
>>> find_uncertainty("HMP Leeds?"), find_uncertainty("HMP Leeds, transferred to Hull")
('?', 'transferred to')
"""

import re
import unicodedata
from functools import lru_cache

from prisonmail.prisons import postcodes
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_PIECES = compile_late(r"[/()\[\]|+&\\–—]|\s-\s|\bor\b|\band\b")
PRIVATE_ADDRESS = "private address"
REMOVAL_CENTRE = "removal centre"
# `bail refused`, `refused bail` and `no bail` are of people who are in prison.
_OUT_OF_CUSTODY = compile_late(
    r"\b(?:"
    r"(?<!refused )(?<!no )(?:on )?(?:(?:un)?conditional |police |court )?bail(?:ed)?\b"
    r"(?!\W+refused)"
    r"|n\W?f\W?a\b|(?:of )?no fixed (?:abode|address)"
    r"|(?:has been |was )?released(?: under investigation)?|rui|(?:electronically )?tagged|on tag"
    r"|not in (?:custody|prison)|in the community|at liberty"
    r"|deceased|died|absconded|discharged|deported"
    r")\b",
    re.IGNORECASE,
)
# Any of these words stops a letter, even inside a name: no known name has one.
_UNCERTAIN = compile_late(
    r"\?|\b(?:t\.?b\.?[acd]\b|to be (?:confirmed|advised|checked|determined)\b|unconfirmed\b"
    r"|not (?:yet )?(?:certain|sure|confirmed|known)\b|uncertain\b|unsure\b|possibly\b|perhaps\b"
    r"|probably\b|maybe\b|may be\b|might be\b|believed\b|thought to be\b|please check\b|check\b"
    r"|(?:transferr(?:ed|ing)|moved|moving)(?: to| from)?\b|(?:awaiting|pending|on) transfer\b"
    r"|transfer(?: (?:to|from|pending))?\b|in transit\b|last known\b|no longer\b|not there\b"
    r"|(?:has |have )?(?:left|gone)\b|(?:is )?now\b(?: at| in)?|until\b|escaped\b"
    r"|do not (?:write|post|send)\b)",
    re.IGNORECASE,
)
# The first that fits counts.
_PLACES = (
    ("police station", r"\bpolice\b|\bcustody suite\b"),
    ("court", r"\bcourts?\b|\bold bailey\b|\bmagistrates\b"),
    ("hospital", r"\bhospital\b|\b(?:low|medium|high) secure unit\b"),
    (REMOVAL_CENTRE, r"\birc\b|\b(?:removal|detention) centre\b"),
    ("secure children’s home", r"\bsecure (?:childrens )?(?:home|unit)\b"),
    ("secure school", r"\bsecure school\b"),
    ("hostel", r"\bapproved premises\b|\bhostel\b"),
    ("probation office", r"\bprobation\b"),
    (
        PRIVATE_ADDRESS,
        r"^(?:c/o|care of)\b(?!.*\b(?:hm|hmp|prison|yoi|hmyoi)\b)"
        r"|\b(?:home|private|family|own) address\b|^(?:at )?home$"
        r"|\b(?:mother|father|parent|wife|husband|partner|brother|sister)s? (?:house|home)\b",
    ),
)
_APOSTROPHES = compile_late("['’‘`´ʼ]")
# `h.m.p.` and `h m p`, to be written as one word.
_DOTTED = compile_late(
    r"\b(?:[a-z]\.\s?){2,}(?=\W|$)|\bh\.\s?m\.(?=prison|yoi)|\bh m p\b|\by o i\b"
)
_AND = r"\s*(?:and\b|[/&+-])\s*"
# The order matters: each pattern relies on the words that those before it have made.
_KINDS_IN_FULL = tuple(
    (compile_late(pattern), kind)
    for pattern, kind in (
        (r"\bh(?:is|er) majestys\b", "hm"),
        (r"\byoung offenders? institutions?\b", "yoi"),
        (r"\bsefydliad troseddwyr ifanc\b", "sti"),
        (r"\bimmigration removal centre\b", "irc"),
        (r"\bsecure training centre\b", "stc"),
        (r"\bhm\s+prison\b", "hmp"),
        (r"\bh\s?m\s+yoi\b", "hmyoi"),
        (rf"\b(?:hmp(?:{_AND}|\s+)|hm{_AND})(?:hm)?yoi\b", "hmpyoi"),
        (rf"\b(?:hm)?yoi{_AND}hmp\b", "hmpyoi"),
    )
)
_KINDS = {
    **dict.fromkeys(("hmp", "hm", "prison", "cem", "carchar"), ("hmp",)),
    **dict.fromkeys(("yoi", "hmyoi", "sti"), ("yoi",)),
    "hmpyoi": ("hmp", "yoi"),
    "irc": ("irc",),
    "stc": ("stc",),
}
_SMALL_WORDS = ("and", "the", "y")
_PLACE = r"[a-z]?[0-9]{0,3}[a-z]?"
# Repeated (+), since a cell may end in several: `C wing cell 12`.
_TAIL = compile_late(
    rf"(?:(?:^| )(?:"
    rf"{_PLACE} (?:wing|spur|landing|houseblock|house block)"
    rf"|(?:wing|spur|landing|houseblock|house block|hb|cell) {_PLACE}(?: {_PLACE})?"
    r"|hb[0-9]{1,2}|g4s|serco|sodexo|f|female|fnp|yp|social visits))+$"
)


# `c/o The Governor, HMP Leeds`: to the prison, if that is named at once.
_THROUGH = compile_late(
    r"^\s*(?:c/o|care of)?[\s,:]*(?:(?:the )?(?:governor|director)(?: of)?[\s,:]+)?"
    r"(?=(?:the )?(?:h\W{0,2}m\b|h\W{0,2}m\W{0,2}p\b|h(?:is|er) majesty|y\W?o\W?i\b))",
    re.IGNORECASE,
)


class Cell(Record, frozen=True):
    """A prison cell as it is written."""

    lines: tuple[str, ...]
    """Its lines, separated by commas, semicolons or line breaks, without the postcode."""
    postcode: str | None

    @property
    def whole(self) -> str:
        """All of it except the postcode."""
        return ", ".join(self.lines)


def read_cell(text: str) -> Cell:
    """Split a cell into its lines and its postcode."""
    text = _THROUGH.sub("", text)
    found = [match for match in postcodes.IN_TEXT.finditer(text) if postcodes.parse(match[0])]
    postcode = postcodes.parse(found[-1][0]) if found else None
    if found:
        text = f"{text[: found[-1].start()]},{text[found[-1].end() :]}"
    lines = (" ".join(line.split()) for line in re.split(r"[,;\r\n]", text))
    return Cell(tuple(filter(None, lines)), postcode)


def split_line(line: str) -> tuple[str, ...]:
    """Split a line if it may name two prisons: at brackets, slashes and the like."""
    return tuple(filter(None, (piece.strip() for piece in _PIECES.split(spell_out(line)))))


def find_out_of_custody(text: str) -> str | None:
    """Find the words which say that the person is not in custody."""
    found = _OUT_OF_CUSTODY.search(" ".join(text.split()))
    return found[0] if found else None


def find_uncertainty(text: str) -> str | None:
    """Find the words which say that a prison is a guess, or that the person is being moved."""
    found = _UNCERTAIN.search(" ".join(text.split()))
    return found[0] if found else None


def find_kind_of_place(text: str) -> str | None:
    """Return what other sort of place a name is: `court`, `hospital`."""
    spelt = re.sub("['’]", "", text.casefold())
    return next((kind for kind, pattern in _PLACES if re.search(pattern, spelt)), None)


# Cached, as are those below, because one cell is looked up whole, by line and by piece.
@lru_cache(maxsize=4096)
def spell_out(text: str) -> str:
    """Return a name in one spelling, with its kind of place as one word; punctuation stays.

    >>> spell_out("Her Majesty’s Prison & Y.O.I., Styal")
    'hmpyoi , styal'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = _APOSTROPHES.sub("", text.casefold())
    text = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", text)
    for pattern, kind in _KINDS_IN_FULL:
        text = pattern.sub(kind, text)
    return text


@lru_cache(maxsize=4096)
def normalise(name: str) -> str:
    """Reduce a prison name to the words that distinguish it.

    It is repeated until nothing changes: a word taken out may bring two others together, such as
    `h` and `mp`.
    """
    previous = None
    while name != previous:
        previous, name = name, _normalised_once(name)
    return name


def _normalised_once(name: str) -> str:
    # Twice: without punctuation more is recognised, as `hm prison` in `HM. Prison`.
    words = _words(spell_out(" ".join(_words(spell_out(name)))))
    return " ".join(word for word in words if word not in _KINDS and word not in _SMALL_WORDS)


@lru_cache(maxsize=4096)
def find_kinds(name: str) -> frozenset[str]:
    """Return the kinds of place that a name mentions: `hmp`, `yoi`, `irc` and `stc`."""
    return frozenset(kind for word in _words(spell_out(name)) for kind in _KINDS.get(word, ()))


def drop_tail(normalised: str) -> str:
    """Remove wing, houseblock, cell, operator and the like from the end of a normalised name."""
    return _TAIL.sub("", normalised).strip()


def _words(text: str) -> list[str]:
    return re.sub(r"[\W_]+", " ", text).split()
