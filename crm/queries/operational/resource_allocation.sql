/*
title = "Resources of each branch by month"
question = "Which branches use their resources heavily in which month?"
owner = "Operations"
corrected = "Hours are head-count times the hours that the job took, where both are known (finished jobs); the original called heads hours. Revenue for an hour is that of the jobs whose hours are known. Utilisation is hours worked of the hours that the branch's busiest day's crew, or trucks, would have worked on all its active days of the month. High use is from 60 per cent on, medium from 40."
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
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_crew_per_job]
title = "Average crew per job"
unit = "ratio"
[columns.avg_trucks_per_job]
title = "Average trucks per job"
unit = "ratio"
[columns.active_days]
title = "Active days"
unit = "count"
[columns.job_types_handled]
title = "Job types handled"
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
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[columns.crew_utilization_percent]
title = "Crew utilization %"
unit = "percent"
[columns.truck_utilization_percent]
title = "Truck utilization %"
unit = "percent"
[columns.utilization_category]
title = "Utilization category"
unit = "text"
[chart]
kind = "heat_map"
x = "month"
y = ["crew_utilization_percent"]
series = "branch_name"
*/
{{ crews_by_day }}
), told AS (
    SELECT w.branch_id, w.branch_name, w.month, d.days, count(*) AS jobs, sum(w.crew_hours) AS crew_hours, sum(w.truck_hours) AS truck_hours, sum(w.revenue) AS revenue,
        avg(w.crew) AS crew, avg(w.trucks) AS trucks, count(DISTINCT w.job_type) AS job_types,
        sum(w.revenue) FILTER (WHERE w.crew_hours IS NOT NULL) AS crew_revenue, sum(w.revenue) FILTER (WHERE w.truck_hours IS NOT NULL) AS truck_revenue,
        100 * sum(w.crew_hours) / nullif(s.crew * d.days * %(hours_per_day)s::numeric, 0) AS crew_use,
        100 * sum(w.truck_hours) / nullif(s.trucks * d.days * %(hours_per_day)s::numeric, 0) AS truck_use
    FROM won w JOIN size s ON s.branch_id IS NOT DISTINCT FROM w.branch_id JOIN days d ON d.branch_id IS NOT DISTINCT FROM w.branch_id AND d.month = w.month
    GROUP BY w.branch_id, w.branch_name, w.month, s.crew, s.trucks, d.days
)
SELECT coalesce(t.branch_name, 'Unknown') AS branch_name, t.month, t.jobs AS total_jobs, t.crew_hours AS total_crew_hours, t.truck_hours AS total_truck_hours,
    t.revenue AS total_revenue, round(t.crew, 2) AS avg_crew_per_job, round(t.trucks, 2) AS avg_trucks_per_job, t.days AS active_days,
    t.job_types AS job_types_handled, round(t.jobs::numeric / t.days, 2) AS jobs_per_day, round(t.crew_hours / t.days, 2) AS crew_hours_per_day,
    round(t.truck_hours / t.days, 2) AS truck_hours_per_day, round(t.crew_revenue / nullif(t.crew_hours, 0), 2) AS revenue_per_crew_hour,
    round(t.truck_revenue / nullif(t.truck_hours, 0), 2) AS revenue_per_truck_hour, round(t.revenue / t.jobs, 2) AS revenue_per_job,
    round(t.crew_use, 2) AS crew_utilization_percent, round(t.truck_use, 2) AS truck_utilization_percent,
    CASE WHEN t.crew_use IS NULL THEN 'unknown' WHEN greatest(t.crew_use, t.truck_use) >= 60 THEN 'high_utilization'
        WHEN greatest(t.crew_use, t.truck_use) >= 40 THEN 'medium_utilization' ELSE 'low_utilization' END AS utilization_category
FROM told t
ORDER BY t.month DESC, t.jobs DESC, t.branch_id
LIMIT %(limit)s::int
