/*
title = "Revenue forecast"
question = "What revenue do the last years let us expect in the coming months?"
owner = "Finance"
corrected = "The forecast was a moving average of the past and never reached the future. Past months that are over carry averages and the change to the same month a year before; the running and coming months carry a forecast: the same month a year before times the growth of the last twelve months over the twelve before, else the average of the last three months. Revenue of months to come is what is booked already."
{{ of_whom }}
[params.horizon]
type = "integer"
default = 6
min = 1
max = 12
[params.history]
type = "integer"
default = 36
min = 3
max = 240
[columns.month]
title = "Month"
unit = "date"
[columns.revenue]
title = "Revenue"
unit = "money"
[columns.three_month_moving_avg]
title = "Three month moving avg"
unit = "money"
[columns.six_month_moving_avg]
title = "Six month moving avg"
unit = "money"
[columns.twelve_month_moving_avg]
title = "Twelve month moving avg"
unit = "money"
[columns.same_month_previous_year]
title = "Same month previous year"
unit = "money"
[columns.yoy_change_percent]
title = "Year-on-year change per cent"
unit = "percent"
[columns.forecasted_revenue]
title = "Forecasted revenue"
unit = "money"
[chart]
kind = "line"
x = "month"
y = ["revenue", "twelve_month_moving_avg", "forecasted_revenue"]
*/
WITH past AS (
    SELECT date_trunc('month', j.job_date::timestamp) AS month, coalesce(sum(j.revenue), 0) AS revenue
    FROM crm_counted_job j
    WHERE j.is_won AND j.job_date IS NOT NULL
{{ jobs_of_whom }}
    GROUP BY 1
), running AS (
    SELECT date_trunc('month', %(today)s::date::timestamp) AS month
), every_month AS (
    SELECT generate_series((SELECT min(p.month) FROM past p), r.month + make_interval(months => %(horizon)s - 1), interval '1 month') AS month
    FROM running r
), dense AS (
    SELECT e.month, coalesce(p.revenue, 0) AS revenue, e.month < r.month AS is_over
    FROM every_month e CROSS JOIN running r LEFT JOIN past p ON p.month = e.month
), averaged AS (
    SELECT d.month, d.revenue, d.is_over, row_number() OVER by_month AS nth,
        avg(d.revenue) OVER (by_month ROWS 2 PRECEDING) AS of_3, avg(d.revenue) OVER (by_month ROWS 5 PRECEDING) AS of_6,
        avg(d.revenue) OVER (by_month ROWS 11 PRECEDING) AS of_12, lag(d.revenue, 12) OVER by_month AS year_before,
        lag(d.is_over, 12) OVER by_month AS year_before_is_over
    FROM dense d WINDOW by_month AS (ORDER BY d.month)
), growth AS (
    SELECT sum(d.revenue) FILTER (WHERE d.month >= r.month - interval '12 months')
            / nullif(sum(d.revenue) FILTER (WHERE d.month < r.month - interval '12 months'), 0) AS factor,
        avg(d.revenue) FILTER (WHERE d.month >= r.month - interval '3 months') AS recent,
        count(*) = 24 AS is_known
    FROM dense d CROSS JOIN running r WHERE d.is_over AND d.month >= r.month - interval '24 months'
)
SELECT a.month::date AS month, a.revenue, CASE WHEN a.is_over AND a.nth >= 3 THEN round(a.of_3, 2) END AS three_month_moving_avg,
    CASE WHEN a.is_over AND a.nth >= 6 THEN round(a.of_6, 2) END AS six_month_moving_avg,
    CASE WHEN a.is_over AND a.nth >= 12 THEN round(a.of_12, 2) END AS twelve_month_moving_avg,
    CASE WHEN a.year_before_is_over THEN a.year_before END AS same_month_previous_year,
    CASE WHEN a.is_over THEN round(100 * (a.revenue - a.year_before) / nullif(a.year_before, 0), 2) END AS yoy_change_percent,
    CASE WHEN NOT a.is_over
        THEN round(CASE WHEN a.year_before_is_over AND g.is_known THEN coalesce(a.year_before * g.factor, g.recent) ELSE g.recent END, 2) END
        AS forecasted_revenue
FROM averaged a CROSS JOIN growth g CROSS JOIN running r
WHERE a.month >= r.month - make_interval(months => %(history)s)
ORDER BY a.month
