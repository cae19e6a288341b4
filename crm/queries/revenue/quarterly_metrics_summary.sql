/*
title = "Key figures by quarter"
question = "What are the key figures of each quarter?"
owner = "Finance"
corrected = "Estimates of quoted, lost and cancelled jobs were revenue, and the booking rate fell when jobs were completed. Oldest first, as charts read."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.quarter]
title = "Quarter"
unit = "date"
[columns.year]
title = "Year"
unit = "text"
[columns.quarter_number]
title = "Quarter number"
unit = "count"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.quoted_jobs]
title = "Quoted jobs"
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
[columns.cancelled_jobs]
title = "Cancelled jobs"
unit = "count"
total = "sum"
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
[columns.active_branches]
title = "Active branches"
unit = "count"
[columns.active_sales_people]
title = "Active sales people"
unit = "count"
[columns.booking_rate_percent]
title = "Booking rate per cent"
unit = "percent"
[chart]
kind = "line"
x = "quarter"
y = ["total_revenue"]
*/
SELECT date_trunc('quarter', j.job_date::timestamp)::date AS quarter, extract(year FROM date_trunc('quarter', j.job_date::timestamp))::int::text AS year,
    extract(quarter FROM date_trunc('quarter', j.job_date::timestamp))::int AS quarter_number, count(*) AS total_jobs,
{{ key_figures }}
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 1, 2, 3
ORDER BY 1
