"""The statements of dockets that were received, as those of letters are in `statements.py`.

Digests and seals are made over columns in the order of their names here.
"""

DOCKET_COLUMNS = (
    *("event", "key", "prison", "serial", "prison_name", "digest", "previous"),
    *("made_at", "good_until", "organisation", "cjsm_address", "sender"),
)
ANNOUNCED_COLUMNS = ("docket", "place", "code", "marking", "issued_at", "expires_at")
ADDRESSEE_COLUMNS = ("docket", "place", "name", "prison_number", "date_of_birth", "barcode")
WITHDRAWAL_COLUMNS = ("docket", "code")

TRUST = "SELECT number, detail FROM events WHERE kind = 'trust' ORDER BY number"
# Only what a few keys need: to read the standings of a thousand senders takes longer than a check.
TRUST_OF_KEY = """
    SELECT number, detail FROM events
    WHERE kind = 'trust' AND REPLACE(detail, :key, '') <> detail ORDER BY number
"""
FIND_ANNOUNCED = """
    SELECT announced.docket, announced.code, announced.marking, announced.issued_at,
           announced.expires_at, dockets.key, dockets.prison, dockets.prison_name, dockets.serial,
           dockets.organisation, dockets.cjsm_address, dockets.sender, events.at AS received_at,
           addressees.name, addressees.prison_number, addressees.date_of_birth, addressees.barcode
    FROM announced
    JOIN dockets ON dockets.event = announced.docket
    JOIN events ON events.number = dockets.event
    LEFT JOIN addressees
        ON addressees.docket = announced.docket AND addressees.place = announced.place
    WHERE announced.code = :code ORDER BY announced.docket
"""
FIND_ANNOUNCED_BARCODE = """
    SELECT announced.docket, announced.code, dockets.key FROM addressees
    JOIN announced
        ON announced.docket = addressees.docket AND announced.place = addressees.place
    JOIN dockets ON dockets.event = announced.docket
    WHERE addressees.barcode = :barcode ORDER BY announced.docket
"""
FIND_WITHDRAWALS = """
    SELECT withdrawals.docket, dockets.key, dockets.made_at FROM withdrawals
    JOIN dockets ON dockets.event = withdrawals.docket
    WHERE withdrawals.code = :code ORDER BY withdrawals.docket
"""
WITHDRAWN_BY = """
    SELECT code FROM withdrawals JOIN dockets ON dockets.event = withdrawals.docket
    WHERE dockets.key = :key
"""
_DOCKET = "dockets.event, key, prison, serial, digest, organisation, cjsm_address, good_until"
DOCKETS_OF_KEY = f"SELECT {_DOCKET} FROM dockets WHERE key = :key AND prison = :prison"  # noqa: S608
STILL_GOOD_DOCKETS = f"""
    SELECT {_DOCKET}, events.at FROM dockets JOIN events ON events.number = dockets.event
    WHERE events.at < :before AND good_until >= :now ORDER BY dockets.event
"""  # noqa: S608 - our own words
KEYS_SEEN = """
    SELECT dockets.key, dockets.event, organisation, cjsm_address, events.at,
           (SELECT COUNT(*) FROM announced WHERE docket = dockets.event) AS letters
    FROM dockets JOIN events ON events.number = dockets.event ORDER BY dockets.event
"""
ERASE_ADDRESSEES = """
    DELETE FROM addressees WHERE docket IN (SELECT number FROM events WHERE at < :before)
"""

CHECKS_OF_KEY = """
    SELECT number, code, at, detail FROM events
    WHERE kind = 'checked' AND code IN (
        SELECT announced.code FROM announced
        JOIN dockets ON dockets.event = announced.docket WHERE dockets.key = :key)
    ORDER BY number
"""
LEARNED = """
    SELECT number FROM events
    WHERE kind = 'learned' AND SUBSTR(detail, 1, LENGTH(:begin)) = :begin
"""
ARRIVED = """
    SELECT number FROM events WHERE code = :code AND kind = 'arrived' AND detail = :detail
"""
# A letter that came to the wrong prison has still to arrive.
ARRIVED_OF_BATCH = """
    SELECT DISTINCT code FROM events WHERE batch_id = :batch_id AND kind = 'arrived'
        AND SUBSTR(detail, 1, LENGTH(:elsewhere)) <> :elsewhere
"""

FIND_DOCKET = f"SELECT {', '.join(DOCKET_COLUMNS)} FROM dockets WHERE event = :event"  # noqa: S608
LETTERS_OF_DOCKET = f"""
    SELECT {", ".join(ANNOUNCED_COLUMNS)} FROM announced
    WHERE docket = :event AND place > :after AND place <= :last ORDER BY place
"""  # noqa: S608 - our own names
ADDRESSEES_OF_DOCKET = f"""
    SELECT {", ".join(ADDRESSEE_COLUMNS)} FROM addressees
    WHERE docket = :event AND place > :after AND place <= :last ORDER BY place
"""  # noqa: S608 - our own names
WITHDRAWALS_OF_DOCKET = "SELECT docket, code FROM withdrawals WHERE docket = :event ORDER BY code"
UNRECORDED_DOCKET = """
    SELECT event AS number FROM dockets WHERE NOT EXISTS
        (SELECT 1 FROM events WHERE number = event AND kind = 'received')
    ORDER BY event LIMIT 1
"""
OF_NO_DOCKET = """
    SELECT code FROM (
        SELECT docket, code FROM announced UNION ALL SELECT docket, code FROM withdrawals
    ) AS told
    WHERE NOT EXISTS (SELECT 1 FROM dockets WHERE event = told.docket) ORDER BY code LIMIT 1
"""
ADDRESSEE_OF_NO_LETTER = """
    SELECT docket AS number, place FROM addressees WHERE NOT EXISTS
        (SELECT 1 FROM announced
         WHERE announced.docket = addressees.docket AND announced.place = addressees.place)
    ORDER BY docket, place LIMIT 1
"""
DOCKET_NOT_ERASED = """
    SELECT docket AS number FROM addressees
    WHERE NOT EXISTS (SELECT 1 FROM remarks WHERE event = docket) ORDER BY docket LIMIT 1
"""
