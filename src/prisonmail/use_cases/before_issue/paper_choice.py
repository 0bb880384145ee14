"""The choice of paper: what the profile says and what the user asks for."""

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from unicodedata import normalize

from prisonmail.errors import InputMissing, LetterUnusable, WrongUsage
from prisonmail.letters.letter import Draft
from prisonmail.printing.letterheads.letterhead_file import read_letterhead, reread_letterhead
from prisonmail.printing.other_pdfs import digest_file
from prisonmail.recipients.file.encodings import find_encoding
from prisonmail.sender.profile import Profile
from prisonmail.sender.sender import Sender
from prisonmail.sender.signatories import OWN
from prisonmail.sheets.drawing import SMALL, Span
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.known_envelopes import find_envelope
from prisonmail.sheets.labels import GRIDS, SHEETS, check_start, find_grid, find_inner_grid
from prisonmail.sheets.letter.inner_labels import InnerLabels
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.sender_fit import LETTERHEAD, find_entry_too_long
from prisonmail.system.record import Record

_FOOT_ROOM = 56.0
"""For the marking at the foot of a sheet, in mm: beside batch and page, or a regulator's line."""
_LARGEST = max(GRIDS.values(), key=lambda grid: grid.height).name


class PrintOptions(Record, frozen=True):
    """What a run's paper should be like; the profile decides the rest."""

    layout: str = SHEETS
    """`sheets`, or `labels:` and the name of a grid."""
    duplex: bool = False
    split: int | None = None
    """How many letters a volume has; None prints one file."""
    by_prison: bool = False
    """Whether letters to one prison lie together; otherwise they lie as in the list."""
    summary: bool = False
    start: int = 1
    """The label, from 1, at which the first sheet of labels begins."""
    wording: Path | None = None
    """The file with the wording of the private letter."""
    enclose: tuple[str, ...] = ()
    """The headings of the columns with the paths of each recipient's own PDFs."""
    mark_enclosures: bool = False
    attached: Mapping[str, Path] | None = None
    """The only files that may be enclosed, by the names that the list has for them; None takes
    them from the paths that it names."""


def choose_paper(
    profile: Profile, folder: Path, envelope: str | None, options: PrintOptions
) -> Paper:
    """Choose the paper; a profile's paths start from a folder. Raises WrongUsage, InputMissing."""
    _refuse_unprintable(profile)
    _refuse_wide_marking(profile.handling or "")
    labels = _labels(options)
    own = None if labels else profile.letterhead
    letterhead = str((folder / own).absolute()) if own else None
    chosen = find_envelope(envelope or profile.envelope, profile)
    free = Span(*profile.letterhead_free) if profile.letterhead_free else None
    head = read_letterhead(letterhead, free, chosen.ever_visible)
    paper = Paper(
        envelope=chosen,
        printer_offset=profile.printer_offset,
        duplex=options.duplex,
        letterhead=letterhead,
        letterhead_digest=digest_file(Path(letterhead)) if letterhead else None,
        letterhead_free=head.free_spaces,
        wording=_wording(options.wording),
        encloses=bool(options.enclose),
        mark_enclosures=options.mark_enclosures,
        labels=labels,
        short_name=profile.short_name,
    )
    refuse_crowded({OWN: profile.particulars}, paper, head)
    return paper


def refuse_narrow_labels(
    grid_name: str, drafts: Iterable[Draft], senders: Mapping[str, Sender]
) -> None:
    """Refuse labels for inner envelopes that have no room for what they are to bear.

    Raises WrongUsage, for a grid that is not known too.
    """
    grid = find_inner_grid(grid_name)
    labels = InnerLabels(grid, load_roboto(), senders)
    for draft in drafts:
        if not labels.fits(draft):
            raise WrongUsage(
                f"A label {grid.name} has no room for the inner envelope of line {draft.line}.",
                f"Use larger ones: --inner-grid {_LARGEST}. If they are, shorten the name of the "
                "organisation or its address.",
            )


def _refuse_unprintable(profile: Profile) -> None:
    own = (profile.short_name or "", profile.regulator_line or "", profile.handling or "")
    signing = [(each.signature, each.title) for each in profile.senders.values()]
    for text in (profile.organisation, *profile.address, *own, *chain(*signing)):
        missing = load_roboto().find_missing(text)
        if missing:
            raise InputMissing(
                f"The profile has “{text}”, and the typeface has no U+{ord(missing):04X}.",
                "Write it in the profile with Latin, Greek or Cyrillic letters.",
            )


