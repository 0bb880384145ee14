"""What is wrong with a form of the settings, beside its fields, and the form shown with it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response

from prisonmail.system.record import Record
from prisonmail.use_cases.keeping.profile_changes import ProfileRefused
from prisonmail.web.pages.rendering import render


class Faults(Record, frozen=True):
    """What is wrong with what was typed."""

    beside: Mapping[str, str] = MappingProxyType({})
    """By the name of the field that it stands beside."""
    rest: Sequence[str] = ()
    """What stands above the form, since it is of no field."""

    def __bool__(self) -> bool:
        return bool(self.beside or self.rest)


NONE = Faults()


def sort_faults(error: ProfileRefused, shown: Sequence[str]) -> Faults:
    """Put each fault beside its field, if that is shown, and the others apart."""
    beside = {each.field: _capitalise(each.message) for each in error.faults if each.field in shown}
    rest = [f"{each.field}: {each.message}" for each in error.faults if each.field not in shown]
    return Faults(beside, rest)


def show_form(request: Request, template: str, faults: Faults, **values: object) -> Response:
    """Show a form with what is wrong, if anything is."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(request, template, status, faults=faults.beside, rest=faults.rest, **values)


def _capitalise(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
