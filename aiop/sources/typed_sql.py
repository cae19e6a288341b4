"""The SQL around loading raw records: text alone, bound with `org` and `stream`."""

from __future__ import annotations

from aiop.loading.kind import Kind
from aiop.loading.models import Load, QuarantinedRow
from aiop.sources.paths import RECORD, text_at

_PAGES = """
    SELECT id FROM (
        SELECT id, sum(records) OVER (ORDER BY id) - records AS before FROM (
            SELECT id, records FROM sources_rawpage
            WHERE org_id = %(org)s AND stream_id = %(stream)s AND {which} ORDER BY id LIMIT 5000
        ) next
    ) p WHERE before < %(most)s ORDER BY id
"""
WAITING = _PAGES.format(which="load_id IS NULL AND id > %(after)s")
ALL_PAGES = _PAGES.format(which="id > %(after)s")

# What waited in quarantine of these records came with an older version: this load's verdict is the one that counts.
SETTLE_EARLIER = f"""
    UPDATE "{QuarantinedRow._meta.db_table}" q SET settled_by = 'a newer version of the record',
        state = CASE WHEN EXISTS (SELECT FROM "{QuarantinedRow._meta.db_table}" again WHERE again.org_id = %(org)s
            AND again.load_id = %(load)s AND again.raw ->> '{RECORD}' = q.raw ->> '{RECORD}') THEN 'dismissed' ELSE 'fixed' END,
        fixed_in = CASE WHEN EXISTS (SELECT FROM "{QuarantinedRow._meta.db_table}" again WHERE again.org_id = %(org)s
            AND again.load_id = %(load)s AND again.raw ->> '{RECORD}' = q.raw ->> '{RECORD}') THEN NULL ELSE %(load)s END
    FROM "{Load._meta.db_table}" l, "{Load._meta.db_table}" this
    WHERE q.org_id = %(org)s AND q.state = 'open' AND q.kind = %(kind)s AND q.load_id < %(load)s
      AND l.org_id = %(org)s AND l.id = q.load_id AND this.org_id = %(org)s AND this.id = %(load)s
      AND l.file_name = this.file_name AND q.raw ->> '{RECORD}' = ANY(%(records)s)
"""


def parents(path: str) -> str:
    """List the texts that name the records of pages in the rows of their items."""
    return f"""
        SELECT DISTINCT {text_at(path, "r.payload")} FROM sources_rawrecord r
        WHERE r.org_id = %(org)s AND r.stream_id = %(stream)s AND r.page_id = ANY(%(pages)s)
          AND {text_at(path, "r.payload")} IS NOT NULL
    """


def remove_items(kind: Kind, parent: str, stage: str) -> str:
    """Delete stored items of `parents` that are not staged; bound with `parents` as well."""
    same = " AND ".join(f's."{k}" IS NOT DISTINCT FROM t."{k}"' for k in kind.key)
    return f"""
        DELETE FROM "{kind.table}" t WHERE t.org_id = %(org)s AND t."{parent}" = ANY(%(parents)s)
          AND NOT EXISTS (SELECT FROM {stage} s WHERE {same})
          AND NOT EXISTS (
              SELECT FROM {stage} q WHERE q.verdict = 'q' AND (q."{parent}" = t."{parent}" OR q."{parent}" IS NULL))
    """
