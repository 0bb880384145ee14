"""Chooses the paper of a run: what the profile says and what the options ask for."""

from collections.abc import Mapping
from pathlib import Path

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.sender.profile import Profile
from prisonmail.sheets.crowding import too_long
from prisonmail.sheets.enclosures import digest
from prisonmail.sheets.envelopes import ENVELOPES, Envelope
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.labels import GRIDS, Grid
from prisonmail.sheets.letterhead import Letterhead
from prisonmail.sheets.letterhead_file import read_letterhead
from prisonmail.sheets.options import LABELS, SHEETS, PrintOptions
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.profile_envelopes import envelope_of


def envelopes_of(profile: Profile | None) -> Mapping[str, Envelope]:
    """Give the envelopes that are known, the profile's own among them. Raises InputMissing."""
    own = {} if profile is None else profile.envelopes
    known = dict(ENVELOPES)
    for name, entry in own.items():
        envelope = envelope_of(name, entry)
        for fault in envelope.faults():
            raise InputMissing(
                f"The profile’s envelope {name} cannot be used: {fault}.",
                f"Measure it again and correct [envelopes.{name}] in the profile.",
            )
        known[name.casefold()] = envelope
    return known


def envelope_named(name: str, profile: Profile | None) -> Envelope:
    """Find an envelope. Raises WrongUsage that lists the known ones, or InputMissing."""
    known = envelopes_of(profile)
    if name.casefold() not in known:
        raise WrongUsage(f"There is no envelope called {name}.", f"Known: {', '.join(known)}.")
    return known[name.casefold()]


def grid_named(layout: str) -> Grid:
    """Find a grid of labels, such as `labels:L7163`. Raises WrongUsage that lists the layouts."""
    prefix, colon, name = layout.partition(":")
    if prefix.casefold() + colon != LABELS or name.upper() not in GRIDS:
        known = ", ".join((SHEETS, *(LABELS + name for name in GRIDS)))
        raise WrongUsage(f"There is no layout called {layout}.", f"Known: {known}.")
    return GRIDS[name.upper()]


def paper_for(profile: Profile, folder: Path, envelope: str | None, options: PrintOptions) -> Paper:
    """Choose the paper; a profile's paths start from a folder. Raises WrongUsage, InputMissing."""
    _refuse_unprintable(profile)
    labels = _labels(options)
    own = None if labels else profile.letterhead
    letterhead = str((folder / own).absolute()) if own else None
    head = read_letterhead(letterhead)
    paper = Paper(
        envelope=envelope_named(envelope or profile.envelope, profile),
        printer_offset=profile.printer_offset,
        duplex=options.duplex,
        letterhead=letterhead,
        letterhead_digest=digest(Path(letterhead)) if letterhead else None,
        wording=_wording(options.wording),
        encloses=options.enclose is not None,
        labels=labels,
    )
    _refuse_crowded(profile, paper, head)
    return paper


def _refuse_unprintable(profile: Profile) -> None:
    sender = profile.particulars
    for text in (sender.organisation, sender.name, *sender.address):
        lacking = roboto().regular.lacks(text)
        if lacking:
            raise InputMissing(
                f"The profile has “{text}”, and the typeface has no U+{ord(lacking):04X}.",
                "Write it in the profile with Latin, Greek or Cyrillic letters.",
            )


def _refuse_crowded(profile: Profile, paper: Paper, letterhead: Letterhead) -> None:
    if paper.labels:
        return
    entry = too_long(profile.particulars, paper, letterhead, roboto())
    if entry:
        raise InputMissing(
            f"The profile’s {entry} is too long for a sheet: it would run into other text.",
            "Shorten it.",
        )


def _labels(options: PrintOptions) -> str | None:
    if options.layout == SHEETS:
        return None
    grid = grid_named(options.layout)
    for given, option in (
        (options.wording, "--letter"),
        (options.enclose, "--enclose"),
        (options.duplex, "--duplex"),
    ):
        if given:
            raise WrongUsage(f"Labels have no letter, so {option} cannot be used with them.")
    return grid.name


def _wording(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        wording = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputMissing(f"The letter {path} cannot be read: {reason}.") from None
    if not wording.strip():
        raise InputMissing(f"The letter {path} is empty.", "Write its wording in it.")
    lacking = roboto().regular.lacks("".join(wording.split()))
    if lacking:
        raise InputMissing(
            f"The letter {path} has U+{ord(lacking):04X} in it, which the typeface does not have.",
            "Write it with Latin, Greek or Cyrillic letters.",
        )
    return wording
