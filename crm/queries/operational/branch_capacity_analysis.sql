/*
title = "Load of each branch"
question = "What load does each branch carry, and how uneven is it over the months?"
owner = "Operations"
corrected = "Hours are head-count times the hours that the job took, where both are known (finished jobs); the original called heads hours. Revenue for an hour is that of the jobs whose hours are known. Customers and days are counted once for the branch; the original added them up over months."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.branch_city]
title = "Branch city"
unit = "text"
[columns.branch_state]
title = "Branch state"
unit = "text"
[columns.months_active]
title = "Months active"
unit = "count"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_customers]
title = "Total customers"
unit = "count"
[columns.total_crew_hours]
title = "Total crew hours"
unit = "hours"
total = "sum"
[columns.total_truck_hours]
title = "Total truck hours"
unit = "hours"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.total_active_days]
title = "Total active days"
unit = "count"
[columns.avg_jobs_per_month]
title = "Average jobs per month"
unit = "ratio"
[columns.avg_crew_hours_per_month]
title = "Average crew hours per month"
unit = "hours"
[columns.avg_truck_hours_per_month]
title = "Average truck hours per month"
unit = "hours"
[columns.peak_jobs_per_month]
title = "Peak jobs per month"
unit = "count"
[columns.peak_crew_hours_per_month]
title = "Peak crew hours per month"
unit = "hours"
[columns.jobs_per_day]
title = "Jobs per day"
unit = "ratio"
[columns.crew_hours_per_day]
title = "Crew hours per day"
unit = "hours"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[columns.revenue_per_crew_hour]
title = "Revenue per crew hour"
unit = "money"
[columns.demand_variance]
title = "Demand variance"
unit = "text"
[chart]
kind = "bar"
x = "branch_name"
y = ["total_crew_hours"]
*/
WITH won AS (
    SELECT branch_id, job_date, customer_id, revenue, actual_number_crew * actual_hours AS crew_hours, actual_number_trucks * actual_hours AS truck_hours
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
), month AS (
    SELECT branch_id, date_trunc('month', job_date) AS month, count(*) AS jobs, sum(crew_hours) AS crew_hours FROM won GROUP BY 1, 2
), peak AS (
    SELECT branch_id, count(*) AS months, max(jobs) AS jobs, max(crew_hours) AS crew_hours, avg(jobs) AS mean FROM month GROUP BY branch_id
), total AS (
    SELECT branch_id, count(*) AS jobs, count(DISTINCT customer_id) AS customers, sum(crew_hours) AS crew_hours, sum(truck_hours) AS truck_hours,
        sum(revenue) AS revenue, count(DISTINCT job_date) AS days, sum(revenue) FILTER (WHERE crew_hours IS NOT NULL) AS hours_revenue
    FROM won
    GROUP BY branch_id
)
SELECT coalesce(b.name, 'Unknown') AS branch_name, b.city AS branch_city, b.state_code AS branch_state, p.months AS months_active, t.jobs AS total_jobs,
    t.customers AS total_customers, t.crew_hours AS total_crew_hours, t.truck_hours AS total_truck_hours, t.revenue AS total_revenue,
    t.days AS total_active_days, round(p.mean, 2) AS avg_jobs_per_month, round(t.crew_hours / p.months, 2) AS avg_crew_hours_per_month,
    round(t.truck_hours / p.months, 2) AS avg_truck_hours_per_month, p.jobs AS peak_jobs_per_month, p.crew_hours AS peak_crew_hours_per_month,
    round(t.jobs::numeric / t.days, 2) AS jobs_per_day, round(t.crew_hours / t.days, 2) AS crew_hours_per_day,
    round(t.revenue / t.jobs, 2) AS revenue_per_job, round(t.hours_revenue / nullif(t.crew_hours, 0), 2) AS revenue_per_crew_hour,
    CASE WHEN p.jobs > 1.5 * p.mean THEN 'high_variance' WHEN p.jobs > 1.2 * p.mean THEN 'moderate_variance' ELSE 'stable' END AS demand_variance
FROM total t JOIN peak p ON p.branch_id IS NOT DISTINCT FROM t.branch_id LEFT JOIN crm_branch b ON b.id = t.branch_id
ORDER BY t.revenue DESC NULLS LAST, t.branch_id
