/*
title = "Capacity needed in each season"
question = "What capacity is needed in each season, by branch and job type?"
owner = "Operations"
corrected = "Did not run. Hours are head-count times the hours that the job took, where both are known (finished jobs); the original called heads hours. Revenue for an hour is that of the jobs whose hours are known. A season is three months, winter from December on; means go over all finished seasons in the period, also those in which the group had no job."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 20000
[columns.season]
title = "Season"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.job_type]
title = "Job type"
unit = "text"
[columns.avg_jobs_per_period]
title = "Average jobs per period"
unit = "ratio"
[columns.avg_crew_hours_per_period]
title = "Average crew hours per period"
unit = "hours"
[columns.avg_truck_hours_per_period]
title = "Average truck hours per period"
unit = "hours"
[columns.avg_revenue_per_period]
title = "Average revenue per period"
unit = "money"
[columns.avg_active_days]
title = "Average active days"
unit = "ratio"
[columns.avg_crew_per_job]
title = "Average crew per job"
unit = "ratio"
[columns.avg_trucks_per_job]
title = "Average trucks per job"
unit = "ratio"
[columns.peak_jobs]
title = "Peak jobs"
unit = "count"
[columns.peak_crew_hours]
title = "Peak crew hours"
unit = "hours"
[columns.peak_truck_hours]
title = "Peak truck hours"
unit = "hours"
[columns.peak_to_avg_ratio]
title = "Peak to average ratio"
unit = "ratio"
[columns.peak_crew_ratio]
title = "Peak crew ratio"
unit = "ratio"
[columns.peak_truck_ratio]
title = "Peak truck ratio"
unit = "ratio"
[columns.variability_level]
title = "Variability level"
unit = "text"
[chart]
kind = "bar"
x = "season"
y = ["avg_jobs_per_period"]
*/
WITH won AS (
    SELECT (date_trunc('quarter', job_date + interval '1 month') - interval '1 month')::date AS starts, branch_id, branch_name, job_type, job_date, revenue,
        actual_number_crew AS crew, actual_number_trucks AS trucks, actual_number_crew * actual_hours AS crew_hours, actual_number_trucks * actual_hours AS truck_hours
    FROM crm_counted_job j
    WHERE is_won AND job_date < date_trunc('quarter', %(today)s::date + interval '1 month') - interval '1 month'
{{ jobs_asked_for }}
), span AS (
    SELECT extract(month FROM starts) AS month, count(DISTINCT starts) AS seasons FROM won GROUP BY 1
), season AS (
    SELECT starts, branch_id, branch_name, job_type, count(*) AS jobs, coalesce(sum(crew_hours), 0) AS crew_hours, coalesce(sum(truck_hours), 0) AS truck_hours,
        sum(revenue) AS revenue, count(DISTINCT job_date) AS days, sum(crew) AS crew, sum(trucks) AS trucks, count(crew) AS with_crew, count(trucks) AS with_trucks
    FROM won
    GROUP BY starts, branch_id, branch_name, job_type
), told AS (
    SELECT extract(month FROM starts) AS month, branch_id, branch_name, job_type, sum(jobs) AS jobs, sum(crew_hours) AS crew_hours, sum(truck_hours) AS truck_hours,
        sum(revenue) AS revenue, sum(days) AS days, sum(crew)::numeric / nullif(sum(with_crew), 0) AS crew, sum(trucks)::numeric / nullif(sum(with_trucks), 0) AS trucks,
        max(jobs) AS peak_jobs, max(crew_hours) AS peak_crew, max(truck_hours) AS peak_trucks
    FROM season
    GROUP BY 1, branch_id, branch_name, job_type
)
SELECT CASE t.month WHEN 12 THEN 'winter' WHEN 3 THEN 'spring' WHEN 6 THEN 'summer' ELSE 'fall' END AS season, coalesce(t.branch_name, 'Unknown') AS branch_name,
    coalesce(t.job_type, 'Unknown') AS job_type, round(t.jobs / s.seasons, 2) AS avg_jobs_per_period, round(t.crew_hours / s.seasons, 2) AS avg_crew_hours_per_period,
    round(t.truck_hours / s.seasons, 2) AS avg_truck_hours_per_period, round(t.revenue / s.seasons, 2) AS avg_revenue_per_period,
    round(t.days / s.seasons, 2) AS avg_active_days, round(t.crew, 2) AS avg_crew_per_job, round(t.trucks, 2) AS avg_trucks_per_job, t.peak_jobs,
    t.peak_crew AS peak_crew_hours, t.peak_trucks AS peak_truck_hours, round(t.peak_jobs * s.seasons / nullif(t.jobs, 0), 2) AS peak_to_avg_ratio,
    round(t.peak_crew * s.seasons / nullif(t.crew_hours, 0), 2) AS peak_crew_ratio, round(t.peak_trucks * s.seasons / nullif(t.truck_hours, 0), 2) AS peak_truck_ratio,
    CASE WHEN t.peak_jobs * s.seasons > 1.5 * t.jobs THEN 'high_variability' WHEN t.peak_jobs * s.seasons > 1.2 * t.jobs THEN 'moderate_variability' ELSE 'stable' END AS variability_level
FROM told t JOIN span s ON s.month = t.month
ORDER BY t.jobs DESC, t.month, t.branch_id, t.job_type
LIMIT %(limit)s::int
