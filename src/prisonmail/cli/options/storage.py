"""What a command does about places where names of people in prison should not lie."""

from collections.abc import Iterable
from pathlib import Path

from prisonmail.cli.options.problems import Form
from prisonmail.cli.terminal import talk, write_json
from prisonmail.reports.storage import concern_documents, concern_words
from prisonmail.system.places.storage import Concern
from prisonmail.use_cases.storage_care import StorageCare


def make_care(*, strict: bool, form: Form = Form.FULL) -> StorageCare:
    """Return what to do about such places: refuse them, or warn of them on standard error."""
    return StorageCare(strict, _tell_as_json if form is Form.JSON else _tell)


def look_at_places(
    *,
    strict: bool,
    read: Iterable[Path | str] = (),
    written: Iterable[Path] = (),
) -> None:
    """Warn of where files lie that a command reads or writes. Raises OutputRefused if strict."""
    make_care(strict=strict).look_at(read=read, written=written)


def _tell(concern: Concern) -> None:
    talk(concern_words(concern))


def _tell_as_json(concern: Concern) -> None:
    talk(write_json({"warning": concern_documents([concern])[0]}))
