"""What a ledger's tables are made of, by the database's own catalogue, and what is not ours in it.

>>> list(find_alterations({("index", "a"): "x"}, {("index", "a"): "y", ("trigger", "b"): "z"}))
['The index a was altered by hand.', 'The trigger b was added by hand.']
"""

from collections.abc import Iterable, Iterator

from prisonmail.ledger.database.database import Row, Shape

DESCRIBE_SQLITE = """
    SELECT type AS kind, name, COALESCE(sql, '') AS made FROM sqlite_master
    WHERE name NOT LIKE 'sqlite_stat%'
"""
# Names of schemas are left out: temporary tables, with which these are compared, have another. So
# is whether a table is temporary, but not whether it is unlogged and so lost in a crash.
DESCRIBE_POSTGRES = """
    WITH ours AS (
        SELECT pg_class.oid, relname, relkind, relpersistence, relrowsecurity,
               quote_ident(nspname) || '.' AS schema
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = current_schema() AND relname = ANY (:tables)
    )
    SELECT 'table' AS kind, relname::text AS name,
           relkind::text || CASE relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END
           || CASE WHEN relrowsecurity THEN ' rows hidden' ELSE '' END AS made
    FROM ours
    UNION ALL
    SELECT 'column', relname || '.' || attname,
           format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' required' ELSE '' END
           || COALESCE(' default ' || pg_get_expr(adbin, adrelid), '')
           || CASE attcollation WHEN 0 THEN '' ELSE ' ' || attcollation::regcollation::text END
    FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    UNION ALL
    SELECT 'constraint', conname,
           replace(replace(pg_get_constraintdef(pg_constraint.oid), schema, ''), 'pg_temp.', '')
    FROM ours JOIN pg_constraint ON conrelid = ours.oid AND contype <> 'n'
    UNION ALL
    SELECT 'index', own.relname::text,
           replace(replace(pg_get_indexdef(indexrelid), schema, ''), 'pg_temp.', '')
           || CASE WHEN indisvalid THEN '' ELSE ' unusable' END
    FROM ours JOIN pg_index ON indrelid = ours.oid
    JOIN pg_class AS own ON own.oid = indexrelid
    UNION ALL
    SELECT 'trigger', relname || '.' || tgname, tgenabled::text
    FROM ours JOIN pg_trigger ON tgrelid = ours.oid AND NOT tgisinternal
    UNION ALL
    SELECT 'guard of the constraint', conname, string_agg(DISTINCT tgenabled::text, '')
    FROM ours JOIN pg_trigger ON tgrelid = ours.oid AND tgisinternal
    JOIN pg_constraint ON pg_constraint.oid = tgconstraint GROUP BY conname
    UNION ALL
    SELECT 'rule', relname || '.' || rulename, pg_get_ruledef(pg_rewrite.oid)
    FROM ours JOIN pg_rewrite ON ev_class = ours.oid
    UNION ALL
    SELECT 'table below', child.relname::text, 'of ' || ours.relname
    FROM ours JOIN pg_inherits ON inhparent = ours.oid
    JOIN pg_class AS child ON child.oid = inhrelid
"""


def read_shape(rows: Iterable[Row]) -> Shape:
    """Make a shape of the rows of a description."""
    return {(row["kind"], row["name"]): " ".join(row["made"].split()) for row in rows}


def find_alterations(wanted: Shape, found: Shape) -> Iterator[str]:
    """Name what is not as prisonmail makes it."""
    for kind, name in sorted({*wanted, *found}):
        before, now = wanted.get((kind, name)), found.get((kind, name))
        if before != now:
            what = "added" if before is None else "removed" if now is None else "altered"
            yield f"The {kind} {name} was {what} by hand."
