"""`prisonmail people`: the firm's address book."""

import typer

from prisonmail.cli.commands import people_requests

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _people() -> None:
    """Example: **prisonmail people export --number A1001XY -o held.json**

    The people whom you write to, kept in the ledger: a list can then name them by number alone.
    """


app.command("export", short_help="Write all that is held of a person.")(people_requests.export)
app.command("erase", short_help="Erase one person for good.")(people_requests.erase)
