/*
title = "Billed against quoted rates"
question = "How do billed hourly rates compare with quoted ones, and charges with estimates?"
owner = "Finance"
corrected = "Rates are compared on jobs that have both, and so are charges and estimates; most jobs are not billed by the hour, which the original counted as a rate of 0. Branches are told by who they are."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
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
[columns.avg_hourly_rate_quoted]
title = "Average hourly rate quoted"
unit = "money"
[columns.avg_hourly_rate_billed]
title = "Average hourly rate billed"
unit = "money"
[columns.hourly_rate_variance]
title = "Hourly rate variance"
unit = "money"
[columns.hourly_rate_variance_percent]
title = "Hourly rate variance %"
unit = "percent"
[columns.avg_estimated_cost]
title = "Mean estimated charge"
unit = "money"
[columns.avg_actual_cost]
title = "Mean charge"
unit = "money"
[columns.cost_variance]
title = "Charge above estimate"
unit = "money"
[columns.p25_hourly_quoted]
title = "Lower quartile of hourly quoted"
unit = "money"
[columns.median_hourly_quoted]
title = "Median hourly quoted"
unit = "money"
[columns.p75_hourly_quoted]
title = "Upper quartile of hourly quoted"
unit = "money"
[columns.p25_hourly_billed]
title = "Lower quartile of hourly billed"
unit = "money"
[columns.median_hourly_billed]
title = "Median hourly billed"
unit = "money"
[columns.p75_hourly_billed]
title = "Upper quartile of hourly billed"
unit = "money"
[columns.jobs_over_quoted_rate]
title = "Jobs over quoted rate"
unit = "count"
total = "sum"
[columns.jobs_under_quoted_rate]
title = "Jobs under quoted rate"
unit = "count"
total = "sum"
[columns.over_quoted_rate_percent]
title = "Over quoted rate %"
unit = "percent"
[columns.jobs_over_estimated_cost]
title = "Jobs charged above estimate"
unit = "count"
total = "sum"
[columns.jobs_under_estimated_cost]
title = "Jobs charged below estimate"
unit = "count"
total = "sum"
[columns.over_estimated_cost_percent]
title = "Charged above estimate"
unit = "percent"
[columns.jobs_with_billed_rate]
title = "Jobs with billed rate"
unit = "count"
total = "sum"
[chart]
kind = "bar"
x = "job_type"
y = ["total_jobs"]
*/
WITH told AS (
    SELECT job_type, branch_id, branch_name, count(*) AS jobs, avg(hourly_rate_quoted) AS quoted, avg(hourly_rate_billed) AS billed,
        avg(hourly_rate_billed - hourly_rate_quoted) AS difference, avg(hourly_rate_quoted) FILTER (WHERE hourly_rate_billed IS NOT NULL) AS quoted_of_billed,
        avg(total_estimated_cost) FILTER (WHERE total_actual_cost IS NOT NULL) AS estimate, avg(total_actual_cost) FILTER (WHERE total_estimated_cost IS NOT NULL) AS actual,
        percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY hourly_rate_quoted) AS quoted_part,
        percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY hourly_rate_billed) AS billed_part,
        count(*) FILTER (WHERE hourly_rate_billed > hourly_rate_quoted) AS rate_over, count(*) FILTER (WHERE hourly_rate_billed < hourly_rate_quoted) AS rate_under,
        count(hourly_rate_billed) AS with_rate, count(*) FILTER (WHERE total_actual_cost > total_estimated_cost) AS charge_over,
        count(*) FILTER (WHERE total_actual_cost < total_estimated_cost) AS charge_under, count(total_actual_cost - total_estimated_cost) AS with_charge
    FROM crm_counted_job j
    WHERE is_won AND hourly_rate_quoted IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY job_type, branch_id, branch_name
)
SELECT coalesce(t.job_type, 'Unknown') AS job_type, coalesce(t.branch_name, 'Unknown') AS branch_name, t.jobs AS total_jobs, round(t.quoted, 2) AS avg_hourly_rate_quoted,
    round(t.billed, 2) AS avg_hourly_rate_billed, round(t.difference, 2) AS hourly_rate_variance,
    round(100 * t.difference / nullif(t.quoted_of_billed, 0), 2) AS hourly_rate_variance_percent, round(t.estimate, 2) AS avg_estimated_cost,
    round(t.actual, 2) AS avg_actual_cost, round(t.actual - t.estimate, 2) AS cost_variance, round(t.quoted_part[1]::numeric, 2) AS p25_hourly_quoted,
    round(t.quoted_part[2]::numeric, 2) AS median_hourly_quoted, round(t.quoted_part[3]::numeric, 2) AS p75_hourly_quoted,
    round(t.billed_part[1]::numeric, 2) AS p25_hourly_billed, round(t.billed_part[2]::numeric, 2) AS median_hourly_billed,
    round(t.billed_part[3]::numeric, 2) AS p75_hourly_billed, t.rate_over AS jobs_over_quoted_rate, t.rate_under AS jobs_under_quoted_rate,
    round(100.0 * t.rate_over / nullif(t.with_rate, 0), 2) AS over_quoted_rate_percent, t.charge_over AS jobs_over_estimated_cost,
    t.charge_under AS jobs_under_estimated_cost, round(100.0 * t.charge_over / nullif(t.with_charge, 0), 2) AS over_estimated_cost_percent,
    t.with_rate AS jobs_with_billed_rate
FROM told t
ORDER BY t.jobs DESC, t.job_type, t.branch_id
