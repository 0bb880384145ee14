"""The statements of the ledger, in SQL that SQLite and PostgreSQL both read.

Digests and seals are made over the columns of a batch, a letter and a recipient in the order of
their names here: with another order, the chain of every older ledger would be broken.
"""

from collections.abc import Iterable
from functools import cache

from prisonmail.ledger.verdicts import USE_NOTHING_UP
from prisonmail.letters.packed_letters import FACTS, PERSON

BATCH_COLUMNS = (
    *("id", "issued_at", "expires_at", "envelope", "printing", "size", "random_check"),
    *("organisation", "cjsm_address", "sender"),
)
"""The facts of a batch. Its list's digest is not one: it is sealed and erased with the people."""
LETTER_COLUMNS = ("batch_id", "sheet", "code", *FACTS)
RECIPIENT_COLUMNS = ("batch_id", "sheet", *PERSON)
PERSON_COLUMNS = ("name", "prison_number", "date_of_birth", "prison", "reference", "note")
"""What the address book holds of a person."""

# This locks the ledger's only row until the transaction ends, so that events follow one another.
TAKE_TURN = "UPDATE ledger SET events = events + 1 RETURNING events, head, id, made_at"
RECORD_EVENT = """
    INSERT INTO events (number, kind, at, batch_id, code, detail, seal, hash)
    VALUES (:number, :kind, :at, :batch_id, :code, :detail, :seal, :hash)
"""
RECORD_HEAD = "UPDATE ledger SET events = :number, head = :hash"
RECORD_SEALED_HEAD = """
    INSERT INTO heads (number, sealed_by, seal) VALUES (:number, :sealed_by, :seal)
"""
RECORD_REMARK = """
    INSERT INTO remarks (event, key, location, checked_by, remark, operator, machine)
    VALUES (:event, :key, :location, :checked_by, :remark, :operator, :machine)
"""
RECORD_BATCH = """
    INSERT INTO batches
        (id, issued_at, expires_at, envelope, printing, size, random_check, organisation,
         cjsm_address, sender, list_digest, order_key)
    VALUES
        (:id, :issued_at, :expires_at, :envelope, :printing, :size, :random_check, :organisation,
         :cjsm_address, :sender, :list_digest, :order_key)
"""
# Only if it is not used up: the first check stays the first.
USE_UP = "UPDATE letters SET first_check = :event WHERE code = :code AND first_check IS NULL"
CANCEL_LETTER = "UPDATE letters SET cancelled = :event WHERE code = :code AND cancelled IS NULL"
CANCEL_BATCH = """
    UPDATE letters SET cancelled = :event WHERE batch_id = :batch_id AND cancelled IS NULL
"""

# Of one code or batch, and by no index of kinds: with that a database may go through all events of
# a kind, in their order, until it meets the first of the code.
USED_UP = "kind || '' = 'checked' AND detail NOT IN ({})".format(
    ", ".join(f"'{each}'" for each in USE_NOTHING_UP)
)
_BY_EVENTS = f"""
    (SELECT MIN(number) FROM events WHERE code = letters.code AND {USED_UP}) AS used_by,
    (SELECT MIN(number) FROM events
     WHERE batch_id = letters.batch_id AND kind || '' = 'cancelled'
       AND (code IS NULL OR code = letters.code)) AS cancelled_by,
    letters.first_check,"""  # noqa: S608 - our own words

