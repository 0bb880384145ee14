"""`prisonmail watch`: a folder whose lists are printed or rejected as they are put in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import Home, ledger_place
from prisonmail.cli.options.lists import ReadingOfEach, RowsOfEach
from prisonmail.cli.options.outputs import InnerGridOption
from prisonmail.cli.options.paper import Sheets
from prisonmail.cli.options.shared import JsonOption, StrictStorageOption
from prisonmail.cli.terminal import talk
from prisonmail.cli.views.watching import WatchLog, write_result
from prisonmail.errors import ExitCode, WrongUsage
from prisonmail.sheets.labels import USUAL_INNER_GRID
from prisonmail.system.ctrl_c import end_in_good_time
from prisonmail.system.folders import find_profile_path
from prisonmail.system.places.folder_events import Bell, can_hear, ring_at_changes
from prisonmail.system.record import Record, replace
from prisonmail.use_cases.before_issue.usual import read_usual
from prisonmail.use_cases.order import Order
from prisonmail.use_cases.storage_care import StorageCare
from prisonmail.use_cases.watching.watcher import Watcher


class Watching(Record, frozen=True):
    """How a folder is watched."""

    once: Annotated[
        bool, typer.Option("--once", help="Settle the lists that lie there, and end: for cron.")
    ] = False
    poll: Annotated[
        bool,
        typer.Option(
            "--poll",
            help="Look every few seconds, for network drives that do not tell of new files.",
        ),
    ] = False
    settle: Annotated[
        float,
        typer.Option(
            "--settle",
            min=0.1,
            max=3600,
            metavar="SECONDS",
            help="Take a list once it has not changed for so long.",
        ),
    ] = 2.0
    strict_storage: StrictStorageOption = False
    as_json: JsonOption = False


class Beside(Record, frozen=True):
    """What is written beside the letters of each list."""

    post_book: Annotated[
        bool,
        typer.Option("--post-book", help="Also write a post book for each list, to print."),
    ] = False
    inner_labels: Annotated[
        bool,
        typer.Option(
            "--inner-labels",
            help="Also write labels for sealed inner envelopes for each list.",
        ),
    ] = False
    inner_grid: InnerGridOption = USUAL_INNER_GRID


@expand_groups
def command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder that lists are put into.")
    ],
    watching: Watching,
    beside: Beside,
    home: Home,
    reading: ReadingOfEach,
    rows: RowsOfEach,
    sheets: Sheets,
) -> None:
    """Example: **prisonmail watch inbox**

    Checks each list that is put into a folder, prints or rejects it as generate does, and moves it
    with its result to the folders done or rejected there. It never prints a list twice, however it
    is ended. With --json it says a line of JSON for each. End with Ctrl-C.
    """
    log = WatchLog(as_json=watching.as_json)

    care, ledger = StorageCare(watching.strict_storage, log.warn), ledger_place(home.ledger)

    def make_order() -> Order:
        order = _order(home, reading, rows, sheets)
        return replace(_write_beside(order, beside), ledger=ledger, care=care)

    watcher = Watcher(
        folder, make_order, still=watching.settle, tell=log.tell, write_result=write_result
    )
    watcher.refuse_to_begin()
    bell = Bell()
    with end_in_good_time(bell.ring) as end:
        if watching.once:
            code = watcher.run_once(end)
        else:
            hear = None if watching.poll else _choose_hearing(folder, bell)
            watcher.run(end, bell.wait, hear)
            code = ExitCode.DONE
    if end.by_ctrl_c:
        talk("Stopped.")
        code = ExitCode.INTERRUPTED
    raise typer.Exit(code)


def _choose_hearing(folder: Path, bell: Bell) -> Callable[[], AbstractContextManager[None]]:
    if not can_hear():
        raise WrongUsage(
            "This prisonmail does not hear of new files: the package for that is missing.",
            "Install it with: pip install 'prisonmail[watch]'. Or look every few seconds: --poll",
        )
    return lambda: ring_at_changes(folder, bell)


def _write_beside(order: Order, beside: Beside) -> Order:
    return replace(
        order,
        inner_labels=Path("inner-labels.pdf") if beside.inner_labels else None,
        inner_grid=beside.inner_grid,
        post_book=Path("post-book.pdf") if beside.post_book else None,
    )


def _order(home: Home, reading: ReadingOfEach, rows: RowsOfEach, sheets: Sheets) -> Order:
    profile = home.profile or find_profile_path()
    usual = read_usual(profile, without=home.no_defaults)
    return Order(
        recipients="",
        profile=profile,
        ledger="",
        by=home.by,
        signatory=home.signatory,
        envelope=sheets.envelope,
        skip_bad=rows.skip_bad,
        cancel_earlier=rows.cancel_earlier,
        remember=rows.remember,
        list=reading.options(rows, usual.mapping),
        printing=sheets.options(usual),
    )
