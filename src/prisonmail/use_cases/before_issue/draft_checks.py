"""One letter before it has a code: what it says, and what keeps it from being printed.

Here the recipients of a list and the paper meet: what does not fit the paper becomes a fault of
the row, at the cell that it comes from.

>>> fields = WordingFields("{Salutation}, about {reference}", ("Name", "Salutation"))
>>> fields.take_values(("Ann Hart", "Dear Ms Hart"))
{'salutation': 'Dear Ms Hart'}
>>> [(column, fault.code) for column, fault in fields.find_faults({"salutation": ""})]
[(1, 'PM504')]
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from prisonmail.letters.letter import Draft, Enclosure
from prisonmail.printing.other_pdfs import UnprintableFile, is_there, read_enclosure
from prisonmail.prisons.law import Law
from prisonmail.prisons.prison import Prison
from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.cell import clean, find_excel_error, is_empty
from prisonmail.recipients.fields.encoded_twice import find_garbled
from prisonmail.recipients.fields.markup import find_markup
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.sender.markings import Marking, find_fitting
from prisonmail.sender.roles import Role
from prisonmail.sheets import merge_fields
from prisonmail.sheets.envelopes import ENVELOPES, Envelope
from prisonmail.sheets.fonts import find_unplaced, load_roboto
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.system.record import Record


def draft_for(recipient: Recipient, line: int, role: Role) -> Draft:
    """Write a letter's draft; the list's marking, if it has one, comes before the usual one."""
    prison = recipient.prison
    return Draft(
        line=line,
        marking=recipient.marking or _fitting_markings(prison, role)[0],
        prison=prison.code,
        prison_name=prison.name,
        address=prison.address,
        name=recipient.name,
        prison_number=recipient.prison_number,
        date_of_birth=recipient.date_of_birth,
        reference=recipient.reference,
        barcode=recipient.barcode,
        signatory=recipient.signatory,
    )


def check_marking(recipient: Recipient, role: Role) -> Fault | None:
    """Warn of a marking that the list asks for, and that does not fit the sender or the prison."""
    fitting = _fitting_markings(recipient.prison, role)
    asked_for = recipient.marking
    if asked_for is None or asked_for in fitting:
        access = Marking.CONFIDENTIAL_ACCESS in fitting and recipient.prison.law is Law.STC
        return _no_confidential_access(recipient.prison) if access else None
    by_role = Marking.CONFIDENTIAL_ACCESS in (asked_for, *fitting)
    whom = f"the role {role.title}" if by_role else recipient.prison.name
    return Fault(
        "PW611",
        f"the list asks for {asked_for}, and the usual marking for {whom} is {fitting[0]}",
        f"The letter is marked {asked_for}. If that is wrong, correct this cell or leave it empty.",
    )


def _no_confidential_access(prison: Prison) -> Fault:
    return Fault(
        "PW628",
        f"it is not confirmed that {prison.name} knows the marking Confidential access",
        "It comes from an instruction to prisons, PSI 49/2011. Ask there before you post it.",
    )


def _fitting_markings(prison: Prison, role: Role) -> tuple[Marking, ...]:
    """Return the markings that fit a letter to somebody in a prison, the usual one first."""
    return find_fitting(role.family, prison.law)


def check_printable(
    draft: Draft, compositor: Compositor, window: str
) -> tuple[Field, Fault] | None:
    """Find what keeps a letter from being printed so that it shows in a window, and its field."""
    typeface = compositor.typeface
    if fault := check_characters("name", draft.name, typeface):
        return Field.NAME, fault
    if fault := check_characters("reference", draft.reference, typeface):
        return Field.REFERENCE, fault
    return None if compositor.fits(draft) else (Field.NAME, _too_long(window))


def check_characters(what: str, text: str, typeface: Typeface) -> Fault | None:
    """Find a character of a text that the typeface lacks; None if it has them all."""
    if typeface.characters.issuperset(text):
        return None
    letter = typeface.find_missing(text) or ""
    shown = f"`{letter}` (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"
    return Fault(
        "PM501",
        f"the {what} has {shown}, which the letter’s typeface does not have",
        "Write it with Latin, Greek or Cyrillic letters.",
    )


def check_room(envelope: Envelope, sheets: int) -> Fault | None:
    """Warn of a letter of more sheets than its envelope takes, and name the next that does."""
    if sheets <= envelope.room:
        return None
    larger = [each for each in ENVELOPES.values() if each.room >= sheets]
    name = larger[0].name if larger else ""
    remedy = (
        f"A {name.upper()} envelope does: print it with --envelope {name}, in a list of its own."
        if larger
        else "Send the enclosure in parts, each with a letter of its own."
    )
    return Fault(
        "PW640",
        f"the letter takes {sheets} sheets, and a {envelope.name.upper()} envelope takes "
        f"{envelope.room}",
        remedy,
    )


def check_marks(draft: Draft) -> Iterator[tuple[Field, Fault]]:
    """Warn of marks that the typeface has no place for on their letters."""
    for field, text in ((Field.NAME, draft.name), (Field.REFERENCE, draft.reference)):
        found = find_unplaced(text)
        if found:
            yield (
                field,
                Fault(
                    "PW632",
                    f"the {field.value} has `{found}`, and the letter’s typeface has no place for "
                    "that mark on that letter",
                    "Look at the sheet before you post it, or write the letter without the mark.",
                ),
            )


def read_enclosure_cell(
    cell: str,
    folder: Path,
    read: Callable[[Path], Enclosure | UnprintableFile] = read_enclosure,
) -> Iterator[Enclosure | Fault]:
    """Read the PDFs that a cell names, paths starting from a folder; or say what is wrong."""
    paths = _split_paths(cell, folder)
    if not paths:
        yield _NO_ENCLOSURE
    for path in paths:
        found = read((folder / path).absolute())
        if isinstance(found, UnprintableFile):
            which = f"`{path}`: " if len(paths) > 1 else ""
            yield Fault("PM503", f"{which}{found.reason}", found.remedy)
        else:
            yield found


def read_attached_cell(
    cell: str,
    attached: Mapping[str, Path],
    read: Callable[[Path], Enclosure | UnprintableFile] = read_enclosure,
) -> Iterator[Enclosure | Fault]:
    """Read the PDFs that a cell names, of those that came with the list; or say what is wrong.

    A name is compared as it is, so that no list has a file read that did not come with it.

    >>> [fault.code for fault in read_attached_cell("/etc/passwd", {"a.pdf": Path("1.pdf")})]
    ['PM503']
    """
    names = (cell,) if cell in attached else _split_names(cell)
    if not names:
        yield _NO_ENCLOSURE
    for name in names:
        found = read(attached[name]) if name in attached else _NOT_ATTACHED
        if isinstance(found, UnprintableFile):
            yield Fault("PM503", f"`{name}`: {found.reason}", found.remedy)
        else:
            yield found


_NOT_ATTACHED = UnprintableFile(
    "no file of this name came with the list",
    "Send the file along with the list, and write its name here, without a folder.",
)


def _split_names(cell: str) -> tuple[str, ...]:
    return tuple(name for part in cell.split(";") if not is_empty(name := part.strip()))


def _split_paths(cell: str, folder: Path) -> tuple[str, ...]:
    """Take a cell apart at its semicolons, unless it is a file whose name has them."""
    if is_empty(cell):
        return ()
    if ";" not in cell or is_there(folder / cell):
        return (cell,)
    return _split_names(cell)


class WordingFields(Record, frozen=True, dict=True):
    """The fields of a firm's own wording, and the headings of the list that they are taken from."""

    wording: str
    headings: Sequence[str]

    def take_values(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what the wording takes from a row beside what every letter knows, by key."""
        values = {
            key: clean(cells[column]) if column < len(cells) else ""
            for key, column in self._columns.items()
        }
        return {
            key: text for key, text in values.items() if key in self._named or not is_empty(text)
        }

    def find_faults(self, values: Mapping[str, str]) -> Iterator[tuple[int, Fault]]:
        """Find the values that leave a gap or cannot be printed, with their column."""
        for key, text in values.items():
            column = self._columns[key]
            fault = (
                (self._find_gap(key, text) if key in self._named else None)
                or find_excel_error(text)
                or find_markup(text)
                or find_garbled(text)
                or self._find_unprintable(column, text)
            )
            if fault:
                yield column, fault

    def find_gaps(self, draft: Draft) -> Iterator[tuple[Field, Fault]]:
        """Find what the wording takes from the recipient, and the recipient does not have."""
        own = (
            (Field.PRISON_NUMBER, "prison_number", draft.prison_number or ""),
            (Field.REFERENCE, "reference", draft.reference),
        )
        for field, key, text in own:
            fault = self._find_gap(key, text) if key in self._named else None
            if fault:
                yield field, fault

    def _find_gap(self, key: str, text: str) -> Fault | None:
        if not is_empty(text):
            return None
        field = f"{{{self._named[key]}}}"
        said = f"only `{text}` here" if text else "blank here"
        return Fault(
            "PM504",
            f"the letter’s wording has the field {field}, which is {said}",
            f"Fill it in, or take {field} out of the wording.",
        )

    def _find_unprintable(self, column: int, text: str) -> Fault | None:
        return check_characters(f'column "{clean(self.headings[column])}"', text, load_roboto())

    @cached_property
    def _named(self) -> Mapping[str, str]:
        """The fields as the wording writes them, by key."""
        return {
            merge_fields.make_key(field): field for field in merge_fields.list_fields(self.wording)
        }

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        """The columns, from 0, that a letter takes from a list beside what every letter knows."""
        keys = [merge_fields.make_key(heading) for heading in self.headings]
        optional = (key for key in merge_fields.OPTIONAL if key in keys)
        wanted = dict.fromkeys((*self._named, *optional))
        return {key: keys.index(key) for key in wanted if key not in merge_fields.FIELDS}


def _too_long(window: str) -> Fault:
    return Fault(
        "PM502",
        f"the name and address do not fit {window}",
        "Shorten the name: a part without spaces or hyphens cannot be broken over two lines.",
    )


_NO_ENCLOSURE = Fault(
    "PW610",
    "this cell is blank, so the letter goes without an enclosure from it",
    "If one belongs with it, write the path of the PDF in this cell.",
)
