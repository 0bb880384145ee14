"""Examining where profile, ledger and working folder lie, and whether that disk is encrypted."""

from collections.abc import Iterator
from pathlib import Path

from prisonmail.ledger.store import find_weakness, is_server
from prisonmail.system.places.disk_encryption import DiskEncryption, find_encryption
from prisonmail.system.places.storage import Concern, ConcernKind, find_concerns
from prisonmail.use_cases.health_checks.health import Health, HealthFinding

_AT_RISK = (
    " A copy made while the ledger is written can destroy it: move it elsewhere, and name that "
    "place with PRISONMAIL_HOME or --ledger."
)


def examine_storage(profile: Path, ledger: str) -> Iterator[HealthFinding]:
    """Look at the folders of ledger and profile and at the current one, and at their disk."""
    file = None if is_server(ledger) else Path(ledger)
    if file is None:
        yield from _connection(ledger)
    seen: set[tuple[ConcernKind, str]] = set()
    for path in filter(None, (file, profile, Path())):
        for concern in find_concerns(path):
            if (concern.kind, concern.place) not in seen and _is_new(concern, path):
                seen.add((concern.kind, concern.place))
                yield _tell(concern, of_ledger=path == file)
    yield _encryption((file or profile).absolute().parent)


def _is_new(concern: Concern, path: Path) -> bool:
    """Leave out what is said of permissions already: of profile, ledger and their own folders."""
    said = concern.kind is ConcernKind.OPEN and Path(concern.place) in (
        path.absolute(),
        path.absolute().parent,
    )
    return not said or path == Path()


def _connection(ledger: str) -> Iterator[HealthFinding]:
    weakness = find_weakness(ledger)
    if weakness:
        yield HealthFinding("connection", Health.CAUTION, weakness.message, weakness.remedy)


def _tell(concern: Concern, *, of_ledger: bool) -> HealthFinding:
    """Say what is wrong with a place: for a ledger a cloud is worse than for other files."""
    bad = of_ledger and concern.kind is ConcernKind.CLOUD
    remedy = f"{concern.remedy}{_AT_RISK if bad else ''}"
    health = Health.BAD if bad else Health.CAUTION
    return HealthFinding(concern.kind.value, health, concern.message, remedy)


def _encryption(folder: Path) -> HealthFinding:
    topic = "encryption"
    match find_encryption(folder):
        case DiskEncryption(on=True, method=method):
            return HealthFinding(
                topic, Health.GOOD, f"The disk of {folder} is encrypted ({method})."
            )
        case DiskEncryption(on=False):
            return HealthFinding(
                topic,
                Health.CAUTION,
                f"This computer does not encrypt the disk of {folder}: whoever takes it can read "
                "all names.",
                "Have it encrypted: LUKS on Linux, FileVault on macOS, BitLocker on Windows.",
            )
        case _:
            return HealthFinding(
                topic,
                Health.CAUTION,
                f"It cannot be told whether the disk of {folder} is encrypted.",
            )
