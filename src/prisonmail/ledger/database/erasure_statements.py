"""The statements that erase people.

In SQL that SQLite and PostgreSQL both read, as `statements.py`.
"""

STILL_GOOD = """
    SELECT COUNT(*) AS batches, MIN(issued_at) AS first FROM batches
    WHERE issued_at < :before AND expires_at >= :now
"""
ERASE_RECIPIENTS = """
    DELETE FROM recipients WHERE batch_id IN (SELECT id FROM batches WHERE issued_at < :before)
"""
ERASE_DIGESTS = "UPDATE batches SET list_digest = NULL WHERE issued_at < :before"
ERASE_REMARKS = """
    DELETE FROM remarks WHERE event IN (SELECT number FROM events WHERE at < :before)
"""
# An entry goes with the letters: not while a letter to the same person is kept.
ERASE_PEOPLE = """
    DELETE FROM people WHERE event IN (SELECT number FROM events WHERE at < :before)
    AND NOT EXISTS (
        SELECT 1 FROM recipients
        WHERE recipients.prison_number = people.prison_number
           OR (recipients.date_of_birth = people.date_of_birth AND recipients.name = people.name))
"""
ERASE_RECIPIENT = """
    DELETE FROM recipients
    WHERE (batch_id, sheet) = (SELECT batch_id, sheet FROM letters WHERE code = :code)
"""
ERASE_REMARKS_OF_LETTER = """
    DELETE FROM remarks WHERE event IN (SELECT number FROM events WHERE code = :code)
"""
ERASE_DIGEST = "UPDATE batches SET list_digest = NULL WHERE id = :batch_id"
CHANGE_KEY = "UPDATE remarks SET key = :key WHERE event = :event"
ISSUED_EVENT = """
    SELECT number, seal, key, location, checked_by, remark, operator, machine
    FROM events JOIN remarks ON event = number
    WHERE batch_id = :batch_id AND kind = 'issued'
"""
ERASED_EVENTS = """
    SELECT number, batch_id, code, detail FROM events WHERE kind = 'erased' ORDER BY number
"""
LAST_ERASED_EVENT = """
    SELECT detail FROM events WHERE batch_id = :batch_id AND kind = 'erased'
    ORDER BY number DESC LIMIT 1
"""
