"""The envelopes that are known: those built in and those of a profile, by name."""

from collections.abc import Iterator, Mapping

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.sender.profile import EnvelopeEntry, Profile, ProfileFault
from prisonmail.sheets.envelopes import ENVELOPES, Envelope, Fold
from prisonmail.system.record import asdict


def collect_envelopes(profile: Profile | None) -> Mapping[str, Envelope]:
    """Return the built-in envelopes and the profile's own, by name. Raises InputMissing."""
    own = {} if profile is None else profile.envelopes
    known = dict(ENVELOPES)
    for name, entry in own.items():
        envelope = make_envelope(name, entry)
        for fault in envelope.find_faults():
            raise InputMissing(
                f"The profile’s envelope {name} cannot be used: {fault}.",
                f"Measure it again and correct [envelopes.{name}] in the profile.",
            )
        known[name.casefold()] = envelope
    return known


def find_envelope(name: str, profile: Profile | None) -> Envelope:
    """Find an envelope. Raises WrongUsage that lists the known ones, or InputMissing."""
    known = collect_envelopes(profile)
    if name.casefold() not in known:
        raise WrongUsage(f"There is no envelope called {name}.", f"Known: {', '.join(known)}.")
    return known[name.casefold()]


def check_envelopes(entries: Mapping[str, object]) -> tuple[ProfileFault, ...]:
    """Find what is wrong with the sizes of a profile's own envelopes, and with the one it uses.

    The entries are those of a profile file; one that has a fault of its own is not measured.
    """
    own = entries.get("envelopes", {})
    own = own if isinstance(own, Mapping) else {}
    sizes = (fault for name, entry in own.items() for fault in _of_sizes(name, entry))
    return (*sizes, *_of_name(entries.get("envelope"), [*ENVELOPES, *own]))


def make_envelope(name: str, entry: EnvelopeEntry) -> Envelope:
    """Make an envelope of the sizes that a profile gives, which may have faults."""
    return Envelope(**asdict(entry) | {"name": name, "fold": Fold[entry.fold.upper()]})


def _of_sizes(name: str, entry: object) -> Iterator[ProfileFault]:
    from prisonmail.sender.profile_rules import read_envelope

    read = read_envelope(entry)
    for fault in make_envelope(name, read).find_faults() if read else ():
        yield ProfileFault(f"envelopes.{name}", f"it cannot be used, as {fault}: measure it again")


def _of_name(name: object, known: list[str]) -> Iterator[ProfileFault]:
    if isinstance(name, str) and name.strip().casefold() not in map(str.casefold, known):
        listed = ", ".join(known)
        yield ProfileFault("envelope", f"there is no envelope called {name}. Known: {listed}")
