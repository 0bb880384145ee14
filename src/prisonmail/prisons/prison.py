"""A prison: one entry of the directory, how its name and address are printed, and how old it is.

>>> leeds = Prison(
...     code="LEI", register_name="Leeds (HMP)", street="2 Gloucester Terrace", locality="",
...     town="Leeds", postcode="LS12 2TJ", country="England", welsh_name="", active=True,
...     as_of=date(2026, 11, 21),
... )
>>> leeds.name, leeds.address
('HMP Leeds', ('2 Gloucester Terrace', 'LEEDS', 'LS12 2TJ'))
>>> today = date(2026, 11, 21)
>>> describe_age(date(2026, 3, 20), today), describe_age(date(2026, 11, 20), today)
('8 months old', '1 day old')
"""

from datetime import date
from functools import cached_property

from prisonmail.prisons.law import Law
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

ADULT_YEARS = 18
"""Age from which a person is held with adults; younger people are apart, as at Feltham and Parc."""
_REGISTER_NAME = compile_late(r"(?P<place>.+?) \((?P<kind>[^()]+)\)")
_LAWS = {"HMP": Law.PRISON, "HMYOI": Law.YOI, "STC": Law.STC, "IRC": Law.REMOVAL}
"""By what a name says; one that says `HMP & YOI` speaks of both."""
_DAYS_IN_MONTHS = 61
"""Days from which an age is written in months: for a register, weeks matter little."""


class Prison(Record, frozen=True, dict=True):
    """One prison, as the register has it."""

    code: str
    """The register's code, three letters for a prison: LEI."""
    register_name: str
    """Place, then kind in brackets: `Altcourse (HMP & YOI)`."""
    street: str
    locality: str
    town: str
    postcode: str
    country: str
    welsh_name: str
    active: bool
    as_of: date
    """The day on which this entry was taken from the register."""
    imported: bool = False
    """Whether it comes from this firm's own import, not from the package."""
    known_law: Law | None = None
    """The rules that hold there, if they are known apart from its name."""

    @cached_property
    def place(self) -> str:
        """The name without its kind: `Isle of Wight`."""
        return self._parts[0].replace(" Of ", " of ")

    @cached_property
    def kind(self) -> str:
        """What sort of place it is: `HMP`, `HMP & YOI`, `HMYOI`, `STC` or `IRC`."""
        return self._parts[1]

    @cached_property
    def name(self) -> str:
        """The name as it is printed: `HMP & YOI Altcourse`."""
        kind_last = self.kind in ("STC", "IRC")
        parts = (self.place, self.kind) if kind_last else (self.kind, self.place)
        return " ".join(filter(None, parts))

    @cached_property
    def address(self) -> tuple[str, ...]:
        """The lines under the name, in Royal Mail's order: post town in capitals, postcode last."""
        lines = (self.street, self.locality, self.town.upper(), self.postcode)
        return tuple(line for line in lines if line)

    @cached_property
    def law(self) -> Law:
        """The rules that hold there: those that are known, else those that its name speaks of."""
        return self.known_law or _LAWS.get(self.kind, Law.PRISON_AND_YOI)

    @cached_property
    def young_offenders_only(self) -> bool:
        """Whether it is a young offender institution and nothing else. Feltham has one beside."""
        return self.law is Law.YOI

    @cached_property
    def adults_only(self) -> bool:
        """Whether it is a prison and no young offender institution."""
        return self.law is Law.PRISON

    @cached_property
    def _parts(self) -> tuple[str, str]:
        match = _REGISTER_NAME.fullmatch(self.register_name)
        return (match["place"], match["kind"]) if match else (self.register_name, "")


def describe_age(as_of: date, today: date) -> str:
    """Write how old an entry is, in days, then in months, then in years."""
    days = (today - as_of).days
    if days <= 0:
        return "today"
    if days < _DAYS_IN_MONTHS:
        return _old(days, "day")
    months = (today.year - as_of.year) * 12 + today.month - as_of.month - (today.day < as_of.day)
    return _old(months, "month") if months < 24 else _old(months // 12, "year")


def _old(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} old"
