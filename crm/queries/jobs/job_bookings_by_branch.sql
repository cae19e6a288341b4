/*
title = "Bookings and revenue by branch"
question = "How many jobs of each status and how much revenue does each branch have?"
owner = "Branch managers"
corrected = "Estimates of lost jobs were revenue, the booking rate fell when jobs were completed, and branches went by raw spelling."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.branch_name]
title = "Branch"
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
[columns.quoted_jobs]
title = "Quoted jobs"
unit = "count"
total = "sum"
[columns.lost_jobs]
title = "Lost jobs"
unit = "count"
total = "sum"
[columns.cancelled_jobs]
title = "Cancelled jobs"
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
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booking_rate_percent]
title = "Booking rate per cent"
unit = "percent"
[chart]
kind = "bar"
x = "branch_name"
y = ["total_revenue"]
*/
SELECT coalesce(j.branch_name, 'Unknown') AS branch_name, count(*) AS total_jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_jobs, count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost_jobs, count(*) FILTER (WHERE j.opportunity_status = 'CANCELLED') AS cancelled_jobs,
    coalesce(sum(j.revenue), 0) AS total_revenue, coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED'), 0) AS booked_revenue,
    coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'CLOSED'), 0) AS closed_revenue, round(avg(j.revenue), 2) AS avg_job_value,
    round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY j.branch_id, j.branch_name
ORDER BY total_revenue DESC, branch_name