# What became of a letter is a query of its own, and asked only if something did: a server takes
# longer to plan one statement over all tables for a new connection than to answer it.
_ISSUED = """
    SELECT letters.batch_id, letters.sheet, letters.code, letters.line, letters.marking,
           letters.prison, letters.prison_name, letters.address,
           batches.issued_at, batches.expires_at, batches.organisation, batches.cjsm_address,
           batches.random_check, batches.sender, letters.signatory,
           recipients.name, recipients.prison_number, recipients.date_of_birth,
           recipients.reference, recipients.additions, recipients.barcode,
           letters.first_check, letters.cancelled
    FROM letters
    JOIN batches ON batches.id = letters.batch_id
    LEFT JOIN recipients
        ON recipients.batch_id = letters.batch_id AND recipients.sheet = letters.sheet
"""
# With what the events say of it: a column set back by hand must not make a code good again.
_FOUND = _ISSUED.replace("letters.first_check,", _BY_EVENTS)
# A range and not LIMIT: sheets have no gaps, and a range is quick with any plan of the database.
ISSUED_OF_BATCH = f"""
    {_ISSUED} WHERE letters.batch_id = :batch_id
    AND letters.sheet > :after AND letters.sheet <= :last
    ORDER BY letters.sheet
"""
_OUTCOMES = """
    SELECT number, at, detail, location, checked_by, remark
    FROM events LEFT JOIN remarks ON event = number
"""
FIRST_USE = f"{_OUTCOMES} WHERE code = :code AND {USED_UP} ORDER BY number LIMIT 1"
FIND_OUTCOMES = f"{_OUTCOMES} WHERE number IN (:first_check, :cancelled)"
OUTCOMES_OF_SHEETS = f"""
    {_OUTCOMES} WHERE number IN (
        SELECT first_check FROM letters
        WHERE batch_id = :batch_id AND sheet >= :first AND sheet <= :last
        UNION SELECT cancelled FROM letters
        WHERE batch_id = :batch_id AND sheet >= :first AND sheet <= :last)
"""  # noqa: S608 - our own words
FIND_ORDER = "SELECT id, list_digest FROM batches WHERE order_key = :order_key"
FIND_BATCH = "SELECT * FROM batches WHERE id = :id"
_SUMMARY = """
    SELECT batches.*,
           (SELECT COUNT(first_check) FROM letters WHERE batch_id = batches.id) AS checked,
           (SELECT COUNT(cancelled) FROM letters WHERE batch_id = batches.id) AS cancelled,
           (SELECT MIN(at) FROM events WHERE batch_id = batches.id
                AND kind = 'printed' AND code IS NULL) AS printed_at,
           (SELECT COUNT(DISTINCT code) FROM events WHERE batch_id = batches.id
                AND kind = 'arrived') AS arrived
    FROM batches
"""
# Of two batches of one second the event tells which came first. All these events are read at once:
# batch by batch, a database looks through all that happened to its letters.
_ISSUING = """
    LEFT JOIN (SELECT batch_id, MIN(number) AS place FROM events
               WHERE kind = 'issued' GROUP BY batch_id) AS issuing ON issuing.batch_id = id
"""
SUMMARIES = f"""
    {_SUMMARY} {_ISSUING} ORDER BY issued_at DESC, place DESC LIMIT :most OFFSET :skip
"""
SUMMARY = f"{_SUMMARY} WHERE id = :id"
COUNT_BATCHES = "SELECT COUNT(*) AS batches FROM batches"
WITHOUT_PAPER = f"""
    SELECT id FROM batches {_ISSUING} WHERE NOT EXISTS
        (SELECT 1 FROM events WHERE batch_id = batches.id AND kind = 'printed' AND code IS NULL)
    ORDER BY issued_at, place
"""  # noqa: S608 - our own words
ISSUED_FROM = f"""
    SELECT id FROM batches {_ISSUING}
    WHERE list_digest = :digest AND issued_at >= :first AND issued_at <= :last
    ORDER BY issued_at, place LIMIT 1
"""  # noqa: S608 - our own words
COUNT_GUESSES = """
    SELECT COUNT(*) AS guesses FROM events
    WHERE kind = 'checked' AND detail IN ('not-issued', 'mistyped') AND at >= :since
"""
_HAPPENING = """number, kind, at, events.code, detail, location, checked_by, remark,
    operator, machine,
    (seal <> '' AND event IS NULL) AS erased"""
HISTORY = f"""
    SELECT {_HAPPENING}, batch_id
    FROM events LEFT JOIN remarks ON event = number
    WHERE code = :code OR (batch_id = :batch_id AND code IS NULL)
    ORDER BY number
"""  # noqa: S608 - our own words
_LOG = f"""
    SELECT {_HAPPENING}, COALESCE(events.batch_id, letters.batch_id) AS batch_id
    FROM events LEFT JOIN remarks ON event = number
    LEFT JOIN letters ON letters.code = events.code
"""  # noqa: S608 - our own words
OF_BATCH = "(events.batch_id = :batch_id OR letters.batch_id = :batch_id)"
OF_CODE = "(events.code = :code OR (events.batch_id = :batch_id AND events.code IS NULL))"
BATCH_OF_CODE = "SELECT batch_id FROM letters WHERE code = :code"


def write_log(only: Iterable[str]) -> str:
    """Write the query of events of some conditions, a page of them, the oldest first."""
    return f"{_LOG} WHERE {' AND '.join(['number > :after', *only])} ORDER BY number LIMIT :page"


def write_log_back(only: Iterable[str]) -> str:
    """Write the same with the newest first."""
    where = " AND ".join(["number < :before", *only])
    return f"{_LOG} WHERE {where} ORDER BY number DESC LIMIT :page"


def _name_values(name: str, number: int) -> str:
    return ", ".join(f":{name}{each}" for each in range(number))


