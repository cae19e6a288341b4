/*
title = "New and returning customers"
question = "How many new and returning customers came each month, and how many are expected?"
owner = "Marketing"
corrected = "New are customers whose first won move is in the month; the original counted all customers of the month as new. Returning are those with a further move (another quote). Forecasts reach the running month and those after it: new by the same month of last year times the growth of the last twelve months over the twelve before, returning by the mean of the last twelve months; the 90 % band and the error come from what would have been said one month ahead."
[params.months]
type = "integer"
default = 12
min = 1
max = 12
[params.history]
type = "integer"
default = 36
min = 1
max = 240
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
[columns.actual_new_customers]
title = "Actual new customers"
unit = "count"
[columns.actual_repeat_customers]
title = "Actual repeat customers"
unit = "count"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.first_time_customers]
title = "First time customers"
unit = "count"
[columns.three_month_ma_new_customers]
title = "Three month moving average new customers"
unit = "ratio"
[columns.six_month_ma_new_customers]
title = "Six month moving average new customers"
unit = "ratio"
[columns.twelve_month_ma_new_customers]
title = "Twelve month moving average new customers"
unit = "ratio"
[columns.three_month_ma_repeat_customers]
title = "Three month moving average repeat customers"
unit = "ratio"
[columns.same_month_previous_year_new]
title = "Same month previous year new"
unit = "count"
[columns.same_month_previous_year_repeat]
title = "Same month previous year repeat"
unit = "count"
[columns.mom_growth_percent]
title = "Month-on-month growth %"
unit = "percent"
[columns.yoy_growth_new_customers_percent]
title = "Year-on-year growth new customers %"
unit = "percent"
[columns.yoy_growth_repeat_customers_percent]
title = "Year-on-year growth repeat customers %"
unit = "percent"
[columns.forecasted_new_customers]
title = "Forecasted new customers"
unit = "count"
[columns.forecasted_repeat_customers]
title = "Forecasted repeat customers"
unit = "count"
[columns.forecast_new_customers_lower]
title = "Forecast new customers lower"
unit = "count"
[columns.forecast_new_customers_upper]
title = "Forecast new customers upper"
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
y = ["actual_new_customers", "forecasted_new_customers"]
*/
WITH job AS (
    SELECT customer_id, coalesce(quote_number, job_id) AS quote, job_date, branch_id, lead_source_id, sales_person_id FROM crm_counted_job WHERE is_won AND customer_id IS NOT NULL AND job_date IS NOT NULL
), move AS (
    -- Who is first is asked of the whole company; where, of the branch, source and sales person chosen.
    SELECT customer_id, min(job_date) AS day, count(*) AS jobs,
        row_number() OVER (PARTITION BY customer_id ORDER BY min(job_date), quote) = 1 AS is_new,
        bool_or((%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)) AS is_chosen
    FROM job
    GROUP BY customer_id, quote
), monthly AS (
    SELECT date_trunc('month', day)::date AS month, count(*) FILTER (WHERE is_new) AS first,
        count(DISTINCT customer_id) FILTER (WHERE NOT is_new) AS again, sum(jobs) AS jobs
    FROM move
    WHERE is_chosen
    GROUP BY 1
), span AS (
    -- A slip in the year of one job shall not make a thousand months.
    SELECT greatest(min(month), (date_trunc('month', %(today)s::date) - interval '20 years')::date) AS first_month,
        date_trunc('month', %(today)s::date)::date AS origin FROM monthly WHERE month < date_trunc('month', %(today)s::date)
), series AS (
    -- Every month, also those without a job, and those that are to be foretold.
    SELECT g.month::date AS month, (row_number() OVER (ORDER BY g.month))::int AS t, s.origin, g.month >= s.origin AS is_ahead,
        CASE WHEN g.month < s.origin THEN coalesce(m.first, 0) END AS first,
        CASE WHEN g.month < s.origin THEN coalesce(m.again, 0) END AS again,
        CASE WHEN g.month < s.origin THEN coalesce(m.jobs, 0) END AS jobs
    FROM span s CROSS JOIN LATERAL generate_series(s.first_month, s.origin + make_interval(months => %(months)s::int - 1), interval '1 month') AS g (month)
    LEFT JOIN monthly m ON m.month = g.month
), stepped AS (
    SELECT *, lag(first, 12) OVER w AS first_last_year, lag(again, 12) OVER w AS again_last_year, lag(first) OVER w AS first_before,
        avg(first) OVER (w ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS mean_3, avg(first) OVER (w ROWS BETWEEN 6 PRECEDING AND 1 PRECEDING) AS mean_6,
        avg(first) OVER (w ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS mean_12,
        avg(again) OVER (w ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS again_3,
        avg(again) OVER (w ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS again_12,
        CASE WHEN t > 24 THEN sum(first) OVER (w ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING)
            / nullif(sum(first) OVER (w ROWS BETWEEN 24 PRECEDING AND 13 PRECEDING), 0) END AS growth
    FROM series
    WINDOW w AS (ORDER BY t)
), told AS (
    SELECT month, origin, is_ahead, first, again, jobs, first_last_year, again_last_year, first_before,
        CASE WHEN is_ahead THEN max(mean_3) FILTER (WHERE month = origin) OVER () ELSE mean_3 END AS mean_3,
        CASE WHEN is_ahead THEN max(mean_6) FILTER (WHERE month = origin) OVER () ELSE mean_6 END AS mean_6,
        CASE WHEN is_ahead THEN max(mean_12) FILTER (WHERE month = origin) OVER () ELSE mean_12 END AS mean_12,
        CASE WHEN is_ahead THEN max(again_3) FILTER (WHERE month = origin) OVER () ELSE again_3 END AS again_3,
        CASE WHEN is_ahead THEN max(again_12) FILTER (WHERE month = origin) OVER () ELSE again_12 END AS again_12,
        first_last_year * coalesce(CASE WHEN is_ahead THEN max(growth) FILTER (WHERE month = origin) OVER () ELSE growth END, 1) AS forecast
    FROM stepped
), checked AS (
    SELECT *, 100 * sum(abs(first - forecast)) FILTER (WHERE NOT is_ahead AND month >= origin - interval '12 months') OVER ()
            / nullif(sum(first) FILTER (WHERE NOT is_ahead AND month >= origin - interval '12 months' AND forecast IS NOT NULL) OVER (), 0) AS error,
        sqrt(avg((first - forecast) ^ 2) FILTER (WHERE NOT is_ahead AND month >= origin - interval '24 months') OVER ()) AS spread
    FROM told
)
SELECT m.month, extract(year FROM m.month)::int AS year, extract(month FROM m.month)::int AS month_number, m.first AS actual_new_customers,
    m.again AS actual_repeat_customers, m.jobs AS total_jobs, m.first AS first_time_customers, round(m.mean_3, 2) AS three_month_ma_new_customers,
    round(m.mean_6, 2) AS six_month_ma_new_customers, round(m.mean_12, 2) AS twelve_month_ma_new_customers,
    round(m.again_3, 2) AS three_month_ma_repeat_customers, m.first_last_year AS same_month_previous_year_new,
    m.again_last_year AS same_month_previous_year_repeat, round(100.0 * m.first / nullif(m.first_before, 0) - 100, 2) AS mom_growth_percent,
    round(100.0 * m.first / nullif(m.first_last_year, 0) - 100, 2) AS yoy_growth_new_customers_percent,
    round(100.0 * m.again / nullif(m.again_last_year, 0) - 100, 2) AS yoy_growth_repeat_customers_percent,
    round(m.forecast, 2) AS forecasted_new_customers, round(m.again_12, 2) AS forecasted_repeat_customers,
    round(greatest(0, m.forecast - 1.645 * m.spread), 2) AS forecast_new_customers_lower, round(m.forecast + 1.645 * m.spread, 2) AS forecast_new_customers_upper,
    CASE WHEN m.is_ahead THEN 'forecast' ELSE 'actual' END AS data_type, round(m.error, 2) AS backtest_error_percent
FROM checked m
WHERE m.month >= m.origin - make_interval(months => %(history)s::int)
ORDER BY m.month
