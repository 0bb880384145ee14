"""Plates: the fonts and the colour profile of a PDF, as the objects that every PDF has of them.

The usual characters suffice for almost all letters; their plate was made once (`just plates`) and
lies beside this file, so that no run has to make it. A plate that is missing or damaged, or for
more characters, is made anew, which takes half a second and gives the same bytes.

>>> plate = load_plate()
>>> plate.fonts, len(plate.objects)
((0, 7), 16)
>>> USUAL_CHARACTERS.issuperset("Łukasz O’Neill")
True
"""

from base64 import b64decode, b64encode
from collections.abc import Collection

from prisonmail.printing.plate import Plate, PlateObject
from prisonmail.system.plate_files import read_plate_file, write_plate_file

USUAL_CHARACTERS = frozenset(
    chr(code) for start, end in ((32, 127), (160, 384), (536, 540)) for code in range(start, end)
) | frozenset("–—‘’“”…·•€™")
"""Those of Latin script in Europe, and what is printed beside them."""
PLATE = (__file__, "usual.plate")


def load_plate(unusual: Collection[str] = ()) -> Plate:
    """Return the plate of the usual characters and some more."""
    found = None if unusual else read_plate_file(*PLATE)
    if found is None:
        from prisonmail.printing.plate_making import make_plate

        return make_plate(USUAL_CHARACTERS | frozenset(unusual))
    objects = [
        PlateObject(entries.encode("latin-1"), None if rest is None else b64decode(rest))
        for entries, rest in found["objects"]
    ]
    regular, bold = found["fonts"]
    return Plate(tuple(objects), (regular, bold), found["intent"])


def save_plate(plate: Plate) -> None:
    """Keep the plate of the usual characters."""
    objects = [
        (entries.decode("latin-1"), None if stream is None else b64encode(stream).decode())
        for entries, stream in plate.objects
    ]
    document = {"objects": objects, "fonts": plate.fonts, "intent": plate.intent}
    write_plate_file(*PLATE, document)