@cache
def write_find_letters(number: int) -> str:
    """Write the query of the letters with any of the codes `:code0`, `:code1` and so on."""
    return f"{_FOUND} WHERE letters.code IN ({_name_values('code', number)})"


def write_find_barcodes(number: int) -> str:
    """Write the query of letters, not cancelled, with any of `:barcode0`, `:barcode1` and so on."""
    wanted = _name_values("barcode", number)
    return f"""
        SELECT recipients.barcode, letters.code FROM recipients
        JOIN letters
            ON letters.batch_id = recipients.batch_id AND letters.sheet = recipients.sheet
        WHERE recipients.barcode IN ({wanted}) AND letters.cancelled IS NULL
    """  # noqa: S608 - our own names


_OF_A_PERSON = """
    FROM recipients
    JOIN letters ON letters.batch_id = recipients.batch_id AND letters.sheet = recipients.sheet
    JOIN batches ON batches.id = letters.batch_id
"""
_RECORDED = "LEFT JOIN events ON events.batch_id = batches.id AND events.kind = 'issued'"
TRACES = f"""
    SELECT letters.code, recipients.name, recipients.prison_number, recipients.reference
    {_OF_A_PERSON} {_RECORDED} ORDER BY batches.issued_at, events.number, letters.sheet
"""
BY_CODE = "letters.code"
BY_NUMBER = "recipients.prison_number"
BY_BIRTH = "recipients.date_of_birth"
BY_BIRTH_ALONE = "recipients.prison_number IS NULL AND recipients.date_of_birth"


def write_find_written(condition: str, number: int) -> str:
    """Write the query of letters by any of `:wanted0`, `:wanted1` and so on."""
    wanted = _name_values("wanted", number)
    return f"""
        SELECT letters.code, letters.prison, letters.prison_name, letters.first_check,
               letters.cancelled, letters.batch_id, batches.issued_at, batches.expires_at,
               recipients.name, recipients.prison_number, recipients.date_of_birth,
               events.number
        {_OF_A_PERSON} {_RECORDED} WHERE {condition} IN ({wanted})
    """


COUNT_BEFORE = f"""
    SELECT (SELECT COUNT(*) {_OF_A_PERSON} WHERE batches.issued_at < :before)
         + (SELECT COUNT(*) FROM addressees JOIN events ON events.number = addressees.docket
            WHERE events.at < :before) AS letters
"""  # noqa: S608 - our own words
TO_CHASE = f"""
    SELECT id FROM batches {_ISSUING}
    WHERE issued_at < :before AND EXISTS
        (SELECT 1 FROM letters
         WHERE batch_id = batches.id AND first_check IS NULL AND cancelled IS NULL)
    ORDER BY issued_at, place
"""  # noqa: S608 - our own words
READ_OUTCOME = "SELECT batch_id, first_check, cancelled FROM letters WHERE code = :code"

FIND_ISSUER = """
    SELECT operator, batches.sender FROM batches
    LEFT JOIN events ON events.batch_id = batches.id AND events.kind = 'issued'
    LEFT JOIN remarks ON event = number
    WHERE batches.id = :batch_id
"""
COUNT_EXCEPTIONAL = """
    SELECT COUNT(*) AS accesses FROM events WHERE kind = 'exceptional' AND at >= :since
"""
WRITE_ENTRY = f"""
    INSERT INTO people (id, event, key, {", ".join(PERSON_COLUMNS)})
    VALUES (:id, :event, :key, {", ".join(f":{column}" for column in PERSON_COLUMNS)})
    ON CONFLICT (id) DO UPDATE SET event = excluded.event, key = excluded.key,
        {", ".join(f"{column} = excluded.{column}" for column in PERSON_COLUMNS)}
"""  # noqa: S608 - our own names
REMOVE_ENTRY = "DELETE FROM people WHERE id = :id"
FIND_ENTRY = "SELECT id FROM people WHERE id = :id"
ANY_ENTRY = "SELECT id FROM people LIMIT 1"
_ENTRIES = f"""
    SELECT id, event, key, {", ".join(PERSON_COLUMNS)}, at, detail
    FROM people LEFT JOIN events ON number = event
"""  # noqa: S608 - our own names
ENTRIES = f"{_ENTRIES} WHERE event > :after ORDER BY event LIMIT :page"
ENTRY_EVENTS = """
    SELECT number, at, detail FROM events
    WHERE kind = 'person' AND number > :after ORDER BY number LIMIT :page
"""
# The texts of these events begin with what stands for the sender, and end with a number.
LAST_OF_SENDER = """
    SELECT number, at, detail FROM events
    WHERE kind = :kind AND SUBSTR(detail, 1, LENGTH(:who)) = :who
    ORDER BY number DESC LIMIT 1
"""
COUNT_OF_CODE = """
    SELECT COUNT(*) AS found FROM events
    WHERE kind = :kind AND SUBSTR(detail, 1, LENGTH(:who)) = :who
      AND SUBSTR(detail, LENGTH(detail) - LENGTH(:which) + 1) = :which
"""
COUNT_ASKED = """
    SELECT COUNT(*) AS asked FROM events
    WHERE kind = 'asked' AND SUBSTR(detail, LENGTH(:mailbox) + 2, LENGTH(:mailbox)) = :mailbox
      AND at > :since
"""
# The sum keeps a database from reading all senders in the order of their events.
FIND_SENDER = """
    SELECT detail FROM events
    WHERE kind = 'sender' AND detail IN (:active, :suspended, :locked, :deleted)
    ORDER BY number + 0 DESC LIMIT 1
"""
SENDERS = """
    SELECT detail, at, remark, operator FROM events LEFT JOIN remarks ON event = number
    WHERE kind = 'sender' ORDER BY number
"""

