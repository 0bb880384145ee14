"""What a machine saw of its ledgers, taken along to another machine and joined with what that saw.

Whatever comes along, no machine forgets a later event that it saw itself: a ledger older than that
has gone back.
"""

import json
from typing import Any

from prisonmail.errors import OutputRefused
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.apart.kept_apart import Sighting
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record, asdict, replace

_SERVER = compile_late(r"[^\\]+:\d+/[^/\\]+")
"""How the place of a ledger on a server is written; that of a file means nothing elsewhere."""


class Memories(Record, frozen=True):
    """What is taken along."""

    ledger: str = ""
    """The id of the ledger that comes along too; empty if none does."""
    last: Sighting | None = None
    """Its last event that was seen."""
    servers: tuple[Sighting, ...] = ()
    """The last events of ledgers on servers."""


def gather(ledger: str = "", last: Sighting | None = None) -> bytes:
    """Write what this machine saw, as JSON: of one ledger, and of all on servers."""
    on_servers = [each for each in kept_apart.list_sightings() if _SERVER.fullmatch(each.place)]
    document = {
        "ledger": ledger,
        "last": _strip(last) if last else None,
        "servers": [_strip(each) for each in on_servers],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> Memories:
    """Read what another machine saw. Raises ValueError if it is not what `gather` writes."""
    found = json.loads(content)
    if not isinstance(found, dict) or not isinstance(found.get("servers"), list):
        raise ValueError("no sightings")
    ledger, last = found.get("ledger"), found.get("last")
    if not isinstance(ledger, str) or (ledger and not kept_apart.is_id(ledger)):
        raise ValueError("no id")
    servers = tuple(_read_one(each) for each in found["servers"])
    if not all(_SERVER.fullmatch(each.place) for each in servers):
        raise ValueError("no server")
    return Memories(ledger, _read_one(last) if last else None, servers)


def join(brought: Memories, place: str, old_place: str) -> None:
    """Keep the later of what was brought along and what this machine saw, for each ledger.

    The ledger that came along now lies at a place; what lay there before, at another. Raises
    OutputRefused if it cannot be kept.
    """
    if brought.ledger:
        _join_ledger(brought, place, old_place)
    for each in brought.servers:
        mine = kept_apart.read_sighting(each.place)
        if mine is None or (mine.ledger == each.ledger and mine.number < each.number):
            _keep(replace(each, witness=mine.witness if mine else ""))


def _join_ledger(brought: Memories, place: str, old_place: str) -> None:
    here = kept_apart.read_sighting(place)
    if here and here.ledger != brought.ledger:
        _keep(replace(here, place=old_place))
        here = None
    seen = (here, kept_apart.read_elsewhere(brought.ledger), brought.last)
    latest = max((each for each in seen if each), key=lambda each: each.number, default=None)
    if latest is None:
        kept_apart.forget_sighting(place)
    else:
        _keep(replace(latest, place=place, witness=here.witness if here else ""))


def _keep(sighting: Sighting) -> None:
    if not kept_apart.write_sighting(sighting):
        raise OutputRefused(
            f"What was seen of the ledgers cannot be kept: {kept_apart.folder()} cannot be written "
            "to.",
            "Make it writable, and run this again.",
        )


def _strip(sighting: Sighting) -> dict[str, Any]:
    """Leave out the witness: another machine may have something else under that name."""
    return asdict(replace(sighting, witness="", sealed_by="", seal=""))


def _read_one(found: object) -> Sighting:
    sighting = kept_apart.parse_sighting(found) if isinstance(found, dict) else None
    if sighting is None:
        raise ValueError("no sighting")
    return replace(sighting, witness="", sealed_by="", seal="")
