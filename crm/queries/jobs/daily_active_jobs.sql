/*
title = "Jobs by day"
question = "How many jobs are there each day, by status?"
owner = "Operations"
corrected = "Estimates of quoted and lost jobs were the day's revenue, and there was no window of days."
[params.period]
type = "date_range"
default = "last_90_days"
{{ of_whom }}
[columns.job_day]
title = "Job day"
unit = "date"
[columns.daily_job_count]
title = "Daily job count"
unit = "count"
total = "sum"
[columns.quoted_count]
title = "Quoted count"
unit = "count"
total = "sum"
[columns.booked_count]
title = "Booked count"
unit = "count"
total = "sum"
[columns.closed_count]
title = "Closed count"
unit = "count"
total = "sum"
[columns.lost_count]
title = "Lost count"
unit = "count"
total = "sum"
[columns.daily_revenue]
title = "Daily revenue"
unit = "money"
total = "sum"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.active_branches]
title = "Active branches"
unit = "count"
[columns.active_sales_people]
title = "Active sales people"
unit = "count"
[chart]
kind = "line"
x = "job_day"
y = ["daily_job_count", "closed_count"]
*/
SELECT j.job_date AS job_day, count(*) AS daily_job_count, count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted_count,
    count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_count, count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_count,
    count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost_count, coalesce(sum(j.revenue), 0) AS daily_revenue,
    count(DISTINCT j.customer_id) AS unique_customers, count(DISTINCT j.branch_id) AS active_branches,
    count(DISTINCT j.sales_person_id) AS active_sales_people
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY j.job_date
ORDER BY j.job_date
