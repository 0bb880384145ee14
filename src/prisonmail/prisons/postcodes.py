"""UK postcodes: the shape and the areas that exist.

>>> parse("ls12 2tj")
'LS12 2TJ'
>>> parse("GX11 1AA") is None
True
>>> find_all("HMP Leeds, ls122tj; was BX1 1AA")
('LS12 2TJ',)
"""

import re

AREAS = frozenset(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY "
    "E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE "
    "LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL "
    "SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE".split()
)
"""The 124 postcode areas, including the Crown dependencies."""

IN_TEXT = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE | re.ASCII)
"""What may be a postcode among other words."""
# the last two letters are never C, I, K, M, O or V, which are easily misread
_SHAPE = re.compile(r"([A-Z]{1,2})([0-9]{1,2}|[0-9][A-Z])([0-9][ABD-HJLNP-UW-Z]{2})")


def parse(text: str) -> str | None:
    """Return the postcode in capitals with one space, or None if the text is not one.

    >>> parse("S W1 A 1 AA")
    'SW1A 1AA'
    """
    compact = "".join(text.split()).upper()
    match = _SHAPE.fullmatch(compact)
    if match is None or match[1] not in AREAS:
        return None
    return f"{compact[:-3]} {compact[-3:]}"


def find_all(text: str) -> tuple[str, ...]:
    """Return the postcodes among the words of a text, as they are printed."""
    return tuple(filter(None, map(parse, IN_TEXT.findall(text))))
