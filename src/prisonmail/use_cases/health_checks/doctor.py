"""The use case: check that everything on this computer can be relied on.

Each finding says what was looked at, what was found, and what to do if something is wrong.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from prisonmail.errors import LedgerMissing, PrisonmailError, SenderRefused
from prisonmail.ledger.apart import cipher_keys, kept_apart
from prisonmail.ledger.database.encrypting import find_old_file
from prisonmail.ledger.store import is_encrypted, is_server, open_ledger, safe_name
from prisonmail.system import clock
from prisonmail.system.places.open_to_others import is_open, name_closing
from prisonmail.system.temporary_files import find_left_behind
from prisonmail.use_cases.before_issue.signing import find_idle_clerks
from prisonmail.use_cases.health_checks.health import Health, HealthFinding
from prisonmail.use_cases.health_checks.retention_health import examine_retention
from prisonmail.use_cases.health_checks.storage_health import examine_storage
from prisonmail.use_cases.senders.fitness import find_fitness, refuse_unfit

_LEAST_FREE = 500 * 1024 * 1024
"""Bytes: room for some hundred thousand letters and their ledger."""
_GUESS_DAYS = 7
_ACCESS_DAYS = 30
_MANY_GUESSES = 20
"""More than are mistyped or held against the wrong ledger in a usual week."""
_OLD_DIRECTORY_DAYS = 180
"""Half a year: prisons open, close and change names a few times in it."""


def examine(profile: Path, ledger: str, now: datetime) -> Iterator[HealthFinding]:
    """Look at everything that letters depend on, one finding after the other."""
    yield from _profile(profile)
    yield from _statements(profile, now)
    yield from _ledger(ledger, now)
    yield from examine_retention(profile, ledger, now)
    yield from _mailbox(profile, ledger, now)
    files = [profile]
    if not is_server(ledger):
        files.append(Path(ledger))
        yield from _writing(Path(ledger))
        yield from _folder(Path(ledger))
        yield from _keys(Path(ledger))
        yield from _encryption(Path(ledger))
    yield from _permissions(files)
    yield from examine_storage(profile, ledger)
    yield _directory(now)
    yield _fonts()


def _profile(path: Path) -> Iterator[HealthFinding]:
    from prisonmail.sender.store import check

    try:
        checked = check(path)
    except PrisonmailError as error:
        yield HealthFinding("profile", Health.BAD, error.message, error.remedy)
        return
    yield HealthFinding("profile", Health.GOOD, f"{path} is in order.")
    for concern in find_idle_clerks(checked.senders, path):
        yield HealthFinding("profile", Health.CAUTION, concern.message, concern.remedy)


def _statements(profile: Path, now: datetime) -> Iterator[HealthFinding]:
    from prisonmail.sender.store import read_acceptance

    accepted = read_acceptance(profile)
    if accepted and accepted.is_due(now):
        day = clock.long_date(clock.uk_date(datetime.fromisoformat(accepted.at)))
        said = f"The statements on who may use prisonmail were last accepted on {day}."
        remedy = "Read them, and accept them: prisonmail profile statements --accept"
        yield HealthFinding("statements", Health.CAUTION, said, remedy)


def _ledger(place: str, now: datetime) -> Iterator[HealthFinding]:
    name = safe_name(place)
    try:
        with open_ledger(place) as opened:
            found = opened.audit()
            batches = opened.count_batches()
            guesses = opened.count_guesses(now - timedelta(days=_GUESS_DAYS))
            accesses = opened.ownership.count_accesses(now - timedelta(days=_ACCESS_DAYS))
    except PrisonmailError as error:
        health = Health.CAUTION if isinstance(error, LedgerMissing) else Health.BAD
        yield HealthFinding("ledger", health, error.message, error.remedy)
        return
    if found.faults:
        yield HealthFinding("ledger", Health.BAD, found.faults[0], "See: prisonmail ledger check")
    else:
        counts = f"batches {batches:,}, events {found.head.number:,}"
        yield HealthFinding("ledger", Health.GOOD, f"{name} is in order ({counts}).")
    if guesses:
        yield _guesses(guesses)
    if accesses:
        yield _accesses(accesses)
    for remark in found.vouching.remarks:
        yield HealthFinding("vouching", Health.CAUTION, remark, "See: prisonmail ledger check")
    if found.without_paper:
        listed = ", ".join(found.without_paper)
        message = f"Recorded, but perhaps without paper: {listed}."
        yield HealthFinding("paper", Health.CAUTION, message, "See: prisonmail batches")


def _mailbox(path: Path, place: str, now: datetime) -> Iterator[HealthFinding]:
    """Say whether the sender may issue, and whether its mailbox is proved."""
    from prisonmail.sender.store import check

    with suppress(PrisonmailError):  # told of profile and ledger already
        profile = check(path)
        found = find_fitness(place, profile.particulars, profile.proof_days)
        try:
            refuse_unfit(found, now)
        except SenderRefused as error:
            yield HealthFinding("sender", Health.BAD, error.message, error.remedy)
            return
        if found.good_until and found.is_proved(now):
            day = clock.long_date(clock.uk_date(found.good_until))
            yield HealthFinding("mailbox", Health.GOOD, f"{found.address} is proved until {day}.")
        else:
            said = f"{found.address} is not proved."
            remedy = "Prove it with: prisonmail profile confirm"
            yield HealthFinding("mailbox", Health.CAUTION, said, remedy)


def _guesses(number: int) -> HealthFinding:
    said = (
        f"In the last {_GUESS_DAYS} days what is no code of this ledger was checked "
        f"{number:,} {'time' if number == 1 else 'times'}."
    )
    if number < _MANY_GUESSES:
        return HealthFinding("guesses", Health.GOOD, said)
    return HealthFinding(
        "guesses",
        Health.CAUTION,
        said,
        "Somebody may be guessing codes. See where and when: prisonmail ledger log",
    )


def _accesses(number: int) -> HealthFinding:
    times = "time" if number == 1 else "times"
    said = (
        f"In the last {_ACCESS_DAYS} days somebody went to batches of somebody else as an "
        f"exception {number:,} {times}."
    )
    remedy = "See who, and why: prisonmail ledger log"
    return HealthFinding("exceptional", Health.CAUTION, said, remedy)


def _writing(ledger: Path) -> Iterator[HealthFinding]:
    folder = ledger.absolute().parent
    for path in (ledger, Path(f"{ledger}-wal"), Path(f"{ledger}-shm"), folder):
        if path.exists() and not os.access(path, os.W_OK):
            yield HealthFinding(
                "writing",
                Health.BAD,
                f"{path} cannot be written to, so that no check is recorded.",
                f"Open it to its owner with: {_name_opening(path)}",
            )


def _name_opening(path: Path) -> str:
    return f'attrib -r "{path}"' if os.name == "nt" else f"chmod u+w '{path}'"


def _folder(ledger: Path) -> Iterator[HealthFinding]:
    folder = ledger.absolute().parent
    if ledger.is_file():
        yield HealthFinding(
            "size", Health.GOOD, f"The ledger has {_amount(ledger.stat().st_size)}."
        )
    if folder.is_dir():
        free = shutil.disk_usage(folder).free
        health = Health.GOOD if free >= _LEAST_FREE else Health.CAUTION
        yield HealthFinding("disk", health, f"{_amount(free)} free at {folder}.")
        stale = list(find_left_behind(folder))
        if stale:
            names = ", ".join(path.name for path in stale)
            yield HealthFinding("files", Health.CAUTION, f"Left behind by a crash: {names}.")


def _keys(ledger: Path) -> Iterator[HealthFinding]:
    """Find out if whoever can write to the ledger can also seal its heads."""
    beside = ledger.absolute().parent.resolve() == kept_apart.folder().parent.resolve()
    if beside and ledger.is_file() and kept_apart.has_keys():
        yield HealthFinding(
            "keys",
            Health.CAUTION,
            f"The key that seals the ledger's heads lies in the ledger's own folder: whoever has "
            f"{ledger.absolute().parent} has all.",
            "Note the last event on another disk too: prisonmail ledger witness FILE",
        )


def _encryption(ledger: Path) -> Iterator[HealthFinding]:
    """Say whether the ledger is encrypted, and if a lost key would be a lost ledger."""
    old, folder = find_old_file(ledger), ledger.absolute().parent
    if old:
        message = f"The ledger as it was before was left behind by a crash: {old}."
        remedy = "Run once more what was stopped: prisonmail ledger encrypt, decrypt or rekey"
        yield HealthFinding("encryption", Health.BAD, message, remedy)
    if not is_encrypted(ledger):
        if ledger.is_file():
            said = "The ledger is not encrypted: who has its disk or a copy can read it."
            yield HealthFinding("encryption", Health.GOOD, said)
        return
    try:
        key = cipher_keys.find_key(ledger)
    except PrisonmailError:  # the finding on the ledger says so
        return
    note = cipher_keys.find_note(key) if key else None
    if note and Path(note.file).is_relative_to(folder):
        said = f"The ledger's key lies in the ledger's own folder: whoever has {folder} has all."
        remedy = "Keep it elsewhere: prisonmail ledger rekey --key-file FILE"
        yield HealthFinding("encryption", Health.CAUTION, said, remedy)
    if note and note.exported:
        day = clock.long_time(datetime.fromisoformat(note.exported))
        said = f"The ledger is encrypted. Its key was written down on {day}."
        yield HealthFinding("encryption", Health.GOOD, said)
        return
    said = "The ledger is encrypted, and its key is not written down: a lost key is a lost ledger."
    remedy = "Write it down with: prisonmail ledger key export"
    yield HealthFinding("encryption", Health.CAUTION, said, remedy)


def _permissions(files: Iterable[Path]) -> Iterator[HealthFinding]:
    """Find what other users may look into."""
    modes = dict.fromkeys(files, 0o600) | {each.absolute().parent: 0o700 for each in files}
    for each, mode in modes.items():
        if each.exists() and is_open(each, each.stat().st_mode):
            yield HealthFinding(
                "permissions",
                Health.CAUTION,
                f"Other users of this computer may look into {each}.",
                f"Close it to them with: {name_closing(each, f'{mode:o}')}",
            )


def _directory(now: datetime) -> HealthFinding:
    from prisonmail.prisons.store import load_directory

    try:
        as_of = load_directory().as_of
    except PrisonmailError as error:
        return HealthFinding("prisons", Health.BAD, error.message, error.remedy)
    days = (clock.uk_date(now) - as_of).days
    message = f"The oldest entry in the directory of prisons is of {clock.long_date(as_of)}."
    if days <= _OLD_DIRECTORY_DAYS:
        return HealthFinding("prisons", Health.GOOD, message)
    remedy = "Take a newer register with: prisonmail prisons import FILE"
    return HealthFinding("prisons", Health.CAUTION, message, remedy)


def _fonts() -> HealthFinding:
    from prisonmail.sheets.fonts import load_roboto

    try:
        load_roboto()
    except (OSError, ImportError, KeyError):
        message = "The typeface Roboto is missing or damaged."
        return HealthFinding("typeface", Health.BAD, message, "Install prisonmail again.")
    return HealthFinding("typeface", Health.GOOD, "Roboto is in place.")


def _amount(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
