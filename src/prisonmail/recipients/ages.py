"""Ages: a date of birth that does not go with a prison for adults, or for young people, only.

One of the two is wrong, or the register is out of date; the marking follows from the prison.
"""

from datetime import date

from prisonmail.clock import age
from prisonmail.prisons.prison import ADULT_YEARS, Prison
from prisonmail.recipients.problems import Fault

_NO_LONGER_YOUNG = 22
"""Years of age from which nobody is in a young offender institution that is nothing else."""


def age_doubt(born: date, prison: Prison, today: date) -> Fault | None:
    """Warn of a person who is too old or too young for a prison."""
    years = age(born, today)
    if prison.young_offenders_only and years >= _NO_LONGER_YOUNG:
        held = "young people"
    elif prison.adults_only and years < ADULT_YEARS:
        held = "adults"
    else:
        return None
    return Fault(
        "PW614",
        f"the date of birth makes the person {years}, and {prison.name} is for {held}",
        "Check the prison, the date of birth and the marking.",
    )
