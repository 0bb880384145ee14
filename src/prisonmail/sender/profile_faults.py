"""Faults of a profile: everything that is wrong with its entries, in words of our own.

>>> entries = {"organisation": "Greenstone Chambers", "role": "milkman"}
>>> [fault.field for fault in find_faults(entries)]
['sender', 'cjsm_address', 'role', 'address', 'postcode', 'telephone']
>>> find_faults({"envelopes": {"wide": {"fold": "quarter"}}})[-1]
ProfileFault(field='envelopes.wide.fold', message="it must be 'thirds', 'half' or 'none'")
>>> find_faults({"telehpone": "0113 496 0000"})[-1].message
'prisonmail does not know this entry: do you mean telephone?'
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from pydantic import ValidationError

from prisonmail.sender.profile import ProfileFault
from prisonmail.sender.profile_layers import BASE
from prisonmail.sender.profile_rules import list_known, read_profile

_WORDING = {
    "missing": "it is missing",
    "extra_forbidden": "prisonmail does not know this entry",
    "string_type": "it must be text in quotes",
    "string_too_long": "there is room for {max_length} characters",
    "too_short": "at least one line is needed",
    "too_long": "there is room for {max_length} of them",
    "bool_type": "it must be true or false",
    "int_type": "it must be a whole number",
    "int_parsing": "it must be a whole number",
    "int_from_float": "it must be a whole number",
    "float_type": "it must be a number",
    "float_parsing": "it must be a number",
    "finite_number": "it must be a number",
    "greater_than": "it must be more than {gt:g}",
    "greater_than_equal": "it must be {ge:g} or more",
    "less_than_equal": "it must be {le:g} or less",
    "literal_error": "it must be {expected}",
    "enum": "it must be {expected}",
    "dict_type": "it must be a table, under a heading of its own in square brackets",
    "model_type": "it must be a table, under a heading of its own in square brackets",
    "tuple_type": "it must be a list, in square brackets",
}
"""What to say instead of pydantic's own words, by the kind of its error."""


_FREE = (
    "it must be two numbers, the mm from the top at which the free space of a PDF’s first page "
    "begins and ends, like [60, 265]"
)


def find_faults(entries: Mapping[str, object]) -> tuple[ProfileFault, ...]:
    """Return everything that is wrong with the entries of a profile, in the order of its fields."""
    try:
        read_profile(entries)
    except ValidationError as error:
        found = (
            _fault(item["loc"], _word(item["loc"], item["type"], item["msg"], item.get("ctx", {})))
            for item in error.errors(include_url=False, include_input=False)
        )
        return tuple(dict.fromkeys(found))
    return ()


def _fault(place: Sequence[str | int], message: str) -> ProfileFault:
    names = [part for part in place if isinstance(part, str) and part != "[key]"]
    number = next((part + 1 for part in place if isinstance(part, int)), None)
    if names == ["printer_offset"]:
        return ProfileFault(names[0], "it must be two numbers, each from -10 to 10, like 1.5,-2")
    if names == ["letterhead_free"]:
        return ProfileFault(names[0], _FREE)
    return ProfileFault(".".join(names), message if number is None else f"line {number}: {message}")


def _word(place: Sequence[str | int], kind: str, message: str, limits: dict[str, object]) -> str:
    if kind == "extra_forbidden":
        return f"{_WORDING[kind]}{_suggest(*map(str, place))}"
    if kind in _WORDING:
        return _WORDING[kind].format(**limits)
    return message.removeprefix("Value error, ")


def _suggest(*names: str) -> str:
    """Ask whether another entry is meant, by the names of tables and entry; or say nothing."""
    *tables, name = names
    known = (*list_known(tables), *(() if tables else (BASE,)))
    plain = name.casefold().replace("-", "_").replace(" ", "_")
    near = get_close_matches(plain, known, 1)
    return f": do you mean {near[0]}?" if near else ""
