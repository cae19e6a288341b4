/*
title = "Crews and trucks by job type"
question = "How many people and trucks does each type of job take?"
owner = "Operations"
corrected = "Heads were called hours; hours are the crew and trucks times the actual hours of the job, where all are known."
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
[columns.avg_crew_size]
title = "Average crew size"
unit = "ratio"
[columns.min_crew_size]
title = "Min crew size"
unit = "count"
[columns.max_crew_size]
title = "Max crew size"
unit = "count"
[columns.median_crew_size]
title = "Median crew size"
unit = "ratio"
[columns.avg_trucks_used]
title = "Average trucks used"
unit = "ratio"
[columns.min_trucks_used]
title = "Min trucks used"
unit = "count"
[columns.max_trucks_used]
title = "Max trucks used"
unit = "count"
[columns.median_trucks_used]
title = "Median trucks used"
unit = "ratio"
[columns.total_crew_hours]
title = "Total crew hours"
unit = "hours"
total = "sum"
[columns.total_truck_hours]
title = "Total truck hours"
unit = "hours"
total = "sum"
[chart]
kind = "bar"
x = "job_type"
y = ["avg_crew_size", "avg_trucks_used"]
*/
SELECT coalesce(j.job_type, 'Unknown') AS job_type, count(*) AS job_count, round(avg(j.actual_number_crew), 2) AS avg_crew_size,
    min(j.actual_number_crew) AS min_crew_size, max(j.actual_number_crew) AS max_crew_size,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY j.actual_number_crew)::numeric, 2) AS median_crew_size,
    round(avg(j.actual_number_trucks), 2) AS avg_trucks_used, min(j.actual_number_trucks) AS min_trucks_used,
    max(j.actual_number_trucks) AS max_trucks_used,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY j.actual_number_trucks)::numeric, 2) AS median_trucks_used,
    sum(j.actual_number_crew * j.actual_hours) AS total_crew_hours, sum(j.actual_number_trucks * j.actual_hours) AS total_truck_hours
FROM crm_counted_job j
WHERE coalesce(j.actual_number_crew, j.actual_number_trucks) IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 1
ORDER BY job_count DESC, job_type
