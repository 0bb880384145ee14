"""The rules for the entries of a profile, which pydantic checks.

>>> entries = {
...     "organisation": "Greenstone Chambers", "sender": "Eric Brown", "role": "barrister",
...     "cjsm_address": "eric.brown@greenstonechambers.co.uk.cjsm.net", "address": "Leeds",
...     "postcode": "ls1 2ne", "telephone": "0113 496 0000",
... }
>>> read_profile(entries).particulars.address
('Leeds', 'LS1 2NE')
>>> read_profile({"role": "milkman"})  # doctest: +IGNORE_EXCEPTION_DETAIL
Traceback (most recent call last):
pydantic.ValidationError: 7 validation errors for _Profile
"""

from collections.abc import Mapping, Sequence
from string import ascii_letters, digits
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from prisonmail.cjsm.address import EXAMPLE, find_form_fault
from prisonmail.cjsm.relay import SUBMISSION_PORT, Security, is_this_computer
from prisonmail.cjsm.standings import find_address_fault
from prisonmail.prisons import postcodes
from prisonmail.sender import roles
from prisonmail.sender.profile import (
    DEFAULT_MAILROOMS,
    DEFAULT_PROOF_DAYS,
    DEFAULT_VALID_DAYS,
    EnvelopeEntry,
    Profile,
)
from prisonmail.sender.signatories import fold
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import fill

_TELEPHONE = compile_late(
    r"(?i)(?P<number>\+?[0-9 ().-]+?)[ ,;]*((ext(n|ension)?\.?|x|#):? *[0-9]{1,7})?"
)
_UK_DIGITS = (7, 9, 10)
"""Without the 0 in front: those of 0800 1111 and 0845 46 47, of some small places, and of most."""
_DIGITS_ABROAD = range(7, 16)
"""With the code of the country: 15 is the most that ITU E.164 has."""
_LONGEST_PATH = 4096
"""Characters: no system takes longer ones, and an office's folders may lie deep."""
MOST_ADDRESS_LINES = 6
"""A UK address has no more above its postcode."""


def _one_line(text: str) -> str:
    clean = " ".join(text.split())
    if not clean:
        raise ValueError("it is empty")
    if not clean.isprintable():
        raise ValueError("it has a character that cannot be printed")
    return clean


def _path(text: str) -> str:
    _one_line(text)
    return text  # a folder's name may have two spaces in a row


def _cjsm_address(text: str) -> str:
    address = text.strip()
    fault = find_address_fault(address)
    if fault:
        raise ValueError(f"{fault}. A right one looks like {EXAMPLE}")
    return address


def _mail_address(text: str) -> str:
    fault = find_form_fault(text)
    if fault:
        raise ValueError(f"{fault}. A right one looks like post@greenstone.example")
    return text


def _host(text: str) -> str:
    if not text.isascii() or set(text) & set(" /@") or text.count(":") == 1:
        raise ValueError("it must be the name of a server alone, like relay.greenstone.example")
    return text


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
    found = _TELEPHONE.fullmatch(number)
    if found is None or not _is_long_enough(found["number"]):
        raise ValueError(
            f"{text!r} is not a telephone number. A right one looks like 0113 496 0000"
        )
    return number


def _is_long_enough(number: str) -> bool:
    """Check that a number has its area code, and as many digits as such numbers have."""
    digits = "".join(each for each in number if each.isdigit())
    abroad = digits if number.startswith("+") else digits.removeprefix("00")
    if abroad == digits and not number.startswith("+"):
        return digits.startswith("0") and len(digits) - 1 in _UK_DIGITS
    if abroad.startswith("44"):
        return len(abroad[2:].removeprefix("0")) in _UK_DIGITS
    return len(abroad) in _DIGITS_ABROAD


def _domain(text: str) -> str:
    domain = text.lower().removeprefix("@")
    fault = find_form_fault(f"mailroom@{domain}")
    if fault or "." not in domain:
        raise ValueError(f"{text!r} is not a domain. A right one looks like justice.gov.uk")
    return domain


def _downwards(span: tuple[float, float] | None) -> tuple[float, float] | None:
    if span and span[0] >= span[1]:
        raise ValueError("the first number must be less than the second")
    return span


def _acting(whom: str, info: ValidationInfo) -> str:
    role = info.data.get("role", roles.CLERK)
    if role != roles.CLERK:
        raise ValueError(f"only a {roles.CLERK} acts for somebody, and the role is {role}")
    return whom


def _key(text: str) -> str:
    if not text or not set(text) <= _KEY_LETTERS:
        raise ValueError("a key has letters without accents, digits, - and _")
    return text


def _tell_apart(found: dict[str, "_Signatory"]) -> dict[str, "_Signatory"]:
    for key, entry in found.items():
        others = [each for each in found if each != key]
        called = {fold(each) for each in (*others, *(found[each].name for each in others))}
        for text in (key, entry.name):
            if fold(text) in called:
                raise ValueError(f"{text!r} is the key or name of two of them")
    return found


_KEY_LETTERS = frozenset(f"{ascii_letters}{digits}-_")


