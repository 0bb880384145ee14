"""The statements of the ledger, in SQL that SQLite and PostgreSQL both read.

Personal fields have a table of their own, so that they can be erased by themselves.
"""

SCHEMA_VERSION = 1

TABLES = (
    """
    CREATE TABLE ledger (
        version INTEGER NOT NULL,
        made_at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE batches (
        id TEXT PRIMARY KEY,
        issued_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        envelope TEXT NOT NULL,
        size INTEGER NOT NULL,
        organisation TEXT NOT NULL,
        cjsm_address TEXT NOT NULL,
        sender TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE letters (
        code TEXT PRIMARY KEY,
        batch_id TEXT NOT NULL REFERENCES batches (id),
        sheet INTEGER NOT NULL,
        line INTEGER NOT NULL,
        marking TEXT NOT NULL,
        prison TEXT NOT NULL,
        prison_name TEXT NOT NULL,
        address TEXT NOT NULL,
        first_check INTEGER,
        UNIQUE (batch_id, sheet)
    )
    """,
    """
    CREATE TABLE recipients (
        code TEXT PRIMARY KEY REFERENCES letters (code),
        name TEXT NOT NULL,
        prison_number TEXT,
        date_of_birth TEXT,
        reference TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE checks (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL,
        checked_at TEXT NOT NULL,
        verdict TEXT NOT NULL,
        location TEXT,
        checked_by TEXT
    )
    """,
    "CREATE INDEX checks_of_code ON checks (code)",
)

RECORD_VERSION = "INSERT INTO ledger (version, made_at) VALUES (:version, :made_at)"
READ_VERSION = "SELECT version FROM ledger"

RECORD_BATCH = """
    INSERT INTO batches
        (id, issued_at, expires_at, envelope, size, organisation, cjsm_address, sender)
    VALUES
        (:id, :issued_at, :expires_at, :envelope, :size, :organisation, :cjsm_address, :sender)
"""
RECORD_LETTER = """
    INSERT INTO letters
        (code, batch_id, sheet, line, marking, prison, prison_name, address)
    VALUES
        (:code, :batch_id, :sheet, :line, :marking, :prison, :prison_name, :address)
"""
RECORD_RECIPIENT = """
    INSERT INTO recipients (code, name, prison_number, date_of_birth, reference)
    VALUES (:code, :name, :prison_number, :date_of_birth, :reference)
"""
FIND_LETTER = """
    SELECT letters.code, letters.marking, letters.prison, letters.prison_name,
           batches.issued_at, batches.expires_at, batches.organisation, batches.cjsm_address,
           recipients.name, recipients.prison_number, recipients.date_of_birth,
           recipients.reference,
           checks.checked_at, checks.location, checks.checked_by
    FROM letters
    JOIN batches ON batches.id = letters.batch_id
    LEFT JOIN recipients ON recipients.code = letters.code
    LEFT JOIN checks ON checks.id = letters.first_check
    WHERE letters.code = :code
"""
READ_LETTER = """
    SELECT letters.code, letters.sheet, letters.line, letters.marking, letters.prison,
           letters.prison_name, letters.address,
           batches.id, batches.issued_at, batches.expires_at, batches.sender, batches.envelope,
           batches.size,
           recipients.name, recipients.prison_number, recipients.date_of_birth,
           recipients.reference
    FROM letters
    JOIN batches ON batches.id = letters.batch_id
    JOIN recipients ON recipients.code = letters.code
    WHERE letters.code = :code
"""
RECORD_CHECK = """
    INSERT INTO checks (id, code, checked_at, verdict, location, checked_by)
    SELECT COALESCE(MAX(id), 0) + 1, :code, :checked_at, :verdict, :location, :checked_by
    FROM checks
    RETURNING id
"""
USE_UP = "UPDATE letters SET first_check = :check WHERE code = :code AND first_check IS NULL"
