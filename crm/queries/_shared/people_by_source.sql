), person AS (
    SELECT lead_source_id, count(*) AS people FROM first_bad_lead
    WHERE (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
    GROUP BY lead_source_id