def _keep_while_good(days: int | None, info: ValidationInfo) -> int | None:
    valid = info.data.get("valid_days")
    if days is not None and valid is not None and days < valid:
        raise ValueError(f"people cannot be erased while their codes are good: at least {valid}")
    return days


_Line = Annotated[str, Field(max_length=80), AfterValidator(_one_line)]
_Path = Annotated[str, Field(max_length=_LONGEST_PATH), AfterValidator(_path)]
_Height = Annotated[float, Field(ge=0, le=297)]
_Millimetres = Annotated[float, Field(gt=0, le=500)]


class _Envelope(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    width: _Millimetres
    height: _Millimetres
    window_left: _Millimetres
    window_up: _Millimetres
    window_width: _Millimetres
    window_height: _Millimetres
    fold: Literal["thirds", "half", "none"]
    most_sheets: Annotated[int, Field(ge=1, le=500)] | None = None


_Role = Annotated[str, AfterValidator(_role)]
_Telephone = Annotated[str, AfterValidator(_telephone)]
_Address = Annotated[str, AfterValidator(_cjsm_address)]
_Acting = Annotated[_Line, AfterValidator(_acting)]


class _Signatory(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: _Line
    role: _Role
    acts_for: _Acting | None = None
    telephone: _Telephone | None = None
    cjsm_address: _Address | None = None
    title: _Line | None = None


class _Relay(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    host: Annotated[_Line, AfterValidator(_host)]
    sender: Annotated[str, AfterValidator(_mail_address), Field(alias="from")]
    port: Annotated[int, Field(ge=1, le=65535)] = SUBMISSION_PORT
    security: Security = Security.STARTTLS
    user: _Line | None = None
    ca_file: _Path | None = None

    @model_validator(mode="after")
    def _encrypted(self) -> "_Relay":
        if self.security is Security.NONE and not is_this_computer(self.host):
            raise ValueError(
                f"{self.host} is another computer, so that security must be starttls or tls"
            )
        return self


class _Defaults(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    duplex: StrictBool | None = None
    mapping: _Line | None = None
    letter: _Path | None = None
    sort: Literal["list", "prison"] | None = None
    summary: StrictBool | None = None
    split: Annotated[int, Field(ge=1)] | None = None


class _Profile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    organisation: _Line
    sender: _Line
    cjsm_address: _Address
    role: _Role
    address: Annotated[
        tuple[_Line, ...],
        BeforeValidator(_lines),
        Field(min_length=1, max_length=MOST_ADDRESS_LINES),
    ]
    postcode: Annotated[str, AfterValidator(_postcode)]
    telephone: _Telephone
    envelope: str = "dl"
    valid_days: Annotated[int, Field(ge=1, le=365)] = DEFAULT_VALID_DAYS
    retention_days: Annotated[int | None, Field(ge=1), AfterValidator(_keep_while_good)] = None
    random_check: Annotated[int, Field(ge=0, le=100)] = 0
    proof_days: Annotated[int, Field(ge=1, le=365)] = DEFAULT_PROOF_DAYS
    printer_offset: tuple[
        Annotated[float, Field(ge=-10, le=10)], Annotated[float, Field(ge=-10, le=10)]
    ] = (0.0, 0.0)
    letterhead: _Path | None = None
    short_name: _Line | None = None
    title: _Line | None = None
    handling: Annotated[str, Field(max_length=40), AfterValidator(_one_line)] | None = None
    regulator_line: Annotated[str, Field(max_length=200), AfterValidator(_one_line)] | None = None
    letterhead_free: Annotated[tuple[_Height, _Height] | None, AfterValidator(_downwards)] = None
    acts_for: _Acting | None = None
    relay: _Relay | None = None
    mailrooms: _Line = DEFAULT_MAILROOMS
    notice_domains: tuple[Annotated[_Line, AfterValidator(_domain)], ...] = ()
    envelopes: dict[_Line, _Envelope] = Field(default_factory=dict)
    signatories: Annotated[
        dict[Annotated[str, AfterValidator(_key)], _Signatory], AfterValidator(_tell_apart)
    ] = Field(default_factory=dict)
    defaults: _Defaults = _Defaults()


_TABLES: Mapping[str, type[BaseModel]] = {
    "envelopes": _Envelope,
    "signatories": _Signatory,
    "defaults": _Defaults,
    "relay": _Relay,
}


def list_known(tables: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the entries that a profile knows, or one of its tables by the names that lead there.

    >>> list_known(("envelopes", "wide"))[:2]
    ('width', 'height')
    """
    kind = _TABLES.get(tables[0], _Profile) if tables else _Profile
    return tuple(each.alias or name for name, each in kind.model_fields.items())


def read_profile(entries: Mapping[str, object]) -> Profile:
    """Make a profile of plain entries. Raises pydantic's ValidationError."""
    return fill(Profile, _Profile.model_validate(dict(entries)).model_dump(by_alias=True))


def read_envelope(entry: object) -> EnvelopeEntry | None:
    """Make an envelope of a plain entry; None if it breaks a rule."""
    try:
        return fill(EnvelopeEntry, _Envelope.model_validate(entry).model_dump())
    except ValidationError:
        return None
