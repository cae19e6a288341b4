"""The SQL of storing pages: text alone. Every statement but the first is bound with `org` and `stream`."""

from __future__ import annotations

MAKE = """
    CREATE TEMPORARY TABLE sources_stage (page_no integer, place integer, source_id text COLLATE "C", payload jsonb,
        sha256 bytea, modified_at timestamptz, deleted boolean, merged_to text) ON COMMIT DROP
"""
STORED = """
    SELECT source_id, sha256, deleted_at IS NOT NULL, merged_to FROM sources_rawrecord
    WHERE org_id = %(org)s AND stream_id = %(stream)s AND source_id = ANY(%(ids)s)
"""
ANALYZE = "ANALYZE sources_stage (source_id)"
DROP = "DROP TABLE sources_verdict; DROP TABLE sources_stage"

# A record may come twice, on overlapping pages or in a feed that repeats: the newest counts, and of equals the later one.
KEEP_NEWEST = """
    DELETE FROM sources_stage s USING (
        SELECT ctid, row_number() OVER (
            PARTITION BY source_id ORDER BY modified_at DESC NULLS LAST, page_no DESC, place DESC) AS rank
        FROM sources_stage
    ) d WHERE d.ctid = s.ctid AND d.rank > 1
"""

# n new, c changed, o older than what is stored, s the same. Payloads are compared only where their texts differ.
# A version is late when it was modified before the latest finished reading began, which ought to have seen it.
JUDGE = """
    CREATE TEMPORARY TABLE sources_verdict ON COMMIT DROP AS
    SELECT s.page_no, s.place, r.id AS record_id, s.deleted AND r.deleted_at IS NULL AS goes,
        CASE WHEN r.id IS NULL THEN 'n' WHEN s.modified_at < r.modified_at THEN 'o'
            WHEN (r.sha256 <> s.sha256 AND r.payload <> s.payload
                  AND r.payload - ARRAY(SELECT f FROM unnest(%(partial)s::text[]) f WHERE NOT s.payload ? f) <> s.payload) OR (r.deleted_at IS NOT NULL) <> s.deleted
                OR r.merged_to <> s.merged_to THEN 'c'
            ELSE 's' END AS verdict,
        CASE WHEN r.modified_at IS DISTINCT FROM s.modified_at
            THEN extract(epoch FROM %(before)s::timestamptz - s.modified_at) END AS late
    FROM sources_stage s LEFT JOIN sources_rawrecord r
        ON r.org_id = %(org)s AND r.stream_id = %(stream)s AND r.source_id = s.source_id
"""
COUNT = """
    SELECT count(*) FILTER (WHERE verdict = 'n'), count(*) FILTER (WHERE verdict = 'c'),
        count(*) FILTER (WHERE verdict = 'o'), count(*) FILTER (WHERE verdict IN ('n', 'c') AND goes),
        greatest(max(late) FILTER (WHERE verdict IN ('n', 'c')), 0)
    FROM sources_verdict
"""
BY_PAGE = "SELECT page_no, count(*) FROM sources_verdict WHERE verdict IN ('n', 'c') GROUP BY 1"

_BROUGHT = """
    sources_stage s JOIN sources_verdict v USING (page_no, place)
    JOIN unnest(%(page_nos)s::integer[], %(page_ids)s::bigint[]) AS p(page_no, page_id) ON p.page_no = s.page_no
"""
INSERT = f"""
    INSERT INTO sources_rawrecord
        (org_id, stream_id, source_id, payload, sha256, modified_at, deleted_at, merged_to, page_id, stored_at)
    SELECT %(org)s, %(stream)s, s.source_id, s.payload, s.sha256, s.modified_at,
        CASE WHEN s.deleted THEN coalesce(s.modified_at, now()) END, s.merged_to, p.page_id, now()
    FROM {_BROUGHT} WHERE v.verdict = 'n' ORDER BY s.page_no, s.place
"""
UPDATE = f"""
    UPDATE sources_rawrecord r SET payload = s.payload, sha256 = s.sha256, modified_at = s.modified_at,
        deleted_at = CASE WHEN s.deleted THEN coalesce(r.deleted_at, s.modified_at, now()) END,
        merged_to = s.merged_to, page_id = p.page_id, stored_at = now()
    FROM {_BROUGHT} WHERE v.verdict = 'c' AND r.org_id = %(org)s AND r.id = v.record_id
"""

# What a sweep did not meet, among the records that were stored before it began.
MISSING = """
    SELECT r.id, r.source_id FROM sources_rawrecord r
    WHERE r.org_id = %(org)s AND r.stream_id = %(stream)s AND r.deleted_at IS NULL AND r.stored_at < %(began)s
      AND (%(low)s::numeric IS NULL OR CASE WHEN r.source_id ~ '^[0-9]{1,30}$' THEN r.source_id::numeric END > %(low)s)
      AND (%(high)s::numeric IS NULL OR CASE WHEN r.source_id ~ '^[0-9]{1,30}$' THEN r.source_id::numeric END <= %(high)s)
      AND NOT EXISTS (SELECT FROM sources_present p WHERE p.source_id = r.source_id)
    ORDER BY r.id
"""
KNOWN = """
    SELECT count(*) FROM sources_rawrecord r WHERE r.org_id = %(org)s AND r.stream_id = %(stream)s AND r.deleted_at IS NULL
      AND (%(low)s::numeric IS NULL OR CASE WHEN r.source_id ~ '^[0-9]{1,30}$' THEN r.source_id::numeric END > %(low)s)
      AND (%(high)s::numeric IS NULL OR CASE WHEN r.source_id ~ '^[0-9]{1,30}$' THEN r.source_id::numeric END <= %(high)s)
"""
BURY = """
    UPDATE sources_rawrecord SET deleted_at = %(began)s, page_id = %(page)s, stored_at = now()
    WHERE org_id = %(org)s AND id = ANY(%(ids)s)
"""
