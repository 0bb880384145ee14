"""`prisonmail explain`: what a problem code means and what to do about it."""

from typing import Annotated

import typer

from prisonmail.cli.terminal import answer
from prisonmail.errors import WrongUsage
from prisonmail.problems.explanations import read_explanations


def command(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="A code such as PM204; none lists all.")
    ] = None,
) -> None:
    """Example: **prisonmail explain PM204**

    Says what a problem with a list means, shows an example, and says what to do about it.
    """
    known = read_explanations()
    if code is None:
        answer("\n".join(f"{each}  {page.title}" for each, page in known.items()))
        return
    page = known.get(code.strip().upper())
    if page is None:
        raise WrongUsage(f"There is no problem code {code}.", "For all: prisonmail explain")
    answer(
        f"{code.strip().upper()}: {page.title}\n\n{page.meaning}\n\n"
        f"Example: {page.example}\n\nWhat to do: {page.remedy}"
    )
