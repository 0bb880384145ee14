"""What is asked of the tables in which servers keep what is theirs, beside a ledger.

They are none of the ledger's: they have no version, no copy holds them, and if they are gone,
people sign in anew.
"""

TABLE = "server_notes"
"""The one that is made last."""
MAKE = (
    """
    CREATE TABLE server_items (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        until TEXT NOT NULL,
        PRIMARY KEY (kind, name)
    )
    """,
    "CREATE INDEX server_items_over ON server_items (until)",
    "CREATE TABLE server_notes (kind TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, "
    "until TEXT NOT NULL)",
    "CREATE INDEX server_notes_named ON server_notes (kind, name, at)",
    "CREATE INDEX server_notes_over ON server_notes (until)",
)
KEEP = """
    INSERT INTO server_items (kind, name, value, until) VALUES (:kind, :name, :value, :until)
    ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value, until = excluded.until
"""
FIND = """
    SELECT value FROM server_items WHERE kind = :kind AND name = :name AND until > :now
"""
LIST = "SELECT name, value FROM server_items WHERE kind = :kind AND until > :now ORDER BY name"
DROP = "DELETE FROM server_items WHERE kind = :kind AND name = :name"
NOTE = "INSERT INTO server_notes (kind, name, at, until) VALUES (:kind, :name, :at, :until)"
COUNT = """
    SELECT COUNT(*) AS noted FROM server_notes
    WHERE kind = :kind AND name = :name AND at > :since
"""
FORGET = "DELETE FROM server_notes WHERE kind = :kind AND name = :name"
PURGE = (
    "DELETE FROM server_items WHERE until <= :now",
    "DELETE FROM server_notes WHERE until <= :now",
)
