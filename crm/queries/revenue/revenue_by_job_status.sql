/*
title = "Money by job status"
question = "How much money sits in each status?"
owner = "Finance"
corrected = "Shares were of all money including what was lost. The value of each status is shown, and the share of revenue of won jobs alone."
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
[columns.total_revenue]
title = "Value"
unit = "money"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.min_job_value]
title = "Min job value"
unit = "money"
[columns.max_job_value]
title = "Max job value"
unit = "money"
[columns.median_job_value]
title = "Median job value"
unit = "money"
[columns.revenue_percentage]
title = "Share of revenue"
unit = "percent"
[chart]
kind = "bar"
x = "opportunity_status"
y = ["total_revenue"]
*/
SELECT coalesce(j.opportunity_status, 'UNKNOWN') AS opportunity_status, count(*) AS job_count, sum(j.value) AS total_revenue,
    round(avg(j.value), 2) AS avg_job_value, min(j.value) AS min_job_value, max(j.value) AS max_job_value,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY j.value)::numeric, 2) AS median_job_value,
    round(100 * sum(j.revenue) / nullif(sum(sum(j.revenue)) OVER (), 0), 2) AS revenue_percentage
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 1
ORDER BY total_revenue DESC NULLS LAST, opportunity_status
