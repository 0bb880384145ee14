"""Puts together a name whose parts have columns of their own, and whole names that are in order.

>>> f = Field
>>> arrange_name({f.NAME: "Finchcombe", f.FORENAME: "Ardal"})
{<Field.FORENAME: 'forename'>: 'Ardal', <Field.SURNAME: 'surname'>: 'Finchcombe'}
>>> arrange_name({f.NAME: "Ardal Finchcombe", f.FORENAME: "Ardal"})
{<Field.NAME: 'name'>: 'Ardal Finchcombe'}
>>> follow_heading("Finchcombe Ardal", f.SURNAME)
'Finchcombe, Ardal'
"""

from collections.abc import Mapping, Sequence

from prisonmail.letters.folded_name import fold_name
from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.name import read_full_name
from prisonmail.recipients.recipient import Field

PARTS = (
    Field.FORENAME,
    Field.MIDDLE_NAME,
    Field.SURNAME_PREFIX,
    Field.SURNAME,
    Field.SUFFIX,
)
"""The parts of a name, in the order in which they are printed."""
_SPLIT = {Field.FORENAME, Field.SURNAME}


def arrange_name(texts: Mapping[Field, str]) -> dict[Field, str] | Fault:
    """Return the cells that make up a row's name, in order; a Fault if that is not certain.

    Forename and surname come before a whole name. If one of them is missing, the whole name is
    used: by itself if it has the parts in it, else in the place of what is missing.
    """
    parts = _read_parts(texts)
    name = texts.get(Field.NAME)
    if name is None or parts.keys() >= _SPLIT:
        return parts
    unsaid = {part for part, text in parts.items() if not _says(name, text)}
    if not unsaid:
        return {Field.NAME: name}
    if Field.SURNAME in unsaid:
        return {Field.NAME: name, **parts}
    return _complete(name, parts, unsaid)


def doubt_parts(texts: Mapping[Field, str], arranged: Mapping[Field, str]) -> Fault | None:
    """Warn if forename and surname are used, and no word of theirs is in the whole name beside."""
    if Field.NAME not in texts or Field.NAME in arranged:
        return None
    whole, used = fold_name(texts[Field.NAME]), " ".join(arranged.values())
    if len(whole) < 2 or not set(whole).isdisjoint(fold_name(used)):
        return None
    return Fault(
        "PW612",
        f"`{texts[Field.NAME]}` is another name than `{used}`, and the letter is for `{used}`",
        "If the letter is for the other one, say which column is the client’s: --map name=COLUMN",
    )


def _read_parts(texts: Mapping[Field, str]) -> dict[Field, str]:
    """Return the parts of a name, without a prefix that is a title or stands in the surname too."""
    parts = {part: texts[part] for part in PARTS if part in texts}
    prefix = parts.get(Field.SURNAME_PREFIX)
    if prefix and (_is_title(prefix) or _starts_with(parts.get(Field.SURNAME, ""), prefix)):
        del parts[Field.SURNAME_PREFIX]
    return parts


def _complete(
    name: str, parts: Mapping[Field, str], unsaid: set[Field]
) -> dict[Field, str] | Fault:
    """Complete a whole name by the parts that it does not say.

    A whole name of several words needs no forenames, and has the form that the list prefers.
    """
    whole = read_full_name(name)
    if isinstance(whole, Fault):
        return {Field.NAME: name}
    first, *rest = whole.split()
    if not rest and Field.FORENAME in unsaid:
        return _in_order({**parts, Field.SURNAME: whole})
    if rest:
        unsaid = unsaid - {Field.FORENAME, Field.MIDDLE_NAME}
    if not unsaid:
        return {Field.NAME: name}
    if unsaid == {Field.SUFFIX}:
        return {Field.NAME: whole, Field.SUFFIX: parts[Field.SUFFIX]}
    if len(rest) == 1:
        return _in_order({**parts, Field.FORENAME: first, Field.SURNAME: rest[0]})
    return _unclear(name, [parts[part] for part in PARTS if part in unsaid])


def _unclear(name: str, others: Sequence[str]) -> Fault:
    return Fault(
        "PM202",
        f"it is not clear how `{name}` and "
        f"{' and '.join(f'`{text}`' for text in others)} make up a name",
        "Write the whole name in one cell, or forename and surname in columns of their own.",
    )


def _in_order(parts: Mapping[Field, str]) -> dict[Field, str]:
    return {part: parts[part] for part in PARTS if part in parts}


def _is_title(text: str) -> bool:
    found = read_full_name(text)
    return isinstance(found, Fault) and found.code == "PM201"


def is_suffix(text: str) -> bool:
    """Return whether a text is what stands behind a name, as `Jr` or `KC` does.

    >>> is_suffix("Jr"), is_suffix("0001")
    (True, False)
    """
    return not isinstance(read_full_name(f"Hart, Ann, {text}"), Fault)


def is_prefix(text: str) -> bool:
    """Return whether a text is what stands before a name or a surname: a title or a particle.

    >>> is_prefix("van der"), is_prefix("Ms"), is_prefix("MAT")
    (True, True, False)
    """
    # A title at the end shows that the surname comes first, with its particles.
    return _is_title(text) or read_full_name(f"{text} Hart Ann Ms") == f"Ann {text} Hart"


def _starts_with(surname: str, prefix: str) -> bool:
    return surname.casefold().startswith(f"{prefix.casefold()} ")


def _says(name: str, part: str) -> bool:
    """Return whether a name has all words of a part in it, or their initials."""
    said = _words(name)
    wanted = list(part.casefold()) if part.isupper() and len(part) < 4 else _words(part)
    return all(
        any(word == each or (1 in (len(word), len(each)) and word[0] == each[0]) for each in said)
        for word in wanted
    )


def _words(text: str) -> list[str]:
    return text.replace(",", " ").replace(".", " ").casefold().split()


def follow_heading(text: str, leading: Field) -> str | Fault:
    """Put a comma behind the surname of a name, if the heading says that the surname comes first.

    A Fault says that it is not clear where the surname ends, or that the cell contradicts the
    heading.

    >>> follow_heading("VAN DER MERLE Saskia Ann", Field.SURNAME)
    'VAN DER MERLE, Saskia Ann'
    >>> follow_heading("Merle Saskia Ann", Field.SURNAME).code
    'PM202'
    """
    name = read_full_name(text)
    if isinstance(name, Fault) or " " not in name:
        return text
    is_turned = name not in text
    if leading is Field.FORENAME:
        return _contradiction(text) if is_turned and _has_comma(text) else text
    return text if is_turned or _has_comma(text) else _surname_apart(name)


def _has_comma(text: str) -> bool:
    return "," in text or ";" in text


def _surname_apart(name: str) -> str | Fault:
    words = name.split()
    capitals = [len(word) > 1 and word.isupper() for word in words]
    size = capitals.index(False) if False in capitals else 0
    if len(words) == 2:
        size = 1
    elif not size or any(capitals[size:]):
        return Fault(
            "PM202",
            f"the surname comes first in `{name}`, and it is not clear where it ends",
            "Put a comma after the surname.",
        )
    return f"{' '.join(words[:size])}, {' '.join(words[size:])}"


def _contradiction(text: str) -> Fault:
    return Fault(
        "PM202",
        f"the heading says that the forename comes first in `{text}`, and the comma says that the "
        "surname does",
        "Write forename and surname without a comma, or name the column only: name.",
    )
