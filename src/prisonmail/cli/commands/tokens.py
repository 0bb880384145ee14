"""`prisonmail tokens`: which programs and people may use `prisonmail serve`."""

from datetime import timedelta
from typing import Annotated

import typer

from prisonmail.cjsm.standings import find_address_fault
from prisonmail.cli.completion.words import offer_prisons
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption, OperatorOption
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.cli.views.tables import answer_table
from prisonmail.errors import WrongUsage
from prisonmail.ledger.access.grants import Right, draw_token, hash_token
from prisonmail.ledger.store import open_ledger
from prisonmail.reports.counts import count
from prisonmail.reports.keeping.grants import HEADINGS, grant_cells, grants_document
from prisonmail.system import clock

app = typer.Typer(no_args_is_help=True)
_MOST_DAYS = 3650
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="Of the program or the place: scanner-leeds.")
]


@app.callback()
def _tokens() -> None:
    """Example: **prisonmail tokens add scanner-leeds --may check**

    Says which programs may ask prisonmail serve, each by a token of its own, and which people may
    sign in beside the senders.
    """


@app.command("add", short_help="Let a program or a person use serve.")
def add(
    name: NameArgument,
    may: Annotated[Right, typer.Option("--may", help="What: each includes those before it.")],
    mailbox: Annotated[
        str | None,
        typer.Option(
            "--mailbox",
            metavar="ADDRESS",
            help="The CJSM address of a person, who signs in by codes sent there: then there is no "
            "token.",
            show_default=False,
        ),
    ] = None,
    location: Annotated[
        str | None,
        typer.Option(
            "--location",
            metavar="PRISON",
            autocompletion=offer_prisons,
            help="Where the checks are made, such as the prison's name.",
            show_default=False,
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(
            "--days",
            min=1,
            max=_MOST_DAYS,
            help="For how long; without it, until it is removed.",
            show_default=False,
        ),
    ] = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Example: **prisonmail tokens add scanner-leeds --may check --location "HMP Leeds"**

    Prints a new token, and nothing else, on standard output. It is shown this once: the ledger has
    only its hash. With --mailbox it lets a person sign in.
    """
    fault = find_address_fault(mailbox.strip()) if mailbox is not None else None
    if fault:
        raise WrongUsage(f"{mailbox} is no CJSM address: {fault}.")
    token = "" if mailbox else draw_token()
    now = clock.now()
    with open_ledger(ledger_place(ledger), make=True, by=by) as opened:
        opened.grants.add(
            name,
            may,
            now,
            until=now + timedelta(days=days) if days else None,
            digest=hash_token(token) if token else "",
            mailbox=(mailbox or "").strip(),
            location=location,
        )
    if token:
        answer(token)
        talk("It is shown this once. Keep it as you keep a password.")
    else:
        talk(f"{name} may sign in by codes that are sent to {mailbox}.")


@app.command("list", short_help="List who may use serve.")
def list_(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Example: **prisonmail tokens list**

    Lists tokens by their names, and people who may sign in beside the senders. No token is shown:
    nobody has them but those who were given them.
    """
    now = clock.now()
    with open_ledger(ledger_place(ledger)) as opened:
        grants = opened.grants.list_all().values()
    if as_json:
        answer_json(grants_document(grants, now))
        return
    if grants:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        answer_table(Table(*HEADINGS, box=SIMPLE_HEAD), (grant_cells(each, now) for each in grants))
    answer(f"{count(len(grants), 'token or person', 'tokens and people')}.")


@app.command("remove", short_help="End a token, or a person's right to sign in.")
def remove(name: NameArgument, by: OperatorOption = None, ledger: LedgerOption = None) -> None:
    """Example: **prisonmail tokens remove scanner-leeds**

    Ends it at once, on every server of the ledger; sessions of a person end with it.
    """
    with open_ledger(ledger_place(ledger), by=by) as opened:
        opened.grants.remove(name, clock.now())
    talk(f"{name} may no longer use the server.")
