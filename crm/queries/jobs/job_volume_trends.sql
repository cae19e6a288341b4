/*
title = "Volume of jobs over time"
question = "How do the number of jobs and their revenue move from period to period?"
owner = "Operations"
corrected = "Monthly and yearly rows stood in one list with one column for both predecessors; a granularity is chosen instead. Revenue is that of won jobs. Periods without jobs count as zero, and a period that is still running, or that the chosen dates cut, or that follows such a one, is not compared."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.granularity]
type = "choice"
choices = ["day", "week", "month", "quarter", "year"]
default = "month"
[columns.trend_type]
title = "Trend type"
unit = "text"
[columns.period]
title = "Period"
unit = "date"
[columns.year]
title = "Year"
unit = "text"
[columns.month_number]
title = "Month of year"
unit = "count"
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
[columns.revenue]
title = "Revenue"
unit = "money"
total = "sum"
[columns.previous_month_jobs]
title = "Jobs of the period before"
unit = "count"
[columns.month_over_month_change_percent]
title = "Change of jobs"
unit = "percent"
[columns.revenue_mom_change_percent]
title = "Change of revenue"
unit = "percent"
[chart]
kind = "area"
x = "period"
y = ["job_count", "closed_count"]
*/
WITH of_period AS (
    SELECT date_trunc(%(granularity)s::text, j.job_date::timestamp) AS period, count(*) AS jobs,
        count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked, count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed,
        coalesce(sum(j.revenue), 0) AS revenue
    FROM crm_counted_job j
    WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY 1
), step AS (
    SELECT CASE %(granularity)s::text WHEN 'quarter' THEN interval '3 months' ELSE ('1 ' || %(granularity)s::text)::interval END AS width
), every_period AS (
    SELECT generate_series(min(o.period), max(o.period), s.width) AS period FROM of_period o CROSS JOIN step s GROUP BY s.width
), filled AS (
    SELECT e.period, coalesce(o.jobs, 0) AS jobs, coalesce(o.booked, 0) AS booked, coalesce(o.closed, 0) AS closed, coalesce(o.revenue, 0) AS revenue,
        e.period + s.width > %(today)s::date OR e.period + s.width > coalesce(%(period_to)s::date, 'infinity') + 1
            OR e.period - s.width < coalesce(%(period_from)s::date, '-infinity') AS is_cut,
        lag(coalesce(o.jobs, 0)) OVER (ORDER BY e.period) AS jobs_before, lag(coalesce(o.revenue, 0)) OVER (ORDER BY e.period) AS revenue_before
    FROM every_period e CROSS JOIN step s LEFT JOIN of_period o ON o.period = e.period
)
SELECT %(granularity)s::text AS trend_type, f.period::date AS period, extract(year FROM f.period)::int::text AS year,
    extract(month FROM f.period)::int AS month_number, f.jobs AS job_count, f.booked AS booked_count, f.closed AS closed_count, f.revenue,
    f.jobs_before AS previous_month_jobs,
    CASE WHEN NOT f.is_cut THEN round(100.0 * (f.jobs - f.jobs_before) / nullif(f.jobs_before, 0), 2) END AS month_over_month_change_percent,
    CASE WHEN NOT f.is_cut THEN round(100 * (f.revenue - f.revenue_before) / nullif(f.revenue_before, 0), 2) END AS revenue_mom_change_percent
FROM filled f
ORDER BY f.period
