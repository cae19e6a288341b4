-- One row per estimate, under the unit and the type of its job.
SELECT s.source_id AS estimate_id, s.job_source_id AS job_id, j.business_unit_source_id AS unit_id,
       s.business_unit_source_id AS own_unit_id, j.job_type_source_id AS type_id, coalesce(s.status_name, '') AS status,
       s.active IS NOT FALSE AS is_active,
       (s.status_name = 'Sold' AND s.sold_on IS NOT NULL AND s.active IS NOT FALSE AND s.job_source_id IS NOT NULL) IS TRUE
           AS is_sold,
       s.created_on AS created_at, (s.created_on AT TIME ZONE %(zone)s)::date AS created_day,
       s.sold_on AS sold_at, (s.sold_on AT TIME ZONE %(zone)s)::date AS sold_day,
       coalesce(s.subtotal, 0)::numeric(18, 4) AS amount
FROM servicetitan_estimate s
LEFT JOIN servicetitan_job j ON j.org_id = s.org_id AND j.source_id = s.job_source_id
WHERE s.org_id = %(org)s AND s.deleted_at IS NULL {of_source}
