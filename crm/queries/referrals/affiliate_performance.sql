/*
title = "What each affiliate brings"
question = "What volume and revenue does each affiliate bring?"
owner = "Marketing"
corrected = "The booking rate is won of all jobs that the affiliate sent, completion is closed of won; the original took booked of booked and closed, so completing a job lowered it. Words such as N/A are no affiliate."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.affiliate_name]
title = "Affiliate name"
unit = "text"
[columns.total_jobs]
title = "Won jobs"
unit = "count"
total = "sum"
[columns.customer_count]
title = "Customer count"
unit = "count"
[columns.branches_used]
title = "Branches used"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.booking_rate]
title = "Booking rate"
unit = "percent"
[columns.completion_rate]
title = "Completion rate"
unit = "percent"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.jobs_sent]
title = "Jobs sent"
unit = "count"
total = "sum"
[chart]
kind = "bar"
x = "affiliate_name"
y = ["total_revenue"]
*/
SELECT affiliate_name, count(*) FILTER (WHERE is_won) AS total_jobs, count(DISTINCT customer_id) AS customer_count,
    count(DISTINCT branch_id) FILTER (WHERE is_won) AS branches_used, coalesce(sum(revenue), 0) AS total_revenue, round(avg(revenue), 2) AS avg_job_value,
    count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked_jobs, count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed_jobs,
    round(100.0 * count(*) FILTER (WHERE is_won) / count(*), 2) AS booking_rate,
    round(100.0 * count(*) FILTER (WHERE opportunity_status = 'CLOSED') / nullif(count(*) FILTER (WHERE is_won), 0), 2) AS completion_rate,
    round(sum(revenue) FILTER (WHERE customer_id IS NOT NULL) / nullif(count(DISTINCT customer_id), 0), 2) AS revenue_per_customer,
    min(job_date) FILTER (WHERE is_won) AS first_job_date, max(job_date) FILTER (WHERE is_won) AS last_job_date, count(*) AS jobs_sent
FROM crm_counted_job j
WHERE affiliate_name IS NOT NULL
{{ jobs_asked_for }}
GROUP BY affiliate_name
ORDER BY total_revenue DESC, affiliate_name
