/*
title = "Repeat customers"
question = "Who are the customers who moved with us more than once?"
owner = "Marketing"
corrected = "Quotes and lost jobs counted as jobs and their estimates as revenue; only won jobs do, and jobs of one quote are one move."
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
[columns.email]
title = "Email"
unit = "text"
[columns.phone]
title = "Phone"
unit = "text"
[columns.total_jobs]
title = "Moves"
unit = "count"
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
[columns.avg_job_value]
title = "Average value of a move"
unit = "money"
[columns.branches_used]
title = "Branches used"
unit = "count"
[columns.job_types_used]
title = "Job types used"
unit = "count"
[columns.years_active]
title = "Years active"
unit = "count"
[columns.customer_segment]
title = "Customer segment"
unit = "text"
*/
WITH page AS (
    SELECT j.customer_id, count(DISTINCT coalesce(j.quote_number, j.job_id)) AS moves, min(j.job_date) AS first_date, max(j.job_date) AS last_date, sum(j.revenue) AS revenue,
        count(DISTINCT j.branch_id) AS branches, count(DISTINCT j.job_type) AS types,
        count(DISTINCT extract(year FROM j.job_date)) AS years
    FROM crm_counted_job j
    WHERE j.is_won AND j.customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY 1 HAVING count(DISTINCT coalesce(j.quote_number, j.job_id)) > 1
    ORDER BY moves DESC, revenue DESC NULLS LAST, j.customer_id LIMIT %(limit)s
)
SELECT g.customer_id, c.name AS customer_name, c.email, c.phone, g.moves AS total_jobs, g.first_date AS first_job_date,
    g.last_date AS last_job_date, g.last_date - g.first_date AS customer_lifetime_days,
    round((g.last_date - g.first_date) / 365.25, 2) AS customer_lifetime_years, g.revenue AS total_revenue,
    round(g.revenue / g.moves, 2) AS avg_job_value, g.branches AS branches_used, g.types AS job_types_used, g.years AS years_active,
    CASE WHEN g.moves > 10 THEN '10+ jobs' WHEN g.moves >= 6 THEN '6-10 jobs' WHEN g.moves >= 3 THEN '3-5 jobs' ELSE '2 jobs' END
        AS customer_segment
FROM page g JOIN crm_customer c ON c.id = g.customer_id
ORDER BY g.moves DESC, g.revenue DESC NULLS LAST, g.customer_id
