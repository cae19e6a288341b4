/*
title = "Bookings and revenue by sales person"
question = "How many jobs of each status and how much revenue does each sales person have?"
owner = "Sales"
corrected = "Estimates of lost jobs were revenue, the booking rate fell when jobs were completed, and sellers went by raw spelling."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.sales_person_name]
title = "Sales person"
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
[columns.branches_worked]
title = "Branches worked"
unit = "count"
[chart]
kind = "bar"
x = "sales_person_name"
y = ["total_revenue"]
*/
SELECT coalesce(j.sales_person_name, 'Unknown') AS sales_person_name, count(*) AS total_jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_jobs, count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost_jobs, count(*) FILTER (WHERE j.opportunity_status = 'CANCELLED') AS cancelled_jobs,
    coalesce(sum(j.revenue), 0) AS total_revenue, coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED'), 0) AS booked_revenue,
    coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'CLOSED'), 0) AS closed_revenue, round(avg(j.revenue), 2) AS avg_job_value,
    round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent,
    count(DISTINCT j.branch_id) AS branches_worked
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY j.sales_person_id, j.sales_person_name
ORDER BY total_revenue DESC, sales_person_name
