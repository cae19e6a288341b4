/*
title = "Where jobs get stuck"
question = "Where do jobs get stuck between quote, booking and move day?"
owner = "Operations"
corrected = "A quote is stuck when it is older than two days and its move day has not passed; a booking is stuck when its move day has passed and it is still not closed: moves planned far ahead are normal. Groups are flagged by the share that is stuck, not by a single job. Jobs by the day their quote was made."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.flag_from_percent]
type = "integer"
default = 10
min = 1
max = 100
[columns.job_type]
title = "Job type"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.opportunity_status]
title = "Opportunity status"
unit = "text"
[columns.job_count]
title = "Job count"
unit = "count"
total = "sum"
[columns.avg_hours_quoted]
title = "Average hours quoted"
unit = "hours"
[columns.p75_hours_quoted]
title = "Upper quartile of hours quoted"
unit = "hours"
[columns.p95_hours_quoted]
title = "95th percentile of hours quoted"
unit = "hours"
[columns.avg_days_booked]
title = "Average days booked"
unit = "days"
[columns.p75_days_booked]
title = "Upper quartile of days booked"
unit = "days"
[columns.p95_days_booked]
title = "95th percentile of days booked"
unit = "days"
[columns.jobs_stuck_in_quoted]
title = "Jobs stuck in quoted"
unit = "count"
total = "sum"
[columns.jobs_stuck_in_booked]
title = "Jobs stuck in booked"
unit = "count"
total = "sum"
[columns.quoted_over_7_days]
title = "Quoted over 7 days"
unit = "count"
total = "sum"
[columns.booked_over_30_days]
title = "Booked over 30 days"
unit = "count"
total = "sum"
[columns.stuck_quoted_percent]
title = "Stuck quoted %"
unit = "percent"
[columns.stuck_booked_percent]
title = "Stuck booked %"
unit = "percent"
[columns.bottleneck_status]
title = "Bottleneck status"
unit = "text"
*/
WITH job AS (
    SELECT job_type, branch_id, branch_name, opportunity_status,
        24 * CASE WHEN booked_date IS NOT NULL THEN booked_date - quote_created_date WHEN opportunity_status = 'QUOTED' THEN %(today)s::date - quote_created_date END AS quoted_hours,
        CASE opportunity_status WHEN 'CLOSED' THEN job_date - booked_date WHEN 'BOOKED' THEN %(today)s::date - booked_date END AS booked_days,
        opportunity_status = 'QUOTED' AND quote_created_date < %(today)s::date - 2 AND coalesce(job_date, %(today)s::date) >= %(today)s::date AS stuck_quoted,
        opportunity_status = 'BOOKED' AND job_date < %(today)s::date AS stuck_booked,
        opportunity_status = 'QUOTED' AND quote_created_date < %(today)s::date - 7 AS quoted_long,
        opportunity_status = 'BOOKED' AND booked_date < %(today)s::date - 30 AS booked_long
    FROM crm_counted_job j
    WHERE opportunity_status IN ('QUOTED', 'BOOKED', 'CLOSED')
      AND quote_created_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
{{ jobs_of_whom }}
), told AS (
    SELECT job_type, branch_id, branch_name, opportunity_status, count(*) AS jobs, avg(quoted_hours) AS quoted_mean,
        percentile_cont(ARRAY[0.75, 0.95]) WITHIN GROUP (ORDER BY quoted_hours) AS quoted, avg(booked_days) AS booked_mean,
        percentile_cont(ARRAY[0.75, 0.95]) WITHIN GROUP (ORDER BY booked_days) AS booked, count(*) FILTER (WHERE stuck_quoted) AS stuck_quoted,
        count(*) FILTER (WHERE stuck_booked) AS stuck_booked, count(*) FILTER (WHERE quoted_long) AS quoted_long, count(*) FILTER (WHERE booked_long) AS booked_long
    FROM job
    GROUP BY job_type, branch_id, branch_name, opportunity_status
)
SELECT coalesce(t.job_type, 'Unknown') AS job_type, coalesce(t.branch_name, 'Unknown') AS branch_name, t.opportunity_status, t.jobs AS job_count,
    round(t.quoted_mean, 1) AS avg_hours_quoted, round(t.quoted[1]::numeric, 1) AS p75_hours_quoted, round(t.quoted[2]::numeric, 1) AS p95_hours_quoted,
    round(t.booked_mean, 1) AS avg_days_booked, round(t.booked[1]::numeric, 1) AS p75_days_booked, round(t.booked[2]::numeric, 1) AS p95_days_booked,
    t.stuck_quoted AS jobs_stuck_in_quoted, t.stuck_booked AS jobs_stuck_in_booked, t.quoted_long AS quoted_over_7_days,
    t.booked_long AS booked_over_30_days, round(100.0 * t.stuck_quoted / t.jobs, 2) AS stuck_quoted_percent,
    round(100.0 * t.stuck_booked / t.jobs, 2) AS stuck_booked_percent,
    CASE WHEN 100.0 * (t.stuck_quoted + t.stuck_booked) / t.jobs >= %(flag_from_percent)s::numeric THEN 'bottleneck_detected' ELSE 'normal' END AS bottleneck_status
FROM told t
ORDER BY t.stuck_quoted + t.stuck_booked DESC, t.jobs DESC, t.job_type, t.branch_id, t.opportunity_status
