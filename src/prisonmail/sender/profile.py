"""The sender profile: the firm and person who send, and the rules for its entries.

>>> Profile.read({
...     "organisation": "Greenstone Chambers", "sender": "Eric Brown", "role": "barrister",
...     "cjsm_address": "eric.brown@greenstonechambers.co.uk.cjsm.net", "address": "Leeds",
...     "postcode": "ls1 2ne", "telephone": "0113 496 0000",
... }).particulars.address
('Leeds', 'LS1 2NE')
>>> Profile.read({"role": "milkman"})  # doctest: +IGNORE_EXCEPTION_DETAIL
Traceback (most recent call last):
pydantic.ValidationError: 7 validation errors for Profile
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

from prisonmail import postcodes
from prisonmail.cjsm.address import EXAMPLE, find_address_fault
from prisonmail.sender import roles
from prisonmail.sender.sender import Sender

DEFAULT_VALID_DAYS = 28
"""Days, as in the Ministry of Justice's own service."""
MOST_ADDRESS_LINES = 6
"""A UK address has no more above its postcode."""


def _one_line(text: str) -> str:
    clean = " ".join(text.split())
    if not clean:
        raise ValueError("it is empty")
    if not clean.isprintable():
        raise ValueError("it has a character that cannot be printed")
    return clean


def _cjsm_address(text: str) -> str:
    address = text.strip()
    fault = find_address_fault(address)
    if fault:
        raise ValueError(f"{fault}. A right one looks like {EXAMPLE}")
    return address


def _role(key: str) -> str:
    known = roles.get_keys()
    clean = "-".join(key.casefold().split())
    if clean not in known:
        raise ValueError(f"{key!r} is not a role. Choose one of: {', '.join(known)}")
    return clean


def _lines(value: object) -> object:
    return value.split(",") if isinstance(value, str) else value


def _postcode(text: str) -> str:
    postcode = postcodes.parse(text)
    if postcode is None:
        raise ValueError(f"{text!r} is not a UK postcode. A right one looks like LS1 4AP")
    return postcode


def _telephone(text: str) -> str:
    number = _one_line(text)
    digits = sum(letter.isdecimal() for letter in number)
    if not (7 <= digits <= 20) or set(number.casefold()) - set("0123456789 +()-.ext"):
        raise ValueError(
            f"{text!r} is not a telephone number. A right one looks like 0113 496 0000"
        )
    return number


Line = Annotated[str, AfterValidator(_one_line), Field(max_length=80)]


Millimetres = Annotated[float, Field(gt=0, le=500)]


class EnvelopeEntry(BaseModel):
    """An envelope of the firm's own: outside and window in mm, as `[envelopes.name]` has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    width: Millimetres
    height: Millimetres
    window_left: Millimetres
    window_up: Millimetres
    """From the bottom edge to the lower edge of the window."""
    window_width: Millimetres
    window_height: Millimetres
    fold: Literal["thirds", "half", "none"]


class Profile(BaseModel):
    """Who sends, and how this sender wants its letters. Validating raises pydantic's error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    organisation: Line
    sender: Line
    cjsm_address: Annotated[str, AfterValidator(_cjsm_address)]
    role: Annotated[str, AfterValidator(_role)]
    address: Annotated[
        tuple[Line, ...],
        BeforeValidator(_lines),
        Field(min_length=1, max_length=MOST_ADDRESS_LINES),
    ]
    postcode: Annotated[str, AfterValidator(_postcode)]
    telephone: Annotated[str, AfterValidator(_telephone)]
    envelope: str = "dl"
    valid_days: Annotated[int, Field(ge=1, le=365)] = DEFAULT_VALID_DAYS
    random_check: Annotated[int, Field(ge=0, le=100)] = 0
    """Of a hundred good letters, how many a mailroom is asked to check further."""
    printer_offset: tuple[
        Annotated[float, Field(ge=-10, le=10)], Annotated[float, Field(ge=-10, le=10)]
    ] = (0.0, 0.0)
    """Millimetres across and down by which a printer is off; sheets are moved the other way."""
    letterhead: Line | None = None
    """The path of a picture or PDF, from the folder of the profile."""
    envelopes: dict[Line, EnvelopeEntry] = Field(default_factory=dict)

    @property
    def particulars(self) -> Sender:
        """What letters and the ledger say of this sender."""
        return Sender(
            organisation=self.organisation,
            name=self.sender,
            cjsm_address=self.cjsm_address,
            role=self.role,
            address=(*self.address, self.postcode),
            telephone=self.telephone,
        )

    @classmethod
    def read(cls, entries: Mapping[str, object]) -> Self:
        """Make a profile of plain entries. Raises pydantic's ValidationError."""
        return cls.model_validate(dict(entries))
