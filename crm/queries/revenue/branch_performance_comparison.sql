/*
title = "Branches compared"
question = "How do branches compare on volume, booking rate and revenue?"
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
[columns.lost_jobs]
title = "Lost jobs"
unit = "count"
total = "sum"
[columns.booking_rate_percent]
title = "Booking rate per cent"
unit = "percent"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.sales_people_count]
title = "Sales people count"
unit = "count"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[chart]
kind = "bar"
x = "branch_name"
y = ["total_revenue"]
*/
SELECT coalesce(j.branch_name, 'Unknown') AS branch_name, count(*) AS total_jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_jobs, count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost_jobs,
    round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent,
    coalesce(sum(j.revenue), 0) AS total_revenue, round(avg(j.revenue), 2) AS avg_job_value, count(DISTINCT j.customer_id) AS unique_customers,
    count(DISTINCT j.sales_person_id) AS sales_people_count, min(j.job_date) AS first_job_date, max(j.job_date) AS last_job_date
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY j.branch_id, j.branch_name
ORDER BY total_revenue DESC, branch_name
