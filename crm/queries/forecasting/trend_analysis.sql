/*
title = "Growth and season"
question = "Is the business growing, and is the month high or low in the year?"
owner = "Finance"
corrected = "Changes that cannot be told, as in the first twelve months, are unknown; the original called them a sharp decline. The running month is left out, months without a job count as 0, and high and low season follow from the own months (15 % above or below the mean) instead of a fixed list."
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
[columns.quarter]
title = "Quarter"
unit = "text"
[columns.job_count]
title = "Job count"
unit = "count"
[columns.revenue]
title = "Revenue"
unit = "money"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.previous_month_jobs]
title = "Previous month jobs"
unit = "count"
[columns.previous_month_revenue]
title = "Previous month revenue"
unit = "money"
[columns.same_month_previous_year_jobs]
title = "Same month previous year jobs"
unit = "count"
[columns.same_month_previous_year_revenue]
title = "Same month previous year revenue"
unit = "money"
[columns.mom_job_change_percent]
title = "Month-on-month job change %"
unit = "percent"
[columns.mom_revenue_change_percent]
title = "Month-on-month revenue change %"
unit = "percent"
[columns.yoy_job_change_percent]
title = "Year-on-year job change %"
unit = "percent"
[columns.yoy_revenue_change_percent]
title = "Year-on-year revenue change %"
unit = "percent"
[columns.three_month_ma_jobs]
title = "Three month moving average jobs"
unit = "ratio"
[columns.three_month_ma_revenue]
title = "Three month moving average revenue"
unit = "money"
[columns.six_month_ma_jobs]
title = "Six month moving average jobs"
unit = "ratio"
[columns.six_month_ma_revenue]
title = "Six month moving average revenue"
unit = "money"
[columns.job_trend_direction]
title = "Job trend direction"
unit = "text"
[columns.revenue_trend_direction]
title = "Revenue trend direction"
unit = "text"
[columns.growth_category]
title = "Growth category"
unit = "text"
[columns.seasonal_category]
title = "Seasonal category"
unit = "text"
[chart]
kind = "line"
x = "month"
y = ["revenue", "three_month_ma_revenue"]
*/
{{ finished_months }}
), season AS (
    SELECT extract(month FROM month) AS month_number, avg(jobs) / nullif(avg(avg(jobs)) OVER (), 0) AS share FROM series GROUP BY 1
), moved AS (
    SELECT *, lag(jobs) OVER w AS jobs_before, lag(revenue) OVER w AS revenue_before, lag(jobs, 12) OVER w AS jobs_last_year,
        lag(revenue, 12) OVER w AS revenue_last_year, avg(jobs) OVER (w ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS jobs_3,
        avg(revenue) OVER (w ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS revenue_3, avg(jobs) OVER (w ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS jobs_6,
        avg(revenue) OVER (w ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS revenue_6
    FROM series
    WINDOW w AS (ORDER BY t)
), told AS (
    SELECT *, 100 * (revenue / nullif(revenue_last_year, 0) - 1) AS growth FROM moved
)
SELECT m.month, extract(year FROM m.month)::int AS year, extract(month FROM m.month)::int AS month_number, extract(quarter FROM m.month)::int AS quarter,
    m.jobs AS job_count, m.revenue, m.customers AS unique_customers, m.jobs_before AS previous_month_jobs, m.revenue_before AS previous_month_revenue,
    m.jobs_last_year AS same_month_previous_year_jobs, m.revenue_last_year AS same_month_previous_year_revenue,
    round(100.0 * m.jobs / nullif(m.jobs_before, 0) - 100, 2) AS mom_job_change_percent,
    round(100 * m.revenue / nullif(m.revenue_before, 0) - 100, 2) AS mom_revenue_change_percent,
    round(100.0 * m.jobs / nullif(m.jobs_last_year, 0) - 100, 2) AS yoy_job_change_percent, round(m.growth, 2) AS yoy_revenue_change_percent,
    round(m.jobs_3, 2) AS three_month_ma_jobs, round(m.revenue_3, 2) AS three_month_ma_revenue, round(m.jobs_6, 2) AS six_month_ma_jobs,
    round(m.revenue_6, 2) AS six_month_ma_revenue,
    CASE sign(m.jobs - m.jobs_before) WHEN 1 THEN 'increasing' WHEN -1 THEN 'decreasing' WHEN 0 THEN 'stable' ELSE 'unknown' END AS job_trend_direction,
    CASE sign(m.revenue - m.revenue_before) WHEN 1 THEN 'increasing' WHEN -1 THEN 'decreasing' WHEN 0 THEN 'stable' ELSE 'unknown' END AS revenue_trend_direction,
    CASE WHEN m.growth IS NULL THEN 'unknown' WHEN m.growth > 10 THEN 'strong_growth' WHEN m.growth > 5 THEN 'moderate_growth' WHEN m.growth > 0 THEN 'slow_growth'
        WHEN m.growth > -5 THEN 'declining' ELSE 'sharp_decline' END AS growth_category,
    CASE WHEN s.share >= 1.15 THEN 'peak_season' WHEN s.share <= 0.85 THEN 'low_season' ELSE 'normal_season' END AS seasonal_category
FROM told m JOIN season s ON s.month_number = extract(month FROM m.month)
WHERE m.month >= m.origin - make_interval(months => %(history)s::int)
ORDER BY m.month
