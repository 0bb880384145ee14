"""Which columns make up the name, and whether a part of it stands where it would not be read.

A list with a column that completes the name, and is not used, is stopped: a letter to
"Finchcombe" may reach another Finchcombe. If the user has said which columns are the name, their
word counts.
"""

from collections.abc import Collection, Mapping, Sequence

from prisonmail.problems.problem import Fault, name_column
from prisonmail.recipients.columns.headings import Fit, name_option
from prisonmail.recipients.columns.numbered import NAME_FIELDS
from prisonmail.recipients.columns.second_sets import Candidates
from prisonmail.recipients.columns.wording import plain, speaks_of_other
from prisonmail.recipients.fields.cell import clean, is_empty
from prisonmail.recipients.fields.name import read_full_name
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.system.late_pattern import compile_late

_PART = {
    Field.FORENAME: compile_late(
        r"\b(?:fore ?names?|(?:first|given|christian|personal|preferred|nick) ?names?|fname)\b"
    ),
    Field.SURNAME: compile_late(r"\b(?:sur ?names?|(?:last|family) ?names?|lname)\b"),
    Field.MIDDLE_NAME: compile_late(
        r"\b(?:middle ?(?:names?|initials?)|(?:second|third) ?(?:fore|given|christian)? ?names?)\b"
    ),
}
_ALSO_CALLED = compile_late(r"\b(?:preferred|known as|alias|aka)\b")
_WORDS = compile_late(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+){0,3}\.?")


def settle_names(candidates: Candidates, chosen: Mapping[Field, int]) -> None:
    """Prefer names in parts, unless the user has chosen a column of whole names.

    Columns like `Known as` or `Other names` complete a surname, and add nothing to a whole name.
    """
    if Field.NAME in chosen:
        for part in NAME_FIELDS[1:]:
            candidates.pop(part, None)
        return
    if {Field.FORENAME, Field.SURNAME} <= chosen.keys():
        candidates.pop(Field.NAME, None)
    if Field.NAME in candidates and _is_weak(candidates, Field.SURNAME):
        candidates.pop(Field.SURNAME, None)
    has_surname = Field.SURNAME in candidates or Field.SURNAME in chosen
    if has_surname and len(candidates.get(Field.NAME, [])) > 1:
        del candidates[Field.NAME]
    if Field.NAME in candidates and not has_surname:
        for part in (Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME_PREFIX):
            if _is_weak(candidates, part):
                candidates.pop(part, None)


def _is_weak(candidates: Candidates, field: Field) -> bool:
    return all(fit is Fit.WEAK for _, fit in candidates.get(field, []))


def find_lost_part(
    header: ListRow, sample: Sequence[ListRow], of: Mapping[Field, int], used: Collection[int]
) -> tuple[int, Fault] | None:
    """Find a column that completes the name and is not used: its place, from 0, and the fault."""
    for index, heading in enumerate(header.cells):
        if index in used:
            continue
        if not clean(heading):
            beside = _find_named_neighbour(header, sample, of, index)
            if beside is not None:
                return index, _two_columns(header, beside, index, of)
        elif (part := _find_part(heading)) and _lacks(part, sample, of):
            return index, _unused_part(clean(heading), part, of, header)
    return None


def _find_part(heading: str) -> Field | None:
    """Return the part of a client's name of which a heading speaks, if it is no other person's."""
    text = plain(heading)
    for part, pattern in _PART.items():
        rest, number = pattern.subn(" ", text)
        if number:
            return None if speaks_of_other(_ALSO_CALLED.sub(" ", rest)) else part
    return None


def _lacks(part: Field, sample: Sequence[ListRow], of: Mapping[Field, int]) -> bool:
    """Return whether the name lacks a part: no column has it, and whole names are one word."""
    if part in of:
        return False
    whole = of.get(Field.NAME)
    if whole is None:
        return True
    names = [name for name in _filled(sample, whole) if not is_empty(name)]
    return 2 * sum(" " not in name for name in names) > len(names)


def _find_named_neighbour(
    header: ListRow, sample: Sequence[ListRow], of: Mapping[Field, int], index: int
) -> int | None:
    """Return the column of a name whose heading may stand over a column without one as well.

    It does if the column beside it has names in nearly every row: words, different ones, and no
    titles.
    """
    names = {of[field] for field in NAME_FIELDS if field in of}
    complete = {Field.FORENAME, Field.NAME} & of.keys()
    beside = index - 1 if index - 1 in names else index + 1
    if beside not in names or (beside > index and complete):
        return None
    words = [text for text in _filled(sample, index) if _is_name(text)]
    rows = len(_filled(sample, beside))
    return beside if 2 * len(words) > rows and 2 * len(set(words)) > len(words) else None


def _is_name(text: str) -> bool:
    return bool(_WORDS.fullmatch(text)) and not isinstance(read_full_name(text), Fault)


def _filled(sample: Sequence[ListRow], index: int) -> list[str]:
    cells = (row.cells[index] for row in sample if index < len(row.cells))
    return [text for text in map(clean, cells) if text]


def _two_columns(header: ListRow, named: int, blank: int, of: Mapping[Field, int]) -> Fault:
    heading = clean(header.cells[named])
    first, second = (name_column(index + 1) for index in sorted((named, blank)))
    in_parts = {Field.FORENAME, Field.SURNAME} <= of.keys()
    choice = f", or say which is which, like: --map forename={first} --map surname={second}"
    return Fault(
        "PM118",
        f'the heading "{heading}" stands over two columns, {first} and {second}, and only '
        f"{name_column(named + 1)} would be read",
        f"Give each column a heading of its own{'.' if in_parts else choice}",
    )


def _unused_part(heading: str, part: Field, of: Mapping[Field, int], header: ListRow) -> Fault:
    used = next(field for field in NAME_FIELDS if field in of)
    other = clean(header.cells[of[used]])
    if used is Field.NAME:
        first, last = (heading, other) if part is Field.FORENAME else (other, heading)
        added = f'--map forename="{first}" --map surname="{last}"'
    else:
        added = f'--map {name_option(part)}="{heading}"'
    return Fault(
        "PM116",
        f'the column "{heading}" looks like a part of the name, and is not read',
        f"If it is, say so: {added}. If it is not, say which column is the name: "
        f'--map {name_option(used)}="{other}"',
    )
