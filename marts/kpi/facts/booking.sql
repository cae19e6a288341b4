-- Every job that starts between the Monday of the day's week and a year later, as it stands now.
SELECT %(day)s::date AS day, f.job_id, f.unit_id, f.type_id, f.status, f.start_day, f.revenue
FROM marts_jobfact f
WHERE f.org_id = %(org)s AND f.start_day >= date_trunc('week', %(day)s::date)::date
  AND f.start_day <= (date_trunc('week', %(day)s::date) + interval '1 year')::date