GRANTS = """
    SELECT detail, at, operator FROM events LEFT JOIN remarks ON event = number
    WHERE kind = 'access' ORDER BY number
"""
LAST_OF_ACCESS = """
    SELECT (SELECT MAX(number) FROM events WHERE kind = 'access') AS granted,
           (SELECT MAX(number) FROM events WHERE kind = 'sender') AS entered
"""


def write_find_entries(column: str, number: int) -> str:
    """Write the query of entries with any of `:wanted0`, `:wanted1` and so on in a column."""
    return f"{_ENTRIES} WHERE {column} IN ({_name_values('wanted', number)})"


def _last_of(kind: str) -> str:
    """Write the query of the last event of a kind whose detail begins with `:name`."""
    return f"""
        SELECT number, detail FROM events
        WHERE kind = '{kind}' AND number = (
            SELECT MAX(number) FROM events
            WHERE kind = '{kind}' AND SUBSTR(detail, 1, LENGTH(:name)) = :name)
    """  # noqa: S608 - our own words


READ_POLICY = _last_of("policy")
LAST_DOCKET = _last_of("docket")
SETBACKS = "SELECT number, detail FROM events WHERE kind = 'accepted' AND number > :after"
NOTICES_OF_BATCH = """
    SELECT detail FROM events WHERE batch_id = :batch_id AND kind = 'notified' ORDER BY number
"""
PRISONS_OF_BATCH = """
    SELECT prison, prison_name FROM letters WHERE batch_id = :batch_id
    GROUP BY prison, prison_name ORDER BY prison
"""
# With what the events say of it, as FIND_LETTER.
GOOD_FOR_PRISON = f"""
    {_ISSUED.replace("letters.first_check,", _BY_EVENTS)}
    WHERE letters.batch_id = :batch_id AND letters.prison = :prison ORDER BY letters.sheet
"""
# Whether its own column or an event says that it is cancelled: neither can be set back unseen.
_BAD = """
    FROM letters JOIN batches ON batches.id = letters.batch_id
    WHERE batches.expires_at >= :now AND (letters.cancelled IS NOT NULL OR EXISTS (
        SELECT 1 FROM events
        WHERE events.batch_id = letters.batch_id AND kind || '' = 'cancelled'
          AND (events.code IS NULL OR events.code = letters.code)))
"""
BAD_FOR_PRISON = f"""
    SELECT letters.code, batches.expires_at {_BAD} AND letters.prison = :prison
    ORDER BY batches.issued_at, letters.batch_id, letters.sheet
"""
PRISONS_WITH_BAD = f"""
    SELECT letters.prison, letters.prison_name {_BAD}
    GROUP BY letters.prison, letters.prison_name ORDER BY letters.prison
"""


# LIMIT and not a range: who is erased leaves a gap.
RECIPIENTS_OF_BATCH = f"""
    SELECT {", ".join(RECIPIENT_COLUMNS)} FROM recipients
    WHERE batch_id = :batch_id AND sheet > :after ORDER BY sheet LIMIT :page
"""  # noqa: S608 - our own names
LAST_PURGE = "SELECT MAX(detail) AS before FROM events WHERE kind = 'purged'"
READ_HEAD = "SELECT events, head, id, made_at FROM ledger"
# What this machine saw last, what the ledger says is its last, and what is.
LOOK_BACK = """
    SELECT number, hash FROM events
    WHERE number IN (:seen, :last, (SELECT MAX(number) FROM events))
"""
READ_EVENT = "SELECT hash, at FROM events WHERE number = :number"
