/*
title = "Revenue over time"
question = "How does revenue change from period to period?"
owner = "Finance"
corrected = "Months, quarters and years stood in one list, newest first; a granularity is chosen instead. Revenue is that of won jobs. Periods without jobs count as zero, and a period that is still running, or that the chosen dates cut, or that follows such a one, is not compared."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.granularity]
type = "choice"
choices = ["day", "week", "month", "quarter", "year"]
default = "month"
[columns.period_type]
title = "Period type"
unit = "text"
[columns.period]
title = "Period"
unit = "date"
[columns.job_count]
title = "Won jobs"
unit = "count"
total = "sum"
[columns.revenue]
title = "Revenue"
unit = "money"
total = "sum"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
total = "sum"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
total = "sum"
[columns.previous_period_revenue]
title = "Previous period revenue"
unit = "money"
[columns.period_over_period_change_percent]
title = "Period over period change per cent"
unit = "percent"
[chart]
kind = "area"
x = "period"
y = ["revenue"]
*/
WITH of_period AS (
    SELECT date_trunc(%(granularity)s::text, j.job_date::timestamp) AS period, count(*) AS jobs, coalesce(sum(j.revenue), 0) AS revenue,
        coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED'), 0) AS booked,
        coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'CLOSED'), 0) AS closed
    FROM crm_counted_job j
    WHERE j.is_won
{{ jobs_asked_for }}
    GROUP BY 1
), step AS (
    SELECT CASE %(granularity)s::text WHEN 'quarter' THEN interval '3 months' ELSE ('1 ' || %(granularity)s::text)::interval END AS width
), every_period AS (
    SELECT generate_series(min(o.period), max(o.period), s.width) AS period FROM of_period o CROSS JOIN step s GROUP BY s.width
), filled AS (
    SELECT e.period, coalesce(o.jobs, 0) AS jobs, coalesce(o.revenue, 0) AS revenue, coalesce(o.booked, 0) AS booked, coalesce(o.closed, 0) AS closed,
        e.period + s.width > %(today)s::date OR e.period + s.width > coalesce(%(period_to)s::date, 'infinity') + 1
            OR e.period - s.width < coalesce(%(period_from)s::date, '-infinity') AS is_cut,
        lag(coalesce(o.revenue, 0)) OVER (ORDER BY e.period) AS revenue_before
    FROM every_period e CROSS JOIN step s LEFT JOIN of_period o ON o.period = e.period
)
SELECT %(granularity)s::text AS period_type, f.period::date AS period, f.jobs AS job_count, f.revenue, f.booked AS booked_revenue,
    f.closed AS closed_revenue, f.revenue_before AS previous_period_revenue,
    CASE WHEN NOT f.is_cut THEN round(100 * (f.revenue - f.revenue_before) / nullif(f.revenue_before, 0), 2) END
        AS period_over_period_change_percent
FROM filled f
ORDER BY f.period
