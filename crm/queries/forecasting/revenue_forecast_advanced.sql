/*
title = "Revenue forecast"
question = "What revenue do simple methods foretell for the running month and those after it, and how wrong were they so far?"
owner = "Finance"
corrected = "Reaches the future: the running month and those after it. Methods: moving averages, exponential smoothing (a third of the way to each new month), linear trend by least squares, and the same month of last year times the growth of the last twelve months over the twelve before. Each past month shows what would have been said one month ahead; the method with the smallest error over the last twelve months is recommended, with a 90 % band from its own errors. The original's exponential and linear columns were neither."
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
[columns.actual_revenue]
title = "Actual revenue"
unit = "money"
[columns.job_count]
title = "Job count"
unit = "count"
[columns.three_month_moving_avg]
title = "Three month moving average"
unit = "money"
[columns.six_month_moving_avg]
title = "Six month moving average"
unit = "money"
[columns.twelve_month_moving_avg]
title = "Twelve month moving average"
unit = "money"
[columns.exponential_smoothing_forecast]
title = "Exponential smoothing forecast"
unit = "money"
[columns.same_month_previous_year]
title = "Same month previous year"
unit = "money"
[columns.yoy_change_percent]
title = "Year-on-year change %"
unit = "percent"
[columns.linear_trend_forecast]
title = "Linear trend forecast"
unit = "money"
[columns.recommended_forecast]
title = "Recommended forecast"
unit = "money"
[columns.forecast_lower_bound]
title = "Forecast lower bound"
unit = "money"
[columns.forecast_upper_bound]
title = "Forecast upper bound"
unit = "money"
[columns.data_type]
title = "Data type"
unit = "text"
[columns.seasonal_forecast]
title = "Seasonal forecast"
unit = "money"
[columns.method]
title = "Method"
unit = "text"
[columns.backtest_error_percent]
title = "Backtest error %"
unit = "percent"
[columns.booked_so_far]
title = "Booked so far"
unit = "money"
[chart]
kind = "line"
x = "month"
y = ["actual_revenue", "recommended_forecast"]
*/
WITH monthly AS (
    SELECT date_trunc('month', job_date)::date AS month, sum(revenue) AS revenue, count(*) AS jobs
    FROM crm_counted_job j
    WHERE is_won AND job_date IS NOT NULL
{{ jobs_of_whom }}
    GROUP BY 1
), span AS (
    -- A slip in the year of one job shall not make a thousand months.
    SELECT greatest(min(month), (date_trunc('month', %(today)s::date) - interval '20 years')::date) AS first_month,
        date_trunc('month', %(today)s::date)::date AS origin FROM monthly WHERE month < date_trunc('month', %(today)s::date)
), series AS (
    -- Every month, also those without a job, and those that are to be foretold.
    SELECT g.month::date AS month, (row_number() OVER (ORDER BY g.month))::int AS t, s.origin, g.month >= s.origin AS is_ahead,
        CASE WHEN g.month < s.origin THEN coalesce(m.revenue, 0) END AS revenue,
        CASE WHEN g.month < s.origin THEN coalesce(m.jobs, 0) END AS jobs,
        CASE WHEN g.month >= s.origin THEN coalesce(m.revenue, 0) END AS booked
    FROM span s CROSS JOIN LATERAL generate_series(s.first_month, s.origin + make_interval(months => %(months)s::int - 1), interval '1 month') AS g (month)
    LEFT JOIN monthly m ON m.month = g.month
), stepped AS (
    -- What each method would have said of a month at the end of the month before.
    SELECT *, lag(revenue, 12) OVER w AS last_year,
        avg(revenue) OVER (w ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS mean_3,
        avg(revenue) OVER (w ROWS BETWEEN 6 PRECEDING AND 1 PRECEDING) AS mean_6,
        avg(revenue) OVER (w ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS mean_12,
        power(2.0 / 3, t - 1)::float8 * sum((CASE t WHEN 1 THEN 1 ELSE 1.0 / 3 END * revenue)::float8 * power(2.0 / 3, -t)::float8) OVER before AS smoothed,
        CASE WHEN t > 12 THEN regr_intercept(revenue::float8, t) OVER before + t * regr_slope(revenue::float8, t) OVER before END AS trend,
        CASE WHEN t > 24 THEN sum(revenue) OVER (w ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING)
            / nullif(sum(revenue) OVER (w ROWS BETWEEN 24 PRECEDING AND 13 PRECEDING), 0) END AS growth
    FROM series
    WINDOW w AS (ORDER BY t), before AS (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), told AS (
    -- Ahead, a mean stays what it was at the last finished month.
    SELECT month, t, origin, is_ahead, revenue, jobs, booked, last_year,
        CASE WHEN is_ahead THEN max(mean_3) FILTER (WHERE month = origin) OVER () ELSE mean_3 END AS mean_3,
        CASE WHEN is_ahead THEN max(mean_6) FILTER (WHERE month = origin) OVER () ELSE mean_6 END AS mean_6,
        CASE WHEN is_ahead THEN max(mean_12) FILTER (WHERE month = origin) OVER () ELSE mean_12 END AS mean_12,
        (CASE WHEN is_ahead THEN max(smoothed) FILTER (WHERE month = origin) OVER () ELSE smoothed END)::numeric AS smoothed,
        greatest(0, trend::numeric) AS trend,
        last_year * coalesce(CASE WHEN is_ahead THEN max(growth) FILTER (WHERE month = origin) OVER () ELSE growth END, 1) AS seasonal
    FROM stepped
), best AS (
    SELECT k.method, 100 * sum(abs(m.revenue - k.value)) FILTER (WHERE m.month >= m.origin - interval '12 months') / nullif(sum(m.revenue) FILTER (WHERE m.month >= m.origin - interval '12 months'), 0) AS error,
        sqrt(avg((m.revenue - k.value) ^ 2) FILTER (WHERE m.month >= m.origin - interval '24 months')) AS spread
    FROM told m CROSS JOIN LATERAL (VALUES ('seasonal', m.seasonal), ('linear trend', m.trend), ('exponential smoothing', m.smoothed), ('twelve-month mean', m.mean_12)) AS k (method, value)
    WHERE NOT m.is_ahead AND k.value IS NOT NULL
    GROUP BY k.method
    ORDER BY error NULLS LAST, k.method
    LIMIT 1
), recommended AS (
    SELECT m.*, b.method, b.error, b.spread,
        CASE b.method WHEN 'seasonal' THEN m.seasonal WHEN 'linear trend' THEN m.trend WHEN 'exponential smoothing' THEN m.smoothed ELSE m.mean_12 END AS forecast
    FROM told m LEFT JOIN best b ON true
)
SELECT m.month, m.revenue AS actual_revenue, m.jobs AS job_count, round(m.mean_3, 2) AS three_month_moving_avg,
    round(m.mean_6, 2) AS six_month_moving_avg, round(m.mean_12, 2) AS twelve_month_moving_avg,
    round(m.smoothed, 2) AS exponential_smoothing_forecast, m.last_year AS same_month_previous_year,
    round(100 * (m.revenue / nullif(m.last_year, 0) - 1), 2) AS yoy_change_percent, round(m.trend, 2) AS linear_trend_forecast,
    round(m.forecast, 2) AS recommended_forecast, round(greatest(0, m.forecast - 1.645 * m.spread), 2) AS forecast_lower_bound,
    round(m.forecast + 1.645 * m.spread, 2) AS forecast_upper_bound, CASE WHEN m.is_ahead THEN 'forecast' ELSE 'actual' END AS data_type,
    round(m.seasonal, 2) AS seasonal_forecast, m.method, round(m.error, 2) AS backtest_error_percent, m.booked AS booked_so_far
FROM recommended m
WHERE m.month >= m.origin - make_interval(months => %(history)s::int)
ORDER BY m.month
