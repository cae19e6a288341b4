/*
title = "Jobs by job type and branch"
question = "What job volume is expected for each job type and branch?"
owner = "Operations"
corrected = "Reaches the running month and those after it. Method: the mean of the last twelve calendar months of the group, times how far the calendar month lies from the mean of all groups together. Months without a job count as 0, so windows are calendar months; the original skipped them. The band is the 90 % one of counts; the error is of what would have been said one month ahead over the last twelve. The busiest groups of two years, as many as asked for; branches are told by who they are."
[params.months]
type = "integer"
default = 6
min = 1
max = 12
[params.history]
type = "integer"
default = 12
min = 1
max = 240
[params.groups]
type = "integer"
default = 50
min = 1
max = 1000
{{ of_whom }}
[columns.month]
title = "Month"
unit = "date"
[columns.year]
title = "Year"
unit = "text"
[columns.month_number]
title = "Month number"
unit = "text"
[columns.job_type]
title = "Job type"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.actual_job_count]
title = "Actual job count"
unit = "count"
total = "sum"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.three_month_moving_avg]
title = "Three month moving average"
unit = "ratio"
[columns.six_month_moving_avg]
title = "Six month moving average"
unit = "ratio"
[columns.twelve_month_moving_avg]
title = "Twelve month moving average"
unit = "ratio"
[columns.same_month_previous_year]
title = "Same month previous year"
unit = "count"
[columns.seasonal_average]
title = "Seasonal average"
unit = "ratio"
[columns.yoy_change_percent]
title = "Year-on-year change %"
unit = "percent"
[columns.forecasted_job_count]
title = "Forecasted job count"
unit = "count"
total = "sum"
[columns.forecast_lower_bound]
title = "Forecast lower bound"
unit = "count"
[columns.forecast_upper_bound]
title = "Forecast upper bound"
unit = "count"
[columns.data_type]
title = "Data type"
unit = "text"
[columns.backtest_error_percent]
title = "Backtest error %"
unit = "percent"
[chart]
kind = "line"
x = "month"
y = ["actual_job_count", "forecasted_job_count"]
*/
WITH won AS (
    SELECT date_trunc('month', job_date)::date AS month, job_type, branch_id, count(*) AS jobs, sum(revenue) AS revenue, count(DISTINCT customer_id) AS customers
    FROM crm_counted_job j
    WHERE is_won AND job_date < date_trunc('month', %(today)s::date)
{{ jobs_of_whom }}
    GROUP BY 1, job_type, branch_id
{{ season_of_groups }}
), chosen AS (
    SELECT job_type, branch_id, row_number() OVER (ORDER BY sum(jobs) DESC, job_type, branch_id) AS place
    FROM won CROSS JOIN span
    WHERE month >= origin - interval '24 months'
    GROUP BY job_type, branch_id
    ORDER BY place
    LIMIT %(groups)s::int
), series AS (
    SELECT c.*, g.month::date AS month, s.origin, g.month >= s.origin AS is_ahead,
        CASE WHEN g.month < s.origin THEN coalesce(w.jobs, 0) END AS jobs, CASE WHEN g.month < s.origin THEN coalesce(w.revenue, 0) END AS revenue,
        CASE WHEN g.month < s.origin THEN coalesce(w.customers, 0) END AS customers
    FROM chosen c CROSS JOIN span s
    CROSS JOIN LATERAL generate_series(s.first_month, s.origin + make_interval(months => %(months)s::int - 1), interval '1 month') AS g (month)
    LEFT JOIN won w ON w.month = g.month AND w.job_type IS NOT DISTINCT FROM c.job_type AND w.branch_id IS NOT DISTINCT FROM c.branch_id
{{ forecast_of_groups }}
SELECT m.month, extract(year FROM m.month)::int AS year, extract(month FROM m.month)::int AS month_number, c.job_type, coalesce(b.name, 'Unknown') AS branch_name,
    m.jobs AS actual_job_count, m.customers AS unique_customers, round(m.mean_3, 2) AS three_month_moving_avg, round(m.mean_6, 2) AS six_month_moving_avg,
    round(m.mean_12, 2) AS twelve_month_moving_avg, m.last_year AS same_month_previous_year, round(m.same_month_mean, 2) AS seasonal_average, round(100.0 * m.jobs / nullif(m.last_year, 0) - 100, 2) AS yoy_change_percent,
    round(m.forecast, 2) AS forecasted_job_count, round(greatest(0, m.forecast - 1.645 * sqrt(m.forecast)), 2) AS forecast_lower_bound,
    round(m.forecast + 1.645 * sqrt(m.forecast), 2) AS forecast_upper_bound, CASE WHEN m.is_ahead THEN 'forecast' ELSE 'actual' END AS data_type,
    round(m.error, 2) AS backtest_error_percent
FROM checked m JOIN chosen c ON c.place = m.place LEFT JOIN crm_branch b ON b.id = c.branch_id
WHERE m.month >= m.origin - make_interval(months => %(history)s::int)
ORDER BY m.place, m.month
