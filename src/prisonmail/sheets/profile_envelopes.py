"""The envelopes of a profile: what keeps letters from being made for them, all at once."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from prisonmail.sender.profile import EnvelopeEntry
from prisonmail.sender.profile_faults import Fault
from prisonmail.sheets.envelopes import ENVELOPES, Envelope, Fold


def envelope_faults(entries: Mapping[str, object]) -> tuple[Fault, ...]:
    """Give what is wrong with the sizes of a profile's own envelopes, and with the one it uses.

    The entries are those of a profile file; one that has a fault of its own is not measured.
    """
    own = entries.get("envelopes", {})
    own = own if isinstance(own, Mapping) else {}
    sizes = (fault for name, entry in own.items() for fault in _of_sizes(name, entry))
    return (*sizes, *_of_name(entries.get("envelope"), [*ENVELOPES, *own]))


def envelope_of(name: str, entry: EnvelopeEntry) -> Envelope:
    """Make an envelope of the sizes that a profile gives, which may have faults."""
    sizes = entry.model_dump(exclude={"fold"})
    return Envelope(name=name, **sizes, fold=Fold[entry.fold.upper()])


def _of_sizes(name: str, entry: object) -> Iterator[Fault]:
    try:
        read = EnvelopeEntry.model_validate(entry)
    except ValidationError:
        return
    for fault in envelope_of(name, read).faults():
        yield Fault(f"envelopes.{name}", f"it cannot be used, as {fault}: measure it again")


def _of_name(name: object, known: list[str]) -> Iterator[Fault]:
    if isinstance(name, str) and name.strip().casefold() not in map(str.casefold, known):
        listed = ", ".join(known)
        yield Fault("envelope", f"there is no envelope called {name}. Known: {listed}")
