/*
title = "Sales persons month by month"
question = "How do jobs, bookings and revenue of each sales person move from month to month?"
owner = "Sales"
corrected = "Estimates of lost jobs were revenue, the booking rate fell when jobs were completed, and sellers went by raw spelling. Only sales figures exist by month: call figures are one snapshot."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.performance_type]
title = "Performance type"
unit = "text"
[columns.month]
title = "Month"
unit = "date"
[columns.performer_name]
title = "Sales person"
unit = "text"
[columns.jobs_handled]
title = "Jobs handled"
unit = "count"
total = "sum"
[columns.booked_jobs]
title = "Won jobs"
unit = "count"
total = "sum"
[columns.revenue]
title = "Revenue"
unit = "money"
total = "sum"
[columns.booking_rate_percent]
title = "Booking rate per cent"
unit = "percent"
[chart]
kind = "heat_map"
x = "month"
y = ["revenue"]
series = "performer_name"
*/
SELECT 'sales' AS performance_type, date_trunc('month', j.job_date::timestamp)::date AS month,
    coalesce(j.sales_person_name, 'Unknown') AS performer_name, count(*) AS jobs_handled, count(*) FILTER (WHERE j.is_won) AS booked_jobs,
    coalesce(sum(j.revenue), 0) AS revenue, round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 2, j.sales_person_id, j.sales_person_name
ORDER BY month DESC, revenue DESC, performer_name
