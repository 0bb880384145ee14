"""Which part of an Office file leads to which: names are free, only relationships count."""

from prisonmail.recipients.file.workbooks.xml_events import list_elements
from prisonmail.recipients.file.workbooks.zip_parts import ZipParts, tidy_part_name
from prisonmail.system.record import Record

_USUAL_PARTS = ("xl/workbook.xml", "xl/workbook.bin")


class Relation(Record, frozen=True):
    """A part that another part leads to."""

    id: str
    kind: str
    """The last word of its type, such as `worksheet`."""
    part: str


def find_main_part(parts: ZipParts) -> str:
    """Return the part that leads to all others, such as `xl/workbook.xml`; "" if there is none."""
    for relation in read_relations(parts, ""):
        if relation.kind == "officeDocument" and relation.part in parts:
            return relation.part
    return next((part for part in _USUAL_PARTS if part in parts), "")


def read_relations(parts: ZipParts, part: str) -> list[Relation]:
    """Read which parts a part leads to; none if it does not say."""
    folder, _, name = part.rpartition("/")
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in parts:
        return []
    return [
        Relation(
            attributes["Id"],
            attributes["Type"].rpartition("/")[2],
            _reach(folder, attributes["Target"]),
        )
        for path, attributes in list_elements(parts.read(listed))
        if path == "Relationships/Relationship" and attributes.get("TargetMode") != "External"
    ]


def _reach(folder: str, target: str) -> str:
    absolute = target.startswith(("/", "\\"))
    return tidy_part_name(target if absolute else f"{folder}/{target}")
