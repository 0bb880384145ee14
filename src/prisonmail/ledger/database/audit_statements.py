"""The statements that look for what was changed in a ledger by hand."""

from prisonmail.ledger.database.statements import LETTER_COLUMNS, USED_UP

EVENTS = """
    SELECT number, kind, at, batch_id, code, detail, seal, hash,
           event, key, location, checked_by, remark, operator, machine
    FROM events LEFT JOIN remarks ON event = number
    WHERE number > :after ORDER BY number LIMIT :page
"""
LETTERS_OF_BATCH = f"""
    SELECT {", ".join(LETTER_COLUMNS)} FROM letters
    WHERE batch_id = :batch_id AND sheet > :after AND sheet <= :last ORDER BY sheet
"""  # noqa: S608 - our own names
SEALED_HEADS = """
    SELECT heads.number, heads.sealed_by, heads.seal, events.hash, events.at
    FROM heads LEFT JOIN events ON events.number = heads.number
    ORDER BY heads.number, heads.sealed_by
"""
UNRECORDED_BATCH = """
    SELECT id FROM batches WHERE NOT EXISTS
        (SELECT 1 FROM events WHERE batch_id = batches.id AND kind = 'issued')
    ORDER BY id LIMIT 1
"""
WRONG_SIZE = """
    SELECT id FROM batches
    WHERE size <> (SELECT COUNT(*) FROM letters WHERE batch_id = batches.id)
    ORDER BY id LIMIT 1
"""
WRONG_FIRST_CHECK = f"""
    SELECT letters.code FROM letters
    LEFT JOIN (
        SELECT code, MIN(number) AS number FROM events
        WHERE {USED_UP}
        GROUP BY code
    ) AS firsts ON firsts.code = letters.code
    WHERE COALESCE(letters.first_check, 0) <> COALESCE(firsts.number, 0)
    ORDER BY letters.code LIMIT 1
"""  # noqa: S608 - our own words
WRONG_CANCELLATION = """
    SELECT letters.code FROM letters
    WHERE COALESCE(letters.cancelled, 0) <> COALESCE(
        (SELECT MIN(events.number) FROM events
         WHERE events.batch_id = letters.batch_id AND events.kind || '' = 'cancelled'
           AND (events.code IS NULL OR events.code = letters.code)), 0)
    ORDER BY letters.code LIMIT 1
"""

NOT_ONE_LEDGER = """
    SELECT found FROM (SELECT COUNT(*) AS found FROM ledger) AS counted WHERE found <> 1
"""
STRAY_EVENT = """
    SELECT number FROM events WHERE number < 1 OR number > (SELECT MAX(events) FROM ledger)
    ORDER BY number LIMIT 1
"""
LETTER_OF_NO_BATCH = """
    SELECT code FROM letters WHERE NOT EXISTS (SELECT 1 FROM batches WHERE id = batch_id)
    ORDER BY code LIMIT 1
"""
RECIPIENT_OF_NO_LETTER = """
    SELECT batch_id AS id, sheet FROM recipients WHERE NOT EXISTS
        (SELECT 1 FROM letters
         WHERE letters.batch_id = recipients.batch_id AND letters.sheet = recipients.sheet)
    ORDER BY batch_id, sheet LIMIT 1
"""
REMARK_OF_NO_EVENT = """
    SELECT event AS number FROM remarks
    WHERE NOT EXISTS (SELECT 1 FROM events WHERE number = event) ORDER BY event LIMIT 1
"""
NOT_ERASED = """
    SELECT id FROM batches
    WHERE NOT EXISTS (SELECT 1 FROM events JOIN remarks ON event = number
                      WHERE batch_id = batches.id AND kind = 'issued')
      AND (list_digest IS NOT NULL
           OR EXISTS (SELECT 1 FROM recipients WHERE recipients.batch_id = batches.id))
    ORDER BY id LIMIT 1
"""
HEAD_REMOVED = """
    SELECT number FROM events
    WHERE kind IN ('issued', 'erased') AND number > (SELECT MIN(number) FROM heads)
      AND NOT EXISTS (SELECT 1 FROM heads WHERE heads.number = events.number)
    ORDER BY number LIMIT 1
"""
