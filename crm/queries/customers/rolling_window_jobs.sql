/*
title = "In which half-year customers come back"
question = "In which half-year after the first move do customers come back?"
owner = "Marketing"
corrected = "The column total_job_count_windows held the highest window, not how many; it counts the half-years with a job now. Jobs without a customer made one huge row, and quotes counted as jobs; won jobs of one quote are one move."
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
[columns.total_job_count_windows]
title = "Half-years with a move"
unit = "count"
[columns.total_jobs_overall]
title = "Moves"
unit = "count"
[columns.window_1_jobs]
title = "First half-year"
unit = "count"
[columns.window_2_jobs]
title = "Second half-year"
unit = "count"
[columns.window_3_jobs]
title = "Third half-year"
unit = "count"
[columns.window_4_jobs]
title = "Fourth half-year"
unit = "count"
[columns.window_5_jobs]
title = "Later"
unit = "count"
*/
WITH move AS (
    SELECT j.customer_id, min(j.job_date) AS day
    FROM crm_counted_job j
    WHERE j.is_won AND j.customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY j.customer_id, coalesce(j.quote_number, j.job_id)
), dated AS (
    SELECT m.customer_id, m.day AS job_date, min(m.day) OVER (PARTITION BY m.customer_id) AS first_date FROM move m
), placed AS (
    SELECT d.customer_id, CASE WHEN d.job_date < d.first_date + interval '6 months' THEN 1
        WHEN d.job_date < d.first_date + interval '12 months' THEN 2 WHEN d.job_date < d.first_date + interval '18 months' THEN 3
        WHEN d.job_date < d.first_date + interval '24 months' THEN 4 ELSE 5 END AS part
    FROM dated d
)
SELECT p.customer_id, count(DISTINCT p.part) AS total_job_count_windows, count(*) AS total_jobs_overall,
    count(*) FILTER (WHERE p.part = 1) AS window_1_jobs, count(*) FILTER (WHERE p.part = 2) AS window_2_jobs,
    count(*) FILTER (WHERE p.part = 3) AS window_3_jobs, count(*) FILTER (WHERE p.part = 4) AS window_4_jobs,
    count(*) FILTER (WHERE p.part = 5) AS window_5_jobs
FROM placed p
GROUP BY p.customer_id
ORDER BY total_job_count_windows DESC, total_jobs_overall DESC, p.customer_id
LIMIT %(limit)s