def _refuse_wide_marking(handling: str) -> None:
    if load_roboto().regular.measure_width(handling, SMALL) > _FOOT_ROOM:
        raise InputMissing(
            f"The profile’s handling “{handling}” is too long for the foot of a sheet.",
            "Shorten it.",
        )


def refuse_crowded(
    senders: Mapping[str, Sender], paper: Paper, letterhead: Letterhead | None = None
) -> None:
    """Refuse senders whose particulars have no room on a sheet. Raises InputMissing."""
    for key, sender in senders.items() if not paper.labels else ():
        letterhead = letterhead or reread_letterhead(paper)
        _refuse_one_crowded(key, sender, paper, letterhead)


def _refuse_one_crowded(key: str, sender: Sender, paper: Paper, letterhead: Letterhead) -> None:
    entry = find_entry_too_long(sender, paper, letterhead, load_roboto())
    if entry == LETTERHEAD:
        free = letterhead.free
        raise InputMissing(
            f"The letterhead {paper.letterhead} leaves {free.top:.0f} to {free.bottom:.0f} mm from "
            "the top free, and a sheet needs more.",
            "Use one that leaves more, or say what is free in the profile: "
            "letterhead_free = [60, 265]",
        )
    if entry:
        named = f"{entry} of {sender.name}" if key else entry
        raise InputMissing(
            f"The profile’s {named} is too long for a sheet: it would run into other text.",
            "Shorten it.",
        )


def _labels(options: PrintOptions) -> str | None:
    grid = None if options.layout == SHEETS else find_grid(options.layout)
    check_start(grid.name if grid else None, options.start)
    if grid is None:
        return None
    for chosen, option in (
        (options.wording, "--letter"),
        (options.enclose, "--enclose"),
        (options.duplex, "--duplex"),
    ):
        if chosen:
            raise WrongUsage(f"Labels have no letter, so {option} cannot be used with them.")
    return grid.name


def _wording(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LetterUnusable(f"The letter {path} cannot be read: {error.strerror}.") from None
    wording = _read_document(path, content) if content.startswith(_ZIP) else _decode(content)
    if wording is None:
        raise LetterUnusable(
            f"The letter {path} cannot be read: it is neither UTF-8 nor Windows-1252 text.",
            "Save it as a Word document (.docx), plain text (.txt) or Markdown (.md), UTF-8.",
        )
    if not wording.strip():
        raise LetterUnusable(f"The letter {path} is empty.", "Write its wording in it.")
    missing = load_roboto().find_missing("".join(wording.split()))
    if missing:
        raise LetterUnusable(
            f"The letter {path} has U+{ord(missing):04X} in it, which the typeface does not have.",
            "Write it with Latin, Greek or Cyrillic letters.",
        )
    return wording


def _read_document(path: Path, content: bytes) -> str | None:
    """Read a Word document, by a library that is loaded only then; None if it is none.

    Raises LetterUnusable.
    """
    from prisonmail.sheets.letter.word.document import (
        DocumentRefused,
        DocumentUnreadable,
        is_document,
        is_too_large,
        read_document,
    )

    if not is_document(content):
        return None
    if is_too_large(content):
        raise LetterUnusable(
            f"The letter {path} unpacks to far more than a letter needs, so it is not read.",
            "Copy its text to a new document.",
        )
    try:
        return normalize("NFC", read_document(content))
    except DocumentUnreadable:
        raise LetterUnusable(
            f"The letter {path} is not a Word document that can be read.",
            "Save it as .docx again, or as plain text (.txt), UTF-8.",
        ) from None
    except DocumentRefused as refused:
        raise LetterUnusable(
            f"The letter {path} has in it what cannot be printed: {refused}.",
            "Take that out of the letter, or accept tracked changes, and save it again.",
        ) from None


def _decode(content: bytes) -> str | None:
    """Decode text, its lines ended alike and its accents joined to letters; None if it is none."""
    encoding = None if content.startswith(_NO_TEXT) else find_encoding(content, None)
    if not isinstance(encoding, str):
        return None
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


_ZIP = b"PK\x03\x04"
"""How a Word document begins, and many others."""
_NO_TEXT = (b"{\\rtf", b"%PDF", b"\xd0\xcf\x11\xe0")
"""How documents of word processors begin, and a PDF."""
