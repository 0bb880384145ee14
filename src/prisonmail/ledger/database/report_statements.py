"""The statements that count letters and checks for a report."""

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
