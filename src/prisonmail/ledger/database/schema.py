"""The ledger's tables, and the steps that bring an older ledger up to date.

Step 1 makes version 1, and each later step the version after that. A released step is never
changed: a new version is a new step at the end. Personal fields have tables of their own
(`recipients`, `remarks`), so that they can be erased and the rest kept.
"""

import secrets
from collections.abc import Collection

from prisonmail.errors import InputMissing, LedgerMissing
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.database.docket_statements import (
    ADDRESSEE_COLUMNS,
    ANNOUNCED_COLUMNS,
    DOCKET_COLUMNS,
    WITHDRAWAL_COLUMNS,
)
from prisonmail.ledger.database.statements import (
    BATCH_COLUMNS,
    LETTER_COLUMNS,
    PERSON_COLUMNS,
    RECIPIENT_COLUMNS,
)
from prisonmail.system import clock

_VERSION_1 = (
    """
    CREATE TABLE ledger (
        version INTEGER NOT NULL,
        made_at TEXT NOT NULL,
        events BIGINT NOT NULL,
        head TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE batches (
        id TEXT PRIMARY KEY,
        issued_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        envelope TEXT NOT NULL,
        printing TEXT NOT NULL,
        size INTEGER NOT NULL,
        random_check INTEGER NOT NULL,
        organisation TEXT NOT NULL,
        cjsm_address TEXT NOT NULL,
        sender TEXT NOT NULL,
        list_digest TEXT
    )
    """,
    """
    CREATE TABLE letters (
        batch_id TEXT NOT NULL REFERENCES batches (id),
        sheet INTEGER NOT NULL,
        code TEXT NOT NULL UNIQUE,
        line INTEGER NOT NULL,
        marking TEXT NOT NULL,
        prison TEXT NOT NULL,
        prison_name TEXT NOT NULL,
        address TEXT NOT NULL,
        first_check BIGINT,
        cancelled BIGINT,
        PRIMARY KEY (batch_id, sheet)
    )
    """,
    """
    CREATE TABLE recipients (
        batch_id TEXT NOT NULL,
        sheet INTEGER NOT NULL,
        name TEXT NOT NULL,
        prison_number TEXT,
        date_of_birth TEXT,
        reference TEXT NOT NULL,
        additions TEXT,
        PRIMARY KEY (batch_id, sheet),
        FOREIGN KEY (batch_id, sheet) REFERENCES letters (batch_id, sheet)
    )
    """,
    """
    CREATE TABLE events (
        number BIGINT PRIMARY KEY,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        batch_id TEXT,
        code TEXT,
        detail TEXT NOT NULL,
        seal TEXT NOT NULL,
        hash TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE remarks (
        event BIGINT PRIMARY KEY REFERENCES events (number),
        key TEXT NOT NULL,
        location TEXT,
        checked_by TEXT,
        remark TEXT
    )
    """,
    "CREATE INDEX events_of_code ON events (code) WHERE code IS NOT NULL",
    "CREATE INDEX events_of_batch ON events (batch_id) WHERE batch_id IS NOT NULL",
    "INSERT INTO ledger (version, made_at, events, head) VALUES (0, :now, 0, '')",
)

# A name that a copy keeps, and heads that are sealed with a key kept apart from the ledger. Several
# keys may seal one head.
_VERSION_2 = (
    "ALTER TABLE ledger ADD COLUMN id TEXT NOT NULL DEFAULT ''",
    "UPDATE ledger SET id = :id",
    """
    CREATE TABLE heads (
        number BIGINT NOT NULL REFERENCES events (number),
        sealed_by TEXT NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (number, sealed_by)
    )
    """,
)

# The firm's own barcodes of HMPPS. They are erased with the people, so they are kept with them.
_VERSION_3 = (
    "ALTER TABLE recipients ADD COLUMN barcode TEXT",
    "CREATE INDEX recipients_of_barcode ON recipients (barcode) WHERE barcode IS NOT NULL",
)

