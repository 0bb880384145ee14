"""Makes lists of invented people, of any length and the same each time."""

import csv
from collections.abc import Iterator
from pathlib import Path

from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.prisons.prison import Prison

_FORENAMES = (
    "Tarquin Bethan Ruairi Casimir Jory Saskia Łukasz Siân Ottoline Declan Perpetua".split()
)
_SURNAMES = (
    "Oddwell Quillfeather Mossgrave Thistlewick Penhallow O'Fennimore Bramblecote-Ng "
    "Lindqvist-Okoro Wiśniewski Fenwick-Rowe Sandgate Tolliver Pettigrew-Lane"
).split()
_WITH_A_WARNING = ("Dartmoor", "Peterborough", "Peterborough Female")
_HEADINGS = ("Name", "Prison number", "Date of birth", "Prison", "Reference")


def write_list(path: Path, rows: int) -> None:
    """Write a list with the given number of people, up to two million, and no problem in it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(invent_people(rows))


def invent_people(rows: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Invent people: name, prison number, date of birth, prison and reference of each."""
    prisons = [prison.name for prison in _find_plain_prisons()]
    for row in range(rows):
        forename = _FORENAMES[row % len(_FORENAMES)]
        surname = _SURNAMES[(row * 7) % len(_SURNAMES)]
        number = (
            f"{chr(65 + row // 6_760_000)}{row % 10_000:04d}{_make_letters(row // 10_000 % 676)}"
        )
        born = f"{1 + row % 28:02d}/{1 + row // 28 % 12:02d}/{1950 + row // 336 % 50}"
        prison = prisons[row * 13 % len(prisons)]
        yield f"{forename} {surname}", number, born, prison, f"C/{row:06d}/JE"


def _find_plain_prisons() -> Iterator[Prison]:
    """Find the open prisons for adults that no check has a warning about."""
    for prison in read_packaged_directory():
        adults = prison.active and prison.kind in ("HMP", "HMP & YOI")
        if adults and prison.place not in _WITH_A_WARNING:
            yield prison


def _make_letters(number: int) -> str:
    return chr(65 + number // 26) + chr(65 + number % 26)
