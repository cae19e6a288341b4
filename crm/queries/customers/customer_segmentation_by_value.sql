/*
title = "Customers by value"
question = "In which value tier is each customer?"
owner = "Marketing"
corrected = "Quoted, lost and cancelled jobs counted as value, and customers without jobs fell out by accident; only revenue of won jobs counts."
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
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.clv_segment]
title = "Segment"
unit = "text"
*/
WITH worth AS (
    SELECT j.customer_id, count(*) AS jobs, sum(j.revenue) AS revenue, min(j.job_date) AS first_date, max(j.job_date) AS last_date
    FROM crm_counted_job j
    WHERE j.is_won AND j.customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY 1
), bound AS (
    SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75, 0.9]) WITHIN GROUP (ORDER BY w.revenue) AS at FROM worth w WHERE w.revenue > 0
)
SELECT w.customer_id, c.name AS customer_name, c.email, w.jobs AS total_jobs, w.revenue AS total_revenue, w.first_date AS first_job_date,
    w.last_date AS last_job_date,
    CASE WHEN w.revenue >= b.at[4] THEN 'VIP' WHEN w.revenue >= b.at[3] THEN 'High' WHEN w.revenue >= b.at[2] THEN 'Medium'
        WHEN w.revenue >= b.at[1] THEN 'Low' ELSE 'Very Low' END AS clv_segment
FROM worth w CROSS JOIN bound b JOIN crm_customer c ON c.id = w.customer_id
ORDER BY w.revenue DESC NULLS LAST, w.customer_id
LIMIT %(limit)s
