"""The use cases that take a whole home along: saved in one archive, and restored elsewhere."""

import hashlib
import io
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from prisonmail.errors import InputMissing, LedgerWentBack, OutputRefused, WrongUsage
from prisonmail.ledger.apart import sightings
from prisonmail.ledger.apart.cipher_keys import KEY_ENDING, find_key, keep_key, key_ring
from prisonmail.ledger.database.cipher import KEY_BYTES, KeyRing, LedgerKey
from prisonmail.ledger.store import Ledger, default_path, is_server, open_ledger, safe_name
from prisonmail.sender.profile import DEFAULT_MAILROOMS
from prisonmail.sender.profile_layers import Entries, ProfileSource, merge
from prisonmail.sender.store import list_sources
from prisonmail.system import folders, output_files
from prisonmail.system.home import contents, placing
from prisonmail.system.home.archive import (
    ArchiveReader,
    ArchiveWriter,
    Label,
    make_archive,
    open_archive,
)
from prisonmail.system.home.contents import LEDGER_EXPORT, PROFILE, SIGHTINGS, Entry, folder_of
from prisonmail.system.home.placing import LEDGER_FILE, Plan
from prisonmail.system.record import Record, replace
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.keeping.ledger_log import EventKind, record_change

Ask = Callable[[], str]
"""Asks for the passphrase, when it is needed."""


class HomeCopy(Record, frozen=True):
    """What is in an archive."""

    label: Label
    entries: tuple[Entry, ...]
    missing: tuple[str, ...] = ()
    """What belongs to the home and is not in it: a ledger on a server, files that lie elsewhere."""

    @property
    def topics(self) -> dict[str, int]:
        """How many there are of each thing."""
        return contents.count_topics(self.entries)


class Restored(Record, frozen=True):
    """What a restore has done."""

    copy: HomeCopy | None
    """What is in place now; None if only what an earlier run had begun was finished."""
    ledger: str
    """Where the ledger lies now; empty if none came along."""
    aside: tuple[str, ...]
    """The folders with what was in the way."""
    other: bool = False
    """Whether what was finished had begun with another archive than the one given now."""


def save(
    target: Path, ledger: str, ask: Ask, now: datetime, *, force: bool, by: str | None = None
) -> HomeCopy:
    """Write everything of this home into a new archive; return what is in it.

    Raises InputMissing if there is nothing, or a part cannot be read, and OutputRefused.
    """
    if is_stdout(target):
        raise WrongUsage("An archive is a file.", "Name one.")
    output_files.refuse_if_taken(target, force=force, kept=[ledger])
    folders.refuse_half_restored(folders.records_folder())
    files, elsewhere = _list_files()
    has_ledger = not is_server(ledger) and (Path(ledger).exists() or not _is_default(ledger))
    if not files and not has_ledger:
        raise InputMissing("There is nothing to save: neither a profile nor a ledger.")
    passphrase = ask()
    label = _write_label(ledger, now, has_ledger=has_ledger)
    with (
        output_files.temporary_path(target, replace=force) as temporary,
        make_archive(temporary, passphrase) as archive,
    ):
        if has_ledger:
            _add_ledger(archive, ledger, target, now, by)
        else:
            _add(archive, SIGHTINGS, sightings.gather())
        for each in files:
            _add(archive, each, _read(folder_of(each.kind) / each.name))
        for key in _list_keys(ledger):
            _add(archive, _name_key(key), key.secret.hex().encode())
        entries = archive.close(label)
    if is_server(ledger):
        record_change(ledger, EventKind.HOME_SAVED, str(target), now, by=by)
    return HomeCopy(label, entries, _name_missing(label, elsewhere))


def restore(archive: Path, ask: Ask, now: datetime, *, force: bool) -> Restored:
    """Put everything of an archive in place, all of it or nothing; what is there goes aside.

    A restore that was stopped after it was decided is finished first. Raises OutputRefused if
    something is there and force is not set, or the ledger is in use; InputMissing if the archive
    does not open or is not whole. The home is then as it was.
    """
    with placing.one_at_a_time():
        if begun := placing.read_plan():
            finished = _finish(begun)
            same = begun.archive == _digest(archive)
            if same or not force:
                return replace(finished, other=not same)
        _refuse_occupied((), force=force)
        with open_archive(archive, ask()) as opened:
            opened.check()
            return _take(opened, archive, now, force=force)


