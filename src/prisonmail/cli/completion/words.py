"""What a word of the command line may become, and what each is: nothing here is ever written.

Whatever fails here is not shown: `shells` sees to that. No name of a person is offered, only ids of
batches and headings of lists. Rooms are imported when they are asked, as each start would pay.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from prisonmail.recipients.recipient import Field

Word = tuple[str, str]
"""A word, and what it is in a few others."""
_SHORT = {Field.PRISON_NUMBER: "number", Field.DATE_OF_BIRTH: "dob"}
"""What `--map` also knows fields by."""
_MOST_BATCHES = 50
_MOST_BYTES = 5_000_000
"""Of a list whose headings are offered: a longer one takes longer than whoever types waits."""


def offer_roles(incomplete: str) -> Iterator[Word]:
    """Offer the roles that a sender can have."""
    from prisonmail.sender.roles import ROLES

    return ((role.key, role.title) for role in ROLES)


def offer_markings(incomplete: str) -> Iterator[Word]:
    """Offer the markings."""
    from prisonmail.sender.markings import Marking

    return _match(incomplete, ((marking.value, "") for marking in Marking))


def offer_layouts(incomplete: str) -> Iterator[Word]:
    """Offer how sheets may be laid out."""
    from prisonmail.sheets.labels import GRIDS, LABELS, SHEETS

    yield SHEETS, "letters for window envelopes"
    for grid in GRIDS.values():
        yield f"{LABELS}{grid.name}", f"{grid.count} labels on a sheet"


def offer_grids(incomplete: str) -> Iterator[Word]:
    """Offer the sheets of labels."""
    from prisonmail.sheets.labels import GRIDS

    return ((grid.name, f"{grid.count} labels on a sheet") for grid in GRIDS.values())


def offer_envelopes(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer the envelopes that are built in, and those of the profile at hand."""
    from prisonmail.sheets.envelopes import ENVELOPES

    yield from ((name, "built in") for name in ENVELOPES)
    yield from ((name, "of the profile") for name in _read_entries(ctx).get("envelopes", {}))


def offer_trials(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer what there are test sheets for: envelopes and sheets of labels."""
    yield from offer_envelopes(ctx, incomplete)
    yield from list(offer_layouts(incomplete))[1:]


def offer_signatories(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer the keys of those who sign, of the profile at hand."""
    for key, entry in _read_entries(ctx).get("signatories", {}).items():
        yield key, str(entry.get("role", ""))


def offer_prisons(incomplete: str) -> Iterator[Word]:
    """Offer prisons by code and, once something is typed, by name."""
    from prisonmail.prisons.store import load_directory

    known = list(load_directory())
    codes = ((prison.code, prison.name) for prison in known)
    names = ((name, each.code) for each in known for name in (each.name, each.place))
    return _match(incomplete, (*codes, *(names if incomplete else ())))


def offer_search(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer what may follow `prisons`: one of its commands, or a prison."""
    if not ctx.params.get("query"):
        yield "show", "one prison as it is printed"
        yield "import", "a newer register"
    yield from offer_prisons(incomplete)


def offer_batches(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer the newest batches of the ledger at hand, if it is a file that is not encrypted."""
    from prisonmail.ledger.store import peek_batches
    from prisonmail.use_cases.keeping.ledger_choice import choose_ledger

    found = peek_batches(choose_ledger(ctx.params.get("ledger")), _MOST_BATCHES)
    return _match(incomplete, ((batch, "") for batch in found))


def offer_mappings(incomplete: str) -> Iterator[Word]:
    """Offer the mappings that were saved."""
    from prisonmail.recipients.saved_mappings import list_names

    return ((name, "") for name in list_names())


def offer_choices(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer fields with `=`, and once only one is meant, with each heading of the list at hand."""
    from prisonmail.recipients.columns.headings import name_option

    typed, has_value, _ = incomplete.partition("=")
    names = {_SHORT.get(field, name_option(field)): field.value for field in Field}
    meant = [typed] if has_value else [name for name in names if name.startswith(typed)]
    if len(meant) != 1:
        return ((f"{name}=", said) for name, said in names.items())
    return ((f"{meant[0]}={heading}", "") for heading in _list_headings(ctx))


def offer_conditions(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer the headings of the list at hand with `=`, after which no value is offered."""
    return _match(incomplete, ((f"{heading}=", "") for heading in _list_headings(ctx)))


def offer_columns(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer the headings of the list at hand."""
    return _match(incomplete, ((heading, "") for heading in _list_headings(ctx)))


def offer_entries(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer keys of a profile, and after one of them what it may be."""
    given: Sequence[str] = ctx.params.get("entries") or ()
    if len(given) % 2:
        return _VALUES.get(given[-1], _offer_nothing)(ctx, incomplete)
    return ((key, "") for key in _list_keys())


def offer_given_entries(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    """Offer the keys that the profile at hand has."""
    for key, value in _read_entries(ctx).items():
        yield key, ""
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", "") for name in value)


def _offer_nothing(ctx: typer.Context, incomplete: str) -> Iterator[Word]:
    return iter(())


_VALUES: dict[str, Callable[[typer.Context, str], Iterator[Word]]] = {
    "role": lambda _, incomplete: offer_roles(incomplete),
    "envelope": offer_envelopes,
    "defaults.mapping": lambda _, incomplete: offer_mappings(incomplete),
    "defaults.sort": lambda *_: iter((("list", ""), ("prison", ""))),
    "defaults.duplex": lambda *_: iter((("true", ""), ("false", ""))),
    "defaults.summary": lambda *_: iter((("true", ""), ("false", ""))),
}


def _list_keys() -> Iterator[str]:
    from prisonmail.sender.profile import DefaultsEntry, Profile

    tables = ("envelopes", "signatories", "defaults", "relay")
    yield from (name for name in Profile.__struct_fields__ if name not in tables)
    yield from (f"defaults.{name}" for name in DefaultsEntry.__struct_fields__)


def _read_entries(ctx: typer.Context) -> dict[str, Any]:
    """Read the profile at hand as it is, as nothing if there is none; a check would be noted."""
    from prisonmail.errors import InputMissing
    from prisonmail.sender.profile_layers import merge, read_layers, read_sources
    from prisonmail.system.folders import find_profile_path

    path = ctx.params.get("profile") or find_profile_path()
    try:
        return merge([each.entries for each in read_sources(read_layers(Path(path)))])
    except InputMissing:
        return {}


def _list_headings(ctx: typer.Context) -> list[str]:
    """List the headings of a list that is named already, if it is a file and not long."""
    from prisonmail.recipients.file.source import read_source
    from prisonmail.recipients.options import ListOptions
    from prisonmail.recipients.table import list_headings

    # an option that still lacks its value keeps arguments from being told apart
    path = Path(ctx.params.get("recipients") or ctx.args[0])
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return []
    said = ctx.params.get
    how = ListOptions(encoding=said("encoding"), delimiter=said("delimiter"), sheet=said("sheet"))
    return list_headings(read_source(str(path)), how)


def _match(incomplete: str, words: Any) -> Iterator[Word]:  # noqa: ANN401 - of words
    """Return words that begin as typed; they go on in small letters if it is typed so."""
    for word, said in words:
        if word.startswith(incomplete):
            yield word, said
        elif word.casefold().startswith(incomplete):
            yield word.casefold(), said
