"""`prisonmail template`: an empty list with the headings that prisonmail reads."""

from prisonmail.cli.terminal import answer
from prisonmail.recipients.recipient import TEMPLATE


def command() -> None:
    """Example: **prisonmail template > list.csv**

    Prints an empty list. Fill in a row for each person: a name, a prison, and a prison number or
    date of birth. Reference and marking may be left empty.
    """
    answer(",".join(field.value.capitalize() for field in TEMPLATE))
