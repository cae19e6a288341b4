/*
title = "Crew and truck effort by kind of route"
question = "What crew and truck effort do local, intrastate and interstate moves need?"
owner = "Operations"
corrected = "Hours are head-count times the hours that the job took, where both are known (finished jobs); the original called heads hours. Revenue for an hour is that of the jobs whose hours are known. Two cities of one name in two states are not one place; where a state is unknown, so is the kind of route."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.route_type]
title = "Route type"
unit = "text"
[columns.job_type]
title = "Job type"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_crew_hours]
title = "Total crew hours"
unit = "hours"
total = "sum"
[columns.total_truck_hours]
title = "Total truck hours"
unit = "hours"
total = "sum"
[columns.avg_crew_per_job]
title = "Average crew per job"
unit = "ratio"
[columns.avg_trucks_per_job]
title = "Average trucks per job"
unit = "ratio"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.revenue_per_crew_hour]
title = "Revenue per crew hour"
unit = "money"
[columns.revenue_per_truck_hour]
title = "Revenue per truck hour"
unit = "money"
[columns.crew_hours_per_job]
title = "Crew hours per job"
unit = "hours"
[columns.truck_hours_per_job]
title = "Truck hours per job"
unit = "hours"
[chart]
kind = "bar"
x = "job_type"
y = ["total_crew_hours"]
series = "route_type"
*/
WITH won AS (
    SELECT job_type, branch_id, branch_name, revenue, actual_number_crew AS crew, actual_number_trucks AS trucks, actual_number_crew * actual_hours AS crew_hours, actual_number_trucks * actual_hours AS truck_hours,
        CASE WHEN origin_state IS NULL OR destination_state IS NULL THEN 'unknown'
            WHEN origin_city = destination_city AND origin_state = destination_state THEN 'local'
            WHEN origin_state = destination_state THEN 'intrastate' ELSE 'interstate' END AS route_type
    FROM crm_counted_job j
    WHERE is_won AND origin_city IS NOT NULL AND destination_city IS NOT NULL
{{ jobs_asked_for }}
)
SELECT route_type, coalesce(w.job_type, 'Unknown') AS job_type, coalesce(w.branch_name, 'Unknown') AS branch_name, count(*) AS total_jobs,
    sum(crew_hours) AS total_crew_hours, sum(truck_hours) AS total_truck_hours, round(avg(crew), 2) AS avg_crew_per_job,
    round(avg(trucks), 2) AS avg_trucks_per_job, sum(revenue) AS total_revenue, round(avg(revenue), 2) AS avg_job_value,
    round(sum(revenue) FILTER (WHERE crew_hours IS NOT NULL) / nullif(sum(crew_hours), 0), 2) AS revenue_per_crew_hour,
    round(sum(revenue) FILTER (WHERE truck_hours IS NOT NULL) / nullif(sum(truck_hours), 0), 2) AS revenue_per_truck_hour,
    round(avg(crew_hours), 2) AS crew_hours_per_job, round(avg(truck_hours), 2) AS truck_hours_per_job
FROM won w
GROUP BY route_type, w.job_type, branch_id, w.branch_name
ORDER BY total_jobs DESC, route_type, w.job_type, branch_id
