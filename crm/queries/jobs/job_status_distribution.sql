/*
title = "Jobs by status"
question = "How many jobs and how much revenue are in each status?"
owner = "Operations"
corrected = "Estimates of quoted, lost and cancelled jobs were revenue; only won jobs have any. Jobs without a status are shown as such."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.opportunity_status]
title = "Opportunity status"
unit = "text"
[columns.job_count]
title = "Job count"
unit = "count"
total = "sum"
[columns.percentage_of_total]
title = "Per cent of total"
unit = "percent"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.revenue_percentage]
title = "Revenue per cent"
unit = "percent"
[columns.avg_value_per_job]
title = "Average value of any status"
unit = "money"
[chart]
kind = "bar"
x = "opportunity_status"
y = ["job_count"]
*/
SELECT coalesce(j.opportunity_status, 'UNKNOWN') AS opportunity_status, count(*) AS job_count,
    round(100.0 * count(*) / sum(count(*)) OVER (), 2) AS percentage_of_total, sum(j.revenue) AS total_revenue,
    round(100 * sum(j.revenue) / nullif(sum(sum(j.revenue)) OVER (), 0), 2) AS revenue_percentage, round(avg(j.value), 2) AS avg_value_per_job
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 1
ORDER BY job_count DESC, opportunity_status
