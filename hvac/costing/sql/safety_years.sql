-- One row a year with accidents or time entries.
WITH cases AS (
    SELECT extract(year FROM incident_date)::int AS year, count(*) AS incidents, count(*) FILTER (WHERE is_recordable) AS recordable,
        count(*) FILTER (WHERE log_column IN ('H', 'I')) AS away_or_restricted
    FROM hvac_safetycase WHERE org_id = %(org)s GROUP BY 1
), worked AS (
    SELECT extract(year FROM work_date)::int AS year, sum(regular_hours + overtime_hours) AS hours,
        (max(work_date) - min(work_date)) AS days
    FROM hvac_paidtime WHERE org_id = %(org)s AND time_type NOT IN ('pto', 'sick') GROUP BY 1
)
SELECT year, coalesce(c.incidents, 0) AS incidents, coalesce(c.recordable, 0) AS recordable,
    coalesce(c.away_or_restricted, 0) AS away_or_restricted, w.hours, w.days,
    least(make_date(year, 12, 31), %(today)s) - make_date(year, 1, 1) AS year_days
FROM cases c FULL JOIN worked w USING (year)
