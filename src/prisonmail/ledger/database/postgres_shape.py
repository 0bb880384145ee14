"""What PostgreSQL's own catalogue says of the ledger's tables."""

from collections.abc import Iterable

from prisonmail.ledger.database.database import Row, Shape

# Names of schemas are left out: temporary tables, with which these are compared, have another. So
# is whether a table is temporary, but not whether it is unlogged and so lost in a crash.
DESCRIBE = """
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
    """Make a shape of the rows of `DESCRIBE`."""
    return {(row["kind"], row["name"]): row["made"] for row in rows}
