/*
title = "Time between a customer's jobs"
question = "How long is it between consecutive moves of a customer?"
owner = "Marketing"
corrected = "Quotes and lost jobs counted as jobs; only won jobs do now, and jobs of one quote are one move, on its first day."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.customer_id]
title = "Customer id"
unit = "id"
[columns.customer_name]
title = "Customer name"
unit = "text"
[columns.intervals_count]
title = "Intervals count"
unit = "count"
[columns.avg_days_between_jobs]
title = "Average days between jobs"
unit = "days"
[columns.min_days_between_jobs]
title = "Min days between jobs"
unit = "days"
[columns.max_days_between_jobs]
title = "Max days between jobs"
unit = "days"
[columns.median_days_between_jobs]
title = "Median days between jobs"
unit = "days"
[columns.avg_months_between_jobs]
title = "Average months between jobs"
unit = "ratio"
*/
WITH move AS (
    SELECT j.customer_id, coalesce(j.quote_number, j.job_id) AS quote, min(j.job_date) AS day
    FROM crm_counted_job j
    WHERE j.is_won AND j.customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY 1, 2
), step AS (
    SELECT m.customer_id, m.day - lag(m.day) OVER (PARTITION BY m.customer_id ORDER BY m.day, m.quote) AS days
    FROM move m
), spread AS (
    SELECT s.customer_id, count(*) AS intervals, avg(s.days) AS average, min(s.days) AS shortest, max(s.days) AS longest,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY s.days) AS median
    FROM step s WHERE s.days IS NOT NULL GROUP BY 1
)
SELECT s.customer_id, c.name AS customer_name, s.intervals AS intervals_count, round(s.average, 2) AS avg_days_between_jobs,
    s.shortest AS min_days_between_jobs, s.longest AS max_days_between_jobs, round(s.median::numeric, 2) AS median_days_between_jobs,
    round(s.average * 12 / 365.25, 2) AS avg_months_between_jobs
FROM spread s JOIN crm_customer c ON c.id = s.customer_id
ORDER BY s.intervals DESC, s.customer_id
LIMIT %(limit)s
