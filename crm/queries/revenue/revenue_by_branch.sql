/*
title = "Revenue by branch"
question = "How much revenue does each branch bring, and at what value per job?"
owner = "Finance"
corrected = "Estimates of quoted, lost and cancelled jobs were revenue, and branches went by raw spelling."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.branch_name]
title = "Branch"
unit = "text"
[columns.total_jobs]
title = "Won jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
total = "sum"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
total = "sum"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.avg_booked_value]
title = "Average booked value"
unit = "money"
[columns.avg_closed_value]
title = "Average closed value"
unit = "money"
[chart]
kind = "bar"
x = "branch_name"
y = ["total_revenue"]
*/
SELECT coalesce(j.branch_name, 'Unknown') AS branch_name, count(*) AS total_jobs, coalesce(sum(j.revenue), 0) AS total_revenue, round(avg(j.revenue), 2) AS avg_job_value,
    coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED'), 0) AS booked_revenue,
    coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'CLOSED'), 0) AS closed_revenue,
    count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_jobs, count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_jobs,
    round(avg(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED'), 2) AS avg_booked_value,
    round(avg(j.revenue) FILTER (WHERE j.opportunity_status = 'CLOSED'), 2) AS avg_closed_value
FROM crm_counted_job j
WHERE j.is_won
{{ jobs_asked_for }}
GROUP BY j.branch_id, j.branch_name
ORDER BY total_revenue DESC, branch_name
