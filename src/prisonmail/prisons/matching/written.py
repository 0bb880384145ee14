"""What is written in a prison cell: its lines, its postcode, and words that speak against a letter.

Such words say that the person is not in a prison, or perhaps not in this one.

>>> cell = read_cell("HMP Elmley (Sheppey Cluster), Church Road; ME12 4DZ")
>>> cell.lines, cell.postcode
(('HMP Elmley (Sheppey Cluster)', 'Church Road'), 'ME12 4DZ')
>>> split_line(cell.lines[0])
('hmp elmley', 'sheppey cluster')
>>> find_out_of_custody("On bail to Leeds Crown Court")
'On bail'
>>> find_out_of_custody("HMP Leeds (bail refused)")
>>> kind_of_place("Leeds Magistrates' Court")
'court'
>>> find_uncertainty("HMP Leeds?"), find_uncertainty("HMP Leeds, transferred to Hull")
('?', 'transferred to')
"""

import re
from dataclasses import dataclass

from prisonmail import postcodes
from prisonmail.prisons.matching.names import spell_out

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_PIECES = re.compile(r"[/()\[\]|+&\\–—]|\s-\s|\bor\b|\band\b")
PRIVATE_ADDRESS = "private address"
_OUT_OF_CUSTODY = re.compile(
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
_UNCERTAIN = re.compile(
    r"\?|\b(?:t\.?b\.?[acd]\b|to be (?:confirmed|advised|checked|determined)\b|unconfirmed\b"
    r"|not (?:yet )?(?:certain|sure|confirmed|known)\b|uncertain\b|unsure\b|possibly\b|perhaps\b"
    r"|probably\b|maybe\b|may be\b|might be\b|believed\b|thought to be\b|please check\b|check\b"
    r"|(?:transferr(?:ed|ing)|moved|moving)(?: to| from)?\b|(?:awaiting|pending|on) transfer\b"
    r"|transfer(?: (?:to|from|pending))?\b|in transit\b|last known\b|no longer\b|not there\b"
    r"|(?:has |have )?(?:left|gone)\b|(?:is )?now\b(?: at| in)?|until\b|escaped\b"
    r"|do not (?:write|post|send)\b)",
    re.IGNORECASE,
)
_PLACES = (
    ("police station", r"\bpolice\b|\bcustody suite\b"),
    ("court", r"\bcourts?\b|\bold bailey\b|\bmagistrates\b"),
    ("hospital", r"\bhospital\b"),
    ("removal centre", r"\birc\b"),
    ("secure children’s home", r"\bsecure childrens home\b"),
    ("hostel", r"\bapproved premises\b|\bhostel\b"),
    ("probation office", r"\bprobation\b"),
    (
        PRIVATE_ADDRESS,
        r"^(?:c/o|care of)\b(?!.*\b(?:hm|hmp|prison|yoi|hmyoi)\b)"
        r"|\b(?:home|private|family|own) address\b|^(?:at )?home$"
        r"|\b(?:mother|father|parent|wife|husband|partner|brother|sister)s? (?:house|home)\b",
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a prison cell holds, as it is written."""

    lines: tuple[str, ...]
    """Its lines, ended by commas, semicolons or line breaks, without the postcode."""
    postcode: str | None

    @property
    def whole(self) -> str:
        """All of it but the postcode."""
        return ", ".join(self.lines)


def read_cell(text: str) -> Cell:
    """Split a cell into its lines and its postcode."""
    found = [match for match in _POSTCODE.finditer(text) if postcodes.parse(match[0])]
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
    """Find the words which say that a prison is a guess, or that the person is on the way."""
    found = _UNCERTAIN.search(" ".join(text.split()))
    return found[0] if found else None


def kind_of_place(text: str) -> str | None:
    """Say what other sort of place a name speaks of: `court`, `hospital`."""
    spelt = re.sub("['’]", "", text.casefold())
    return next((kind for kind, pattern in _PLACES if re.search(pattern, spelt)), None)
