"""What may be said of a run, by the names that the command line has for it."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypedDict

from prisonmail.errors import WrongUsage
from prisonmail.recipients import saved_mappings
from prisonmail.recipients.columns.mapping import read_choice
from prisonmail.recipients.options import ListOptions, read_date_order
from prisonmail.recipients.recipient import Field
from prisonmail.sheets.labels import SHEETS, USUAL_INNER_GRID
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.before_issue.usual import UsualOptions, choose_printing, read_usual
from prisonmail.use_cases.keeping.ledger_choice import choose_ledger
from prisonmail.use_cases.list_reading import ROW_OPTIONS, write_rows
from prisonmail.use_cases.order import Order
from prisonmail.use_cases.storage_care import StorageCare

PathLike = str | os.PathLike[str]
Recipients = PathLike | Iterable[Mapping[str, object]]
"""The path of a list, or a record for each person: text, a day or None by heading."""
_NAME = "The list"
"""What records are called in messages."""
_COUNTS = ("max_rows", "split", "start_at")


class RunOptions(TypedDict, total=False):
    """The options of a run, as `prisonmail generate --help` explains them. All may be left out."""

    profile: PathLike
    """The sender profile to use instead of the user's."""
    ledger: PathLike
    """The ledger to use instead of the user's: a path, or a postgresql:// URL."""
    by: str
    """Who does this; the ledger records it."""
    signatory: str
    envelope: str
    layout: str
    """`sheets`, or `labels:` and the name of a grid."""
    letter: PathLike
    """The file of the private letter."""
    enclose: Sequence[str]
    """The columns with the paths of enclosures."""
    mark_enclosures: bool
    duplex: bool
    sort: Literal["list", "prison"]
    summary: bool
    split: int
    """Letters in a volume."""
    start_at: int
    """The label, from 1, at which the first sheet of labels begins."""
    no_defaults: bool
    """Leave out the `[defaults]` of the profile."""
    map: Mapping[str, str]
    """The heading, or column letter, that holds a field: `{"number": "Prison Ref"}`."""
    mapping: str
    """The name of a saved mapping."""
    encoding: str
    delimiter: str
    sheet: str
    date_order: Literal["dmy", "mdy", "ymd"]
    max_rows: int
    include_hidden: bool
    where: Iterable[tuple[str, str]]
    """Only rows with such a value under such a heading."""
    skip_not_in_custody: bool
    skip_bad: bool
    """Print the good rows and leave the bad ones out."""
    rejects: PathLike
    """Where the rows that `skip_bad` leaves out are written to."""
    again: bool
    cancel_earlier: bool
    remember: bool
    idempotency_key: str
    """An order with this key is carried out only once."""
    manifest: PathLike
    post_book: PathLike
    inner_labels: PathLike
    inner_grid: str
    force: bool
    """Replace files that are there already."""
    strict_storage: bool
    """Refuse files in cloud folders, on network drives or open to others."""


def make_order(
    recipients: Recipients, output: PathLike, options: RunOptions, *, check: bool
) -> Order:
    """Make the order of a run. Raises WrongUsage, and TypeError for an option that is not known."""
    _refuse_unusable(options)
    profile = make_path(options.get("profile")) or find_profile_path()
    usual = read_usual(profile, without=options.get("no_defaults", False))
    path = make_path(recipients) if isinstance(recipients, str | os.PathLike) else None
    row = None if isinstance(recipients, str | os.PathLike) else write_rows(recipients, _NAME)
    return Order(
        recipients=str(path or ""),
        row=row,
        profile=profile,
        ledger=find_ledger(options.get("ledger")),
        by=options.get("by"),
        output=make_path(output),
        envelope=options.get("envelope"),
        check_only=check,
        force=options.get("force", False),
        manifest=make_path(options.get("manifest")),
        inner_labels=make_path(options.get("inner_labels")),
        inner_grid=options.get("inner_grid", USUAL_INNER_GRID),
        post_book=make_path(options.get("post_book")),
        skip_bad=options.get("skip_bad", False),
        rejects=make_path(options.get("rejects")),
        again=options.get("again", False),
        cancel_earlier=options.get("cancel_earlier", False),
        signatory=options.get("signatory"),
        remember=options.get("remember", False),
        list=_read_as(options, usual, ListOptions() if row is None else ROW_OPTIONS),
        printing=choose_printing(
            usual,
            options.get("layout", SHEETS),
            duplex=options.get("duplex"),
            split=options.get("split"),
            sort=options.get("sort"),
            summary=options.get("summary"),
            start=options.get("start_at", 1),
            letter=make_path(options.get("letter")),
            enclose=options.get("enclose", ()),
            mark_enclosures=options.get("mark_enclosures", False),
        ),
        care=StorageCare(options.get("strict_storage", False)),
    )


def make_path(given: PathLike | None) -> Path | None:
    """Return a path; one that the command line takes for standard input or output is a file's."""
    if given is None:
        return None
    path = Path(given)
    return path.absolute() if str(path) == "-" else path


def find_ledger(given: PathLike | None) -> str:
    """Return the ledger that is meant. Raises WrongUsage."""
    return choose_ledger(None if given is None else os.fspath(given))


def _refuse_unusable(options: RunOptions) -> None:
    unknown = sorted(options.keys() - RunOptions.__annotations__.keys())
    if unknown:
        raise TypeError(f"There is no option {unknown[0]}.")
    if "rejects" in options and not options.get("skip_bad"):
        raise WrongUsage("rejects needs skip_bad, which leaves the bad rows out.")
    for name in _COUNTS:
        if int(str(options.get(name, 1))) < 1:
            raise WrongUsage(f"{name} has to be 1 or more.")
    if options.get("sort", "list") not in ("list", "prison"):
        raise WrongUsage(f"`{options['sort']}` is not an order of letters.", "Give list or prison.")


def _read_as(options: RunOptions, usual: UsualOptions, written: ListOptions) -> ListOptions:
    saved = options.get("mapping", usual.mapping)
    chosen = dict[Field, str](saved_mappings.load(saved) if saved else ())
    for name, heading in options.get("map", {}).items():
        chosen |= (read_choice(f"{name}={heading}"),)
    order = options.get("date_order")
    return ListOptions(
        encoding=options.get("encoding", written.encoding),
        delimiter=options.get("delimiter", written.delimiter),
        sheet=options.get("sheet"),
        include_hidden=options.get("include_hidden", False),
        mapping=tuple(chosen.items()),
        where=tuple(options.get("where", ())),
        date_order=None if order is None else read_date_order(order),
        skip_not_in_custody=options.get("skip_not_in_custody", False),
        max_rows=options.get("max_rows"),
    )
