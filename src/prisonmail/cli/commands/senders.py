"""`prisonmail senders`: who may no longer send, on a ledger that several share."""

from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption, OperatorOption
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.cli.views.tables import answer_table
from prisonmail.ledger.senders.known_senders import SenderStatus
from prisonmail.ledger.store import open_ledger
from prisonmail.recipients.file.source import read_source
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.reports.senders.directory import import_words, sender_cells, senders_document
from prisonmail.system import clock
from prisonmail.use_cases.senders.directory_import import import_directory
from prisonmail.use_cases.senders.standing import enter_status

app = typer.Typer(no_args_is_help=True)
AddressArgument = Annotated[
    str, typer.Argument(metavar="ADDRESS", help="The sender's CJSM address.")
]
ReasonOption = Annotated[
    str,
    typer.Option("--reason", metavar="TEXT", help="Why; the ledger keeps it.", show_default=False),
]


@app.callback()
def _senders() -> None:
    """Example: **prisonmail senders list**

    Says who may no longer send. For a sender that is suspended, locked or deleted nothing is
    issued, and codes that were issued must not be delivered. Whom nobody has entered may send.
    """


@app.command("list", short_help="List the senders that were entered.")
def list_(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Example: **prisonmail senders list**

    Lists the senders that were entered, and since when their status holds.
    """
    with open_ledger(ledger_place(ledger)) as opened:
        known = opened.senders.list_all()
    if as_json:
        answer_json(senders_document(known))
        return
    if known:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        table = Table("CJSM address", "Status", "Since", "Remark", box=SIMPLE_HEAD)
        answer_table(table, map(sender_cells, known))
    answer(f"{count(len(known), 'sender')} entered.")


@app.command("suspend", short_help="Stop a sender, and the codes issued for it.")
def suspend(
    address: AddressArgument,
    reason: ReasonOption,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Example: **prisonmail senders suspend a.b@firm.co.uk.cjsm.net --reason "left the firm"**

    From now on nothing is issued for the address, and a mailroom that checks a code of it is told
    not to deliver the letter. senders reactivate ends that.
    """
    _enter(address, SenderStatus.SUSPENDED, reason, by, ledger)


@app.command("reactivate", short_help="Let a sender send again.")
def reactivate(
    address: AddressArgument,
    reason: ReasonOption = "",
    by: OperatorOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Example: **prisonmail senders reactivate a.b@firm.co.uk.cjsm.net**

    Lets a sender send again. Codes that were issued for it and are in date are good once more.
    """
    _enter(address, SenderStatus.ACTIVE, reason, by, ledger)


@app.command("remove", short_help="Enter a sender as deleted.")
def remove(
    address: AddressArgument,
    reason: ReasonOption,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Example: **prisonmail senders remove a.b@firm.co.uk.cjsm.net --reason "account closed"**

    Enters a sender as deleted: as suspend, for an account that is gone. What happened stays in the
    ledger.
    """
    _enter(address, SenderStatus.DELETED, reason, by, ledger)


@app.command("import", short_help="Take the directory of CJSM.")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A CSV file, of 500 rows at most.")],
    by: OperatorOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Example: **prisonmail senders import cjsm-directory.csv**

    Takes the status of accounts from the directory that CJSM sends to its administrators: all of
    the file or nothing. Senders that it does not name stay as they are.
    """
    done = import_directory(read_source(file), ledger_place(ledger), clock.now(), by)
    talk(import_words(done))


def _enter(
    address: str, status: SenderStatus, reason: str, by: str | None, ledger: str | None
) -> None:
    changed = enter_status(address, status, reason, ledger_place(ledger), clock.now(), by)
    said = f" {status}." if changed else f" {status}, as before."
    talk(ReportLine(f"{address.strip()} is", Tone.GOOD, said))
