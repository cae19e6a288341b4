/*
title = "Margin of each branch"
question = "How does each branch do against its estimates, and what is left after wages?"
owner = "Finance"
corrected = "Only booked and closed jobs count. Wages, the only cost that the exports hold, give the margin; what the original called cost is what the customer is charged. The variance between charge and estimate counts only jobs that have both. Hours are head-count times the hours that the job took, where both are known (finished jobs); the original called heads hours. Revenue for an hour is that of the jobs whose hours are known."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
total = "sum"
[columns.closed_revenue]
title = "Closed revenue"
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
[columns.revenue_per_crew_hour]
title = "Revenue per crew hour"
unit = "money"
[columns.revenue_per_truck_hour]
title = "Revenue per truck hour"
unit = "money"
[columns.total_crew_hours]
title = "Total crew hours"
unit = "hours"
total = "sum"
[columns.total_truck_hours]
title = "Total truck hours"
unit = "hours"
total = "sum"
[columns.avg_crew_per_job]
title = "Average crew per job"
unit = "ratio"
[columns.avg_trucks_per_job]
title = "Average trucks per job"
unit = "ratio"
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
kind = "bar"
x = "branch_name"
y = ["margin_amount"]
*/
WITH told AS (
    SELECT branch_id, branch_name, count(*) AS jobs, count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed, sum(revenue) AS revenue, avg(revenue) AS job_value,
        coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'BOOKED'), 0) AS booked_revenue,
        coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'CLOSED'), 0) AS closed_revenue,
        sum(total_estimated_cost) FILTER (WHERE total_actual_cost IS NOT NULL) AS estimated,
        sum(total_actual_cost) FILTER (WHERE total_estimated_cost IS NOT NULL) AS actual, sum(wages) AS wages,
        sum(total_actual_cost) FILTER (WHERE wages IS NOT NULL) AS paid, sum(total_actual_cost - wages) AS margin,
        sum(actual_number_crew * actual_hours) AS crew_hours, sum(actual_number_trucks * actual_hours) AS truck_hours,
        sum(revenue) FILTER (WHERE actual_number_crew * actual_hours IS NOT NULL) AS crew_revenue, sum(revenue) FILTER (WHERE actual_number_trucks * actual_hours IS NOT NULL) AS truck_revenue, avg(actual_number_crew) AS crew, avg(actual_number_trucks) AS trucks
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
    GROUP BY branch_id, branch_name
)
SELECT coalesce(t.branch_name, 'Unknown') AS branch_name, t.jobs AS total_jobs, t.booked AS booked_jobs, t.closed AS closed_jobs, t.revenue AS total_revenue,
    t.booked_revenue, t.closed_revenue, t.estimated AS total_estimated, t.actual AS total_actual, t.actual - t.estimated AS variance_amount,
    round(100 * (t.actual / nullif(t.estimated, 0) - 1), 2) AS variance_percent,
    round(t.job_value, 2) AS avg_job_value, round(t.revenue / t.jobs, 2) AS revenue_per_job, round(t.crew_revenue / nullif(t.crew_hours, 0), 2) AS revenue_per_crew_hour, round(t.truck_revenue / nullif(t.truck_hours, 0), 2) AS revenue_per_truck_hour,
    t.crew_hours AS total_crew_hours, t.truck_hours AS total_truck_hours, round(t.crew, 2) AS avg_crew_per_job, round(t.trucks, 2) AS avg_trucks_per_job,
    t.wages AS total_wages, t.margin AS margin_amount, round(100 * t.margin / nullif(t.paid, 0), 2) AS margin_percent
FROM told t
ORDER BY t.revenue DESC NULLS LAST, t.branch_id