def _take(opened: ArchiveReader, file: Path, now: datetime, *, force: bool) -> Restored:
    placed = [each for each in opened.entries if each.kind in (contents.SETTINGS, contents.RECORDS)]
    if LEDGER_EXPORT in opened.entries:
        placed.append(LEDGER_FILE)
    _refuse_occupied(placed, force=force)
    placing.clear()
    try:
        _stage(opened, file)
        _keep_keys(opened, now)
        plan = Plan(_digest(file), placing.name_aside(f"{now:%Y-%m-%d}"), tuple(placed))
        placing.decide(plan)
    except BaseException:
        placing.clear()
        raise
    done = _finish(plan)
    copy = HomeCopy(opened.label, opened.entries, _name_missing(opened.label, ()))
    return Restored(copy, done.ledger, done.aside)


def _finish(plan: Plan) -> Restored:
    """Put in place what waits; run once more, it does what is left."""
    placing.put_in_place(plan)
    ledger = folder_of(LEDGER_FILE.kind) / LEDGER_FILE.name
    aside = [folder_of(kind) / plan.aside for kind in (contents.SETTINGS, contents.RECORDS)]
    brought = _read_sightings(placing.stage(SIGHTINGS))
    old_place = aside[1] / LEDGER_FILE.name
    sightings.join(brought, os.path.realpath(ledger), os.path.realpath(old_place))
    placing.clear()
    return Restored(
        None,
        str(ledger) if LEDGER_FILE in plan.staged else "",
        tuple(dict.fromkeys(str(each) for each in aside if each.exists())),
    )


def _stage(opened: ArchiveReader, file: Path) -> None:
    """Write everything to where it waits, safely on disk."""
    for each in opened.entries:
        with opened.open(each) as content:
            if each == LEDGER_EXPORT:
                _stage_ledger(content, file, _find_key(opened))
            elif each.kind != contents.CIPHER:
                with output_files.new_file(placing.stage(each), replace=True) as staged:
                    staged.write(content.read())
    if SIGHTINGS in opened.entries:
        _read_sightings(placing.stage(SIGHTINGS))


def _stage_ledger(content: BinaryIO, file: Path, key: LedgerKey | None) -> None:
    path = placing.stage(LEDGER_FILE)
    keys = KeyRing(lambda: [key] if key else [], lambda: key)
    with (
        io.TextIOWrapper(content, "utf-8") as lines,
        open_ledger(path, make=True, shared=False, keys=keys) as ledger,
    ):
        try:
            ledger.fill_from(lines, f"The ledger in {file}", noted=False)
        except UnicodeDecodeError:
            raise InputMissing(f"The ledger in {file} is not text.") from None


def _find_key(opened: ArchiveReader) -> LedgerKey | None:
    """Return the key of the ledger in an archive; None if it is not encrypted."""
    name = opened.label.key
    return _read_key(opened, Entry(contents.CIPHER, f"{name}{KEY_ENDING}")) if name else None


def _keep_keys(opened: ArchiveReader, now: datetime) -> None:
    """Keep all keys of an archive: backups of its ledger may need those that it had before."""
    for entry in (each for each in opened.entries if each.kind == contents.CIPHER):
        key = _read_key(opened, entry)
        its = default_path() if key.name == opened.label.key else Path(opened.label.ledger)
        keep_key(key, its, now.isoformat())


def _read_key(opened: ArchiveReader, entry: Entry) -> LedgerKey:
    content = b""
    if entry in opened.entries:
        with opened.open(entry) as file:
            content = file.read()
    with suppress(ValueError):
        key = LedgerKey(bytes.fromhex(content.decode("ascii")))
        if len(key.secret) == KEY_BYTES and _name_key(key) == entry:
            return key
    raise InputMissing(
        "A key of an encrypted ledger in the archive is not what its name says.",
        "Make another with: prisonmail home save FILE",
    )


def _list_keys(ledger: str) -> list[LedgerKey]:
    place = default_path() if is_server(ledger) else Path(ledger)
    return list(dict.fromkeys(key_ring(place).for_file()))