# Who was at the keyboard, and of which machine; an address book, each entry bound to the event that
# wrote it last; the key by which a repeated order is known; and by whom letters are found again.
_VERSION_4 = (
    "ALTER TABLE remarks ADD COLUMN operator TEXT",
    "ALTER TABLE remarks ADD COLUMN machine TEXT",
    """
    CREATE TABLE people (
        id TEXT PRIMARY KEY,
        event BIGINT NOT NULL REFERENCES events (number),
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        prison_number TEXT,
        date_of_birth TEXT,
        prison TEXT NOT NULL,
        reference TEXT NOT NULL,
        note TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX people_of_number ON people (prison_number) "
    "WHERE prison_number IS NOT NULL",
    "ALTER TABLE batches ADD COLUMN order_key TEXT",
    "CREATE UNIQUE INDEX batches_of_order ON batches (order_key) WHERE order_key IS NOT NULL",
    "CREATE INDEX recipients_of_number ON recipients (prison_number) "
    "WHERE prison_number IS NOT NULL",
    "CREATE INDEX recipients_of_birth ON recipients (date_of_birth) "
    "WHERE date_of_birth IS NOT NULL",
)

# Events found by their kind: what holds for all who use the ledger is the last event of its kind.
# A sender is found by its address at each check of a code.
# Entries of the address book found by the event that each is bound to, and by date of birth. And
# who signed a letter, if not the sender of its batch.
# What a desk has received from senders whose ledgers are elsewhere: dockets, each bound to the
# event that received it, their letters and whom these are to, and the codes that they withdraw.
_VERSION_5 = (
    "CREATE INDEX events_of_kind ON events (kind, number)",
    "CREATE INDEX events_of_sender ON events (kind, detail) WHERE kind = 'sender'",
    "CREATE UNIQUE INDEX people_of_event ON people (event)",
    "CREATE INDEX people_of_birth ON people (date_of_birth) WHERE date_of_birth IS NOT NULL",
    "ALTER TABLE letters ADD COLUMN signatory TEXT",
    """
    CREATE TABLE dockets (
        event BIGINT PRIMARY KEY REFERENCES events (number),
        key TEXT NOT NULL,
        prison TEXT NOT NULL,
        serial INTEGER NOT NULL,
        prison_name TEXT NOT NULL,
        digest TEXT NOT NULL,
        previous TEXT,
        made_at TEXT NOT NULL,
        good_until TEXT NOT NULL,
        organisation TEXT NOT NULL,
        cjsm_address TEXT NOT NULL,
        sender TEXT NOT NULL,
        UNIQUE (key, prison, serial)
    )
    """,
    """
    CREATE TABLE announced (
        docket BIGINT NOT NULL REFERENCES dockets (event),
        place INTEGER NOT NULL,
        code TEXT NOT NULL,
        marking TEXT NOT NULL,
        issued_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        PRIMARY KEY (docket, place)
    )
    """,
    "CREATE INDEX announced_of_code ON announced (code)",
    """
    CREATE TABLE addressees (
        docket BIGINT NOT NULL,
        place INTEGER NOT NULL,
        name TEXT NOT NULL,
        prison_number TEXT,
        date_of_birth TEXT,
        barcode TEXT,
        PRIMARY KEY (docket, place),
        FOREIGN KEY (docket, place) REFERENCES announced (docket, place)
    )
    """,
    """
    CREATE TABLE withdrawals (
        docket BIGINT NOT NULL REFERENCES dockets (event),
        code TEXT NOT NULL,
        PRIMARY KEY (docket, code)
    )
    """,
    "CREATE INDEX withdrawals_of_code ON withdrawals (code)",
)

STEPS: tuple[tuple[str, ...], ...] = (
    _VERSION_1,
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
)

COLUMNS = {
    "ledger": ("version", "made_at", "events", "head", "id"),
    "batches": (*BATCH_COLUMNS, "list_digest", "order_key"),
    "letters": (*LETTER_COLUMNS, "first_check", "cancelled"),
    "recipients": RECIPIENT_COLUMNS,
    "events": ("number", "kind", "at", "batch_id", "code", "detail", "seal", "hash"),
    "remarks": ("event", "key", "location", "checked_by", "remark", "operator", "machine"),
    "heads": ("number", "sealed_by", "seal"),
    "people": ("id", "event", "key", *PERSON_COLUMNS),
    "dockets": DOCKET_COLUMNS,
    "announced": ANNOUNCED_COLUMNS,
    "addressees": ADDRESSEE_COLUMNS,
    "withdrawals": WITHDRAWAL_COLUMNS,
}
"""The columns of all tables, each table after those that its rows refer to, as copies need it."""
TABLES = tuple(COLUMNS)
_READ_VERSION = "SELECT version FROM ledger"
PERSONAL_TABLES = ("recipients", "remarks", "batches", "people", "addressees")
"""The tables that a purge erases rows or cells of."""
_ID_BYTES = 8


def prepare(database: Database, *, make: bool, upgrade: bool = False) -> int:
    """Bring the tables up to date; with `make`, make them if there are none.

    Return the version that they had, 0 if they are new. Raises InputMissing if there is no ledger,
    or one from a newer prisonmail, or without `upgrade` an older one on a server.
    """
    if _is_current(database):
        return len(STEPS)
    with database.exclusive():  # another process may have done it by now, so look once more
        version = _find_version(database, make=make)
        if not (database.own_file or upgrade):
            _refuse_older(database, version)
        take_steps(database, version)
        database.execute("UPDATE ledger SET version = :version", {"version": len(STEPS)})
    return version


def take_steps(database: Database, version: int = 0) -> None:
    """Bring tables of a version up to date; those of version 0 are not there yet."""
    values = {"now": clock.now().isoformat(), "id": secrets.token_hex(_ID_BYTES)}
    for statement in (line for step in STEPS[version:] for line in step):
        database.execute(statement, values)


def is_ledger(tables: Collection[str]) -> bool:
    """Check whether tables are a ledger's. One name is not enough: others have a `ledger` too."""
    return {"ledger", "letters", "events"}.issubset(tables)


def _is_current(database: Database) -> bool:
    try:
        row = database.fetch_one(_READ_VERSION)
    except database.no_table:
        return False
    return row is not None and row["version"] == len(STEPS)


def _find_version(database: Database, *, make: bool) -> int:
    tables = database.list_tables()
    if is_ledger(tables):
        return _check_version(database)
    if not make:
        raise LedgerMissing(
            f"There is no ledger in {database.name} yet.", "The first generate makes it."
        )
    if tables & set(TABLES) or (tables and database.own_file):
        raise InputMissing(
            f"{database.name} holds tables of another program.", "Name another place with --ledger."
        )
    return 0


def _refuse_older(database: Database, version: int) -> None:
    if 0 < version < len(STEPS):
        raise InputMissing(
            f"The ledger {database.name} was made by an older prisonmail (ledger version {version};"
            f" this one has {len(STEPS)}). If it is brought up to date, desks that still have the "
            "older one are shut out.",
            "Install this prisonmail on all desks, then run once: "
            "prisonmail ledger check --upgrade-ledger",
        )


def _check_version(database: Database) -> int:
    row = database.fetch_one(_READ_VERSION)
    version = int(row["version"]) if row else 0
    if version > len(STEPS):
        raise InputMissing(
            f"The ledger {database.name} was made by a newer prisonmail "
            f"(ledger version {version}; this one knows {len(STEPS)}).",
            "Install the newer prisonmail on this machine too.",
        )
    return version
