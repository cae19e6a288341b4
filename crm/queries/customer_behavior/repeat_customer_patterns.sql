/*
title = "How often repeat customers come back"
question = "How often do repeat customers come back?"
owner = "Marketing"
corrected = "Did not run. Jobs of one quote are one move, so a packing day and a moving day are not a return; gaps are days between consecutive moves. Rates for a year go from the first move to the organisation's day, not between two close moves. As many as asked for, the most loyal first."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.limit]
type = "integer"
default = 1000
min = 1
max = 100000
[columns.customer_id]
title = "Customer ID"
unit = "id"
[columns.customer_name]
title = "Customer name"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.customer_lifetime_days]
title = "Customer lifetime days"
unit = "days"
[columns.customer_lifetime_years]
title = "Customer lifetime years"
unit = "ratio"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.avg_days_between_jobs]
title = "Average days between jobs"
unit = "days"
[columns.avg_months_between_jobs]
title = "Average months between jobs"
unit = "ratio"
[columns.jobs_per_year]
title = "Jobs per year"
unit = "ratio"
[columns.monthly_revenue_rate]
title = "Monthly revenue rate"
unit = "money"
[columns.repeat_pattern_category]
title = "Repeat pattern category"
unit = "text"
[columns.activity_level]
title = "Activity level"
unit = "text"
[columns.total_moves]
title = "Total moves"
unit = "count"
total = "sum"
*/
WITH move AS (
    SELECT customer_id, min(job_date) AS day, max(job_date) AS last_day, count(*) AS jobs, sum(revenue) AS revenue
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY customer_id, coalesce(quote_number, job_id)
), customer AS (
    SELECT customer_id, count(*) AS moves, sum(jobs) AS jobs, min(day) AS first_day, max(last_day) AS last_day, sum(revenue) AS revenue,
        (max(day) - min(day))::numeric / (count(*) - 1) AS gap,
        greatest(%(today)s::date, max(last_day)) - min(day) AS days_known
    FROM move
    GROUP BY customer_id
    HAVING count(*) > 1
)
SELECT r.customer_id, c.name AS customer_name, r.jobs AS total_jobs, r.first_day AS first_job_date, r.last_day AS last_job_date,
    r.last_day - r.first_day AS customer_lifetime_days, round((r.last_day - r.first_day) / 365.25, 2) AS customer_lifetime_years,
    r.revenue AS total_revenue, round(r.revenue / r.jobs, 2) AS avg_job_value, round(r.gap, 1) AS avg_days_between_jobs,
    round(r.gap / 30.4375, 1) AS avg_months_between_jobs, round(365.25 * r.jobs / greatest(365, r.days_known), 2) AS jobs_per_year,
    round(r.revenue * 30.4375 / greatest(30, r.days_known), 2) AS monthly_revenue_rate,
    CASE WHEN r.gap <= 30 THEN 'frequent' WHEN r.gap <= 90 THEN 'regular' WHEN r.gap <= 180 THEN 'occasional' ELSE 'infrequent' END AS repeat_pattern_category,
    CASE WHEN 365.25 * r.jobs / greatest(365, r.days_known) >= 4 THEN 'very_active' WHEN 365.25 * r.jobs / greatest(365, r.days_known) >= 2 THEN 'active'
        WHEN 365.25 * r.jobs / greatest(365, r.days_known) >= 1 THEN 'moderate' ELSE 'low_activity' END AS activity_level, r.moves AS total_moves
FROM customer r JOIN crm_customer c ON c.id = r.customer_id
ORDER BY r.moves DESC, r.revenue DESC NULLS LAST, r.customer_id
LIMIT %(limit)s::int
