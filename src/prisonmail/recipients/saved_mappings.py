"""Saved mappings: which heading of a firm's own lists holds which field, kept under a name."""

import json
from collections.abc import Sequence
from pathlib import Path

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.problems.problem import name_column
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.columns.mapping import find_column
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.recipient import Field
from prisonmail.system import folders, output_files
from prisonmail.system.late_pattern import compile_late

_NAME = compile_late(r"\w[\w .-]{0,59}")


def load(name: str) -> tuple[tuple[Field, str], ...]:
    """Read a saved mapping. Raises InputMissing, or WrongUsage for a name that cannot be one."""
    path = _path(name)
    try:
        entries = json.loads(path.read_bytes())  # which may begin with a byte order mark
        if not all(isinstance(heading, str) for heading in entries.values()):
            raise ValueError
        return tuple((Field(field), heading) for field, heading in entries.items())
    except FileNotFoundError:
        raise InputMissing(
            f"There is no mapping called {name}.{_known()}",
            f"Make one with: prisonmail mapping LIST --save-mapping {name}",
        ) from None
    except (OSError, ValueError, AttributeError, RecursionError):
        raise InputMissing(f"The mapping {path} cannot be read.", "Save it again.") from None


def save(name: str, checked: CheckedList) -> Path:
    """Save which heading of a list holds which field. Raises OutputRefused or WrongUsage."""
    path = _path(name)
    text = json.dumps(dict(list_choices(checked)), ensure_ascii=False, indent=2)
    folders.make_folder_for(path)
    with output_files.new_file(path, replace=True) as file:
        file.write(text.encode())
    return path


def list_choices(checked: CheckedList) -> Sequence[tuple[str, str]]:
    """Return each field's heading, or its column letter if the list has that heading twice."""
    if checked.header is None:
        return ()
    found = []
    for field, index in checked.columns.of.items():
        heading = clean(checked.header.cells[index])
        alone = find_column(checked.header, heading) == (index,)
        found.append((field.value, heading if alone else name_column(index + 1)))
    return found


def list_names() -> list[str]:
    """Return the names of the mappings that are kept."""
    return sorted(path.stem for path in _folder().glob("*.json"))


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise WrongUsage(f"`{name}` cannot name a mapping.", "Use letters, digits and hyphens.")
    return _folder() / f"{name}.json"


def _folder() -> Path:
    return folders.settings_folder() / "mappings"


def _known() -> str:
    names = list_names()
    return f" There is: {', '.join(names)}." if names else ""
