/*
title = "Jobs by day, week, month or year"
question = "How many jobs are there, how many of them booked, and how much revenue do they bring, period by period?"
owner = "Operations"
corrected = "Four stacked lists from four scans; a granularity is chosen instead. Revenue is that of won jobs."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.granularity]
type = "choice"
choices = ["day", "week", "month", "quarter", "year"]
default = "month"
[columns.period_type]
title = "Period type"
unit = "text"
[columns.period_date]
title = "Period date"
unit = "date"
[columns.job_count]
title = "Job count"
unit = "count"
total = "sum"
[columns.booked_count]
title = "Won"
unit = "count"
total = "sum"
[columns.revenue]
title = "Revenue"
unit = "money"
total = "sum"
[chart]
kind = "bar"
x = "period_date"
y = ["job_count", "booked_count"]
*/
SELECT %(granularity)s::text AS period_type, date_trunc(%(granularity)s::text, j.job_date::timestamp)::date AS period_date, count(*) AS job_count,
    count(*) FILTER (WHERE j.is_won) AS booked_count, coalesce(sum(j.revenue), 0) AS revenue
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 2
ORDER BY period_date
