/*
title = "Revenue by crew and truck"
question = "How much revenue does each type of job bring by person and by truck?"
owner = "Operations"
corrected = "Heads were called hours, and estimates of lost jobs were revenue. Revenue by person and by truck is of the jobs whose crew and trucks are known."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.job_type]
title = "Job type"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.avg_crew_size]
title = "Average crew size"
unit = "ratio"
[columns.avg_trucks_per_job]
title = "Average trucks per job"
unit = "ratio"
[columns.total_crew_hours]
title = "Total crew hours"
unit = "hours"
total = "sum"
[columns.total_truck_hours]
title = "Total truck hours"
unit = "hours"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.revenue_per_crew_member]
title = "Revenue per crew member"
unit = "money"
[columns.revenue_per_truck]
title = "Revenue per truck"
unit = "money"
[columns.jobs_with_crew_data]
title = "Jobs with crew data"
unit = "count"
total = "sum"
[columns.jobs_with_truck_data]
title = "Jobs with truck data"
unit = "count"
total = "sum"
[chart]
kind = "bar"
x = "job_type"
y = ["revenue_per_crew_member", "revenue_per_truck"]
*/
SELECT coalesce(j.job_type, 'Unknown') AS job_type, count(*) AS total_jobs, round(avg(j.actual_number_crew), 2) AS avg_crew_size,
    round(avg(j.actual_number_trucks), 2) AS avg_trucks_per_job, sum(j.actual_number_crew * j.actual_hours) AS total_crew_hours,
    sum(j.actual_number_trucks * j.actual_hours) AS total_truck_hours, round(avg(j.revenue), 2) AS avg_job_value,
    round(sum(j.revenue) FILTER (WHERE j.actual_number_crew > 0) / nullif(sum(j.actual_number_crew), 0), 2) AS revenue_per_crew_member,
    round(sum(j.revenue) FILTER (WHERE j.actual_number_trucks > 0) / nullif(sum(j.actual_number_trucks), 0), 2) AS revenue_per_truck,
    count(j.actual_number_crew) AS jobs_with_crew_data, count(j.actual_number_trucks) AS jobs_with_truck_data
FROM crm_counted_job j
WHERE j.is_won
{{ jobs_asked_for }}
GROUP BY 1
ORDER BY total_jobs DESC, job_type
