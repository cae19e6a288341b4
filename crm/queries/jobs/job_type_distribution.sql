/*
title = "Jobs by type"
question = "How are jobs spread over types?"
owner = "Operations"
corrected = "Estimates of quoted, lost and cancelled jobs were revenue."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.job_type]
title = "Job type"
unit = "text"
[columns.job_count]
title = "Job count"
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
[columns.percentage_of_total]
title = "Per cent of total"
unit = "percent"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.avg_crew_size]
title = "Average crew size"
unit = "ratio"
[columns.avg_trucks_used]
title = "Average trucks used"
unit = "ratio"
[chart]
kind = "bar"
x = "job_type"
y = ["job_count"]
*/
SELECT coalesce(j.job_type, 'Unknown') AS job_type, count(*) AS job_count, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_count,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_count, round(100.0 * count(*) / sum(count(*)) OVER (), 2) AS percentage_of_total,
    coalesce(sum(j.revenue), 0) AS total_revenue, round(avg(j.revenue), 2) AS avg_job_value, round(avg(j.actual_number_crew), 2) AS avg_crew_size,
    round(avg(j.actual_number_trucks), 2) AS avg_trucks_used
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 1
ORDER BY job_count DESC, job_type
