/*
title = "Job types by pair of states"
question = "Which job type in which pair of states beats its estimate and leaves the best margin?"
owner = "Operations"
corrected = "Wages, the only cost that the exports hold, give the margin; what the original called cost is what the customer is charged. The variance between charge and estimate counts only jobs that have both. As many groups as asked for, the largest revenue first."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 20000
[columns.job_type]
title = "Job type"
unit = "text"
[columns.origin_state]
title = "Origin state"
unit = "text"
[columns.destination_state]
title = "Destination state"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.customer_count]
title = "Customer count"
unit = "count"
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
[columns.avg_crew_size]
title = "Average crew size"
unit = "ratio"
[columns.avg_trucks]
title = "Average trucks"
unit = "ratio"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
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
[chart]
kind = "map"
x = "origin_state"
y = ["total_revenue"]
*/
WITH told AS (
    SELECT job_type, origin_state, destination_state, branch_id, branch_name, count(*) AS jobs, count(DISTINCT customer_id) AS customers, sum(revenue) AS revenue,
        avg(revenue) AS job_value, avg(actual_number_crew) AS crew, avg(actual_number_trucks) AS trucks,
        sum(total_estimated_cost) FILTER (WHERE total_actual_cost IS NOT NULL) AS estimated,
        sum(total_actual_cost) FILTER (WHERE total_estimated_cost IS NOT NULL) AS actual, sum(wages) AS wages,
        sum(total_actual_cost) FILTER (WHERE wages IS NOT NULL) AS paid, sum(total_actual_cost - wages) AS margin
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
    GROUP BY job_type, origin_state, destination_state, branch_id, branch_name
)
SELECT coalesce(t.job_type, 'Unknown') AS job_type, t.origin_state, t.destination_state, coalesce(t.branch_name, 'Unknown') AS branch_name, t.jobs AS total_jobs,
    t.customers AS customer_count, t.revenue AS total_revenue, t.estimated AS total_estimated, t.actual AS total_actual, t.actual - t.estimated AS variance_amount,
    round(100 * (t.actual / nullif(t.estimated, 0) - 1), 2) AS variance_percent,
    round(t.job_value, 2) AS avg_job_value, round(t.crew, 2) AS avg_crew_size, round(t.trucks, 2) AS avg_trucks, round(t.revenue / t.jobs, 2) AS revenue_per_job,
    t.wages AS total_wages, t.margin AS margin_amount, round(100 * t.margin / nullif(t.paid, 0), 2) AS margin_percent
FROM told t
ORDER BY t.revenue DESC NULLS LAST, t.job_type, t.origin_state, t.destination_state, t.branch_id
LIMIT %(limit)s::int
