/*
title = "How busy crews and trucks are"
question = "How busy are crews and trucks in each branch, job type and month?"
owner = "Operations"
corrected = "Hours are head-count times the hours that the job took, where both are known (finished jobs); the original called heads hours. Revenue for an hour is that of the jobs whose hours are known. Utilisation is hours worked of the hours that the branch's busiest day's crew, or trucks, would have worked on all its active days of the month. Job types of a branch add up to the branch."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.hours_per_day]
type = "number"
default = 8.0
min = 1
max = 24
[params.limit]
type = "integer"
default = 1000
min = 1
max = 20000
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.job_type]
title = "Job type"
unit = "text"
[columns.month]
title = "Month"
unit = "date"
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
[columns.max_crew_per_job]
title = "Max crew per job"
unit = "count"
[columns.max_trucks_per_job]
title = "Max trucks per job"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.active_days]
title = "Active days"
unit = "count"
[columns.jobs_per_day]
title = "Jobs per day"
unit = "ratio"
[columns.crew_hours_per_day]
title = "Crew hours per day"
unit = "hours"
[columns.truck_hours_per_day]
title = "Truck hours per day"
unit = "hours"
[columns.revenue_per_crew_hour]
title = "Revenue per crew hour"
unit = "money"
[columns.revenue_per_truck_hour]
title = "Revenue per truck hour"
unit = "money"
[columns.crew_utilization_percent]
title = "Crew utilization %"
unit = "percent"
[columns.truck_utilization_percent]
title = "Truck utilization %"
unit = "percent"
*/
{{ crews_by_day }}
)
SELECT coalesce(w.branch_name, 'Unknown') AS branch_name, coalesce(w.job_type, 'Unknown') AS job_type, w.month, count(*) AS total_jobs,
    sum(w.crew_hours) AS total_crew_hours, sum(w.truck_hours) AS total_truck_hours, round(avg(w.crew), 2) AS avg_crew_per_job,
    round(avg(w.trucks), 2) AS avg_trucks_per_job, max(w.crew) AS max_crew_per_job, max(w.trucks) AS max_trucks_per_job, sum(w.revenue) AS total_revenue,
    count(DISTINCT w.job_date) AS active_days, round(count(*)::numeric / count(DISTINCT w.job_date), 2) AS jobs_per_day,
    round(sum(w.crew_hours) / count(DISTINCT w.job_date), 2) AS crew_hours_per_day, round(sum(w.truck_hours) / count(DISTINCT w.job_date), 2) AS truck_hours_per_day,
    round(sum(w.revenue) FILTER (WHERE w.crew_hours IS NOT NULL) / nullif(sum(w.crew_hours), 0), 2) AS revenue_per_crew_hour,
    round(sum(w.revenue) FILTER (WHERE w.truck_hours IS NOT NULL) / nullif(sum(w.truck_hours), 0), 2) AS revenue_per_truck_hour,
    round(100 * sum(w.crew_hours) / nullif(s.crew * d.days * %(hours_per_day)s::numeric, 0), 2) AS crew_utilization_percent,
    round(100 * sum(w.truck_hours) / nullif(s.trucks * d.days * %(hours_per_day)s::numeric, 0), 2) AS truck_utilization_percent
FROM won w JOIN size s ON s.branch_id IS NOT DISTINCT FROM w.branch_id JOIN days d ON d.branch_id IS NOT DISTINCT FROM w.branch_id AND d.month = w.month
GROUP BY w.branch_id, w.branch_name, w.job_type, w.month, s.crew, s.trucks, d.days
ORDER BY w.month DESC, total_jobs DESC, w.branch_id, w.job_type
LIMIT %(limit)s::int
