"""The statements that erase people, and that count what is left of their letters.

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
ANY_ADDRESSEE = "SELECT docket FROM addressees LIMIT 1"
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
COUNT_LETTERS = """
    SELECT batches.sender, letters.signatory,
           letters.prison, letters.prison_name, letters.marking,
           COUNT(*) AS letters,
           COUNT(letters.cancelled) AS cancelled,
           SUM(CASE WHEN letters.cancelled IS NULL AND letters.first_check IS NOT NULL
               THEN 1 ELSE 0 END) AS checked,
           SUM(CASE WHEN letters.cancelled IS NULL AND letters.first_check IS NULL
                     AND batches.expires_at < :now
               THEN 1 ELSE 0 END) AS expired
    FROM letters JOIN batches ON batches.id = letters.batch_id
    WHERE batches.issued_at >= :first AND batches.issued_at <= :last
    GROUP BY batches.sender, letters.signatory,
             letters.prison, letters.prison_name, letters.marking
"""
# By the hour, for a day of the UK begins at another hour in summer than one of UTC.
COUNT_CHECKS = """
    SELECT letters.prison_name, SUBSTR(events.at, 1, 13) AS hour, events.detail,
           COUNT(*) AS checks
    FROM events LEFT JOIN letters ON letters.code = events.code
    WHERE events.kind = 'checked' AND events.at >= :first AND events.at <= :last
    GROUP BY letters.prison_name, SUBSTR(events.at, 1, 13), events.detail
"""
COUNT_VERDICTS = """
    SELECT detail, COUNT(*) AS checks, MAX(number) AS last FROM events
    WHERE kind = 'checked' AND number > :after GROUP BY detail
"""