def _name_key(key: LedgerKey) -> Entry:
    return Entry(contents.CIPHER, f"{key.name}{KEY_ENDING}")


def _write_label(ledger: str, now: datetime, *, has_ledger: bool) -> Label:
    key = find_key(Path(ledger)) if has_ledger else None
    named = safe_name(ledger) if has_ledger or is_server(ledger) else ""
    return Label(now.isoformat(), named, key.name if key else "")


def _read_sightings(path: Path) -> sightings.Memories:
    try:
        return sightings.read(path.read_bytes())
    except FileNotFoundError:
        return sightings.Memories()
    except (OSError, ValueError, RecursionError):
        raise InputMissing(
            "What the archive says of last events is not what any machine sees.",
            "Make another with: prisonmail home save FILE",
        ) from None


def _add_ledger(
    archive: ArchiveWriter, place: str, target: Path, now: datetime, by: str | None
) -> None:
    """Put a ledger into an archive as it is now, and before it what this machine saw of it.

    That it is saved is recorded before, so that the archive holds that too. Raises InputMissing if
    it is not in order, since it could not be restored.
    """
    with open_ledger(place, by=by) as ledger:
        _refuse_faulty(ledger)
        with suppress(LedgerWentBack):  # nothing is written into such a one
            ledger.record_change(EventKind.HOME_SAVED, str(target), now)
        _add(archive, SIGHTINGS, sightings.gather(*ledger.recall()))
        with archive.add(LEDGER_EXPORT) as file:
            ledger.export(file)


def _refuse_faulty(ledger: Ledger) -> None:
    fault = next(iter(ledger.audit().faults), "")
    if fault:
        raise InputMissing(
            f"Nothing was saved, because the ledger is not as it was recorded: {fault}",
            "See: prisonmail ledger check",
        )


def _add(archive: ArchiveWriter, entry: Entry, content: bytes) -> None:
    with archive.add(entry) as file:
        file.write(content)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputMissing(f"{path} cannot be read: {error.strerror}.") from None


def _list_files() -> tuple[list[Entry], tuple[str, ...]]:
    """Return the files of this home, and what else belongs to its profile and lies elsewhere."""
    files, sources = contents.list_files(), tuple[ProfileSource, ...]()
    with suppress(InputMissing):  # a profile that is wrong is taken as it is
        sources = list_sources(folder_of(PROFILE.kind) / PROFILE.name)
    elsewhere = tuple(f"the profile {each.path}" for each in sources[1:])
    named = _list_named(merge([each.entries for each in sources]))
    beside = {what: contents.name_beside(path) for what, path in named.items()}
    files += dict.fromkeys(filter(None, beside.values()))
    missing = (f"{what} {path}" for what, path in named.items() if not beside[what])
    return files, (*elsewhere, *missing)


def _list_named(entries: Entries) -> dict[str, str]:
    """Return the files that a profile names, by what they are."""
    relay, usual = (entries.get(table) for table in ("relay", "defaults"))
    mailrooms = entries.get("mailrooms") or DEFAULT_MAILROOMS
    has_mailrooms = "mailrooms" in entries or contents.name_beside(mailrooms)
    named = {
        "the letterhead": entries.get("letterhead"),
        "the table of mailrooms": mailrooms if has_mailrooms else None,
        "the certificates of the relay": relay.get("ca_file") if isinstance(relay, dict) else None,
        "the usual letter": usual.get("letter") if isinstance(usual, dict) else None,
    }
    return {what: str(path) for what, path in named.items() if path}


def _name_missing(label: Label, elsewhere: tuple[str, ...]) -> tuple[str, ...]:
    server = (f"the ledger {label.ledger}",) if is_server(label.ledger) else ()
    return (*server, *elsewhere)


def _is_default(ledger: str) -> bool:
    return Path(ledger) == default_path()


def _refuse_occupied(staged: tuple[Entry, ...] | list[Entry], *, force: bool) -> None:
    found = placing.find_in_the_way(staged)
    if found and not force:
        names = ", ".join(str(path) for path in found[:5])
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise OutputRefused(
            f"There is a home here already: {names}{more}.",
            "To move it aside, into a folder beside it, add --force; or set PRISONMAIL_HOME to an "
            "empty folder.",
        )


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; of one that cannot be read, nothing."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
