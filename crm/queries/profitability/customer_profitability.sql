/*
title = "The most valuable customers"
question = "Who are the most valuable customers, and what is left after wages?"
owner = "Finance"
corrected = "Wages, the only cost that the exports hold, give the margin; what the original called cost is what the customer is charged. The variance between charge and estimate counts only jobs that have both. As many as asked for."
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
title = "Customer ID"
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
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.total_estimated]
title = "Estimated charge"
unit = "money"
total = "sum"
[columns.total_actual]
title = "Actual charge"
unit = "money"
total = "sum"
[columns.variance_amount]
title = "Charge above estimate"
unit = "money"
total = "sum"
[columns.variance_percent]
title = "Charge above estimate, %"
unit = "percent"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.customer_lifetime_days]
title = "Customer lifetime days"
unit = "days"
[columns.branches_used]
title = "Branches used"
unit = "count"
[columns.job_types_used]
title = "Job types used"
unit = "count"
[columns.profitability_segment]
title = "Profitability segment"
unit = "text"
[columns.total_wages]
title = "Wages"
unit = "money"
total = "sum"
[columns.margin_amount]
title = "Charge less wages"
unit = "money"
total = "sum"
[columns.margin_percent]
title = "Margin after wages"
unit = "percent"
*/
WITH told AS (
    SELECT customer_id, count(*) AS jobs, sum(revenue) AS revenue, avg(revenue) AS job_value, min(job_date) AS first_day, max(job_date) AS last_day,
        count(DISTINCT branch_id) AS branches, count(DISTINCT job_type) AS job_types,
        sum(total_estimated_cost) FILTER (WHERE total_actual_cost IS NOT NULL) AS estimated,
        sum(total_actual_cost) FILTER (WHERE total_estimated_cost IS NOT NULL) AS actual, sum(wages) AS wages,
        sum(total_actual_cost) FILTER (WHERE wages IS NOT NULL) AS paid, sum(total_actual_cost - wages) AS margin
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY customer_id
    ORDER BY sum(revenue) DESC NULLS LAST, customer_id
    LIMIT %(limit)s::int
)
SELECT t.customer_id, c.name AS customer_name, c.email, c.phone, t.jobs AS total_jobs, t.revenue AS total_revenue, t.estimated AS total_estimated, t.actual AS total_actual, t.actual - t.estimated AS variance_amount,
    round(100 * (t.actual / nullif(t.estimated, 0) - 1), 2) AS variance_percent,
    round(t.job_value, 2) AS avg_job_value, round(t.revenue / t.jobs, 2) AS revenue_per_job, t.first_day AS first_job_date, t.last_day AS last_job_date,
    t.last_day - t.first_day AS customer_lifetime_days, t.branches AS branches_used, t.job_types AS job_types_used,
    CASE WHEN t.revenue >= 5000 THEN 'high_value' WHEN t.revenue >= 2000 THEN 'medium_value' WHEN t.revenue >= 500 THEN 'low_value' ELSE 'minimal_value' END AS profitability_segment,
    t.wages AS total_wages, t.margin AS margin_amount, round(100 * t.margin / nullif(t.paid, 0), 2) AS margin_percent
FROM told t JOIN crm_customer c ON c.id = t.customer_id
ORDER BY t.revenue DESC NULLS LAST, t.customer_id
