WITH months AS (
    SELECT unnest(generate_series((SELECT date_trunc('month', min(job_date)) FROM won), DATE '2026-10-01', INTERVAL 1 MONTH))::DATE AS month
), income AS (
    SELECT month, month < DATE '2025-11-01' AS past, coalesce((SELECT sum(revenue) FROM won WHERE date_trunc('month', job_date) = month), 0) AS revenue FROM months
), growth AS (
    SELECT (SELECT sum(revenue) FROM income WHERE month BETWEEN DATE '2024-11-01' AND DATE '2025-10-31')
        / (SELECT sum(revenue) FROM income WHERE month BETWEEN DATE '2023-11-01' AND DATE '2024-10-31') AS factor
)
SELECT month, revenue,
    CASE WHEN past AND (SELECT count(*) FROM income n WHERE n.month <= i.month) >= 3
        THEN (SELECT avg(revenue) FROM income n WHERE n.month BETWEEN i.month - INTERVAL 2 MONTH AND i.month) END AS three_month_moving_avg,
    CASE WHEN past AND (SELECT count(*) FROM income n WHERE n.month <= i.month) >= 12
        THEN (SELECT avg(revenue) FROM income n WHERE n.month BETWEEN i.month - INTERVAL 11 MONTH AND i.month) END AS twelve_month_moving_avg,
    (SELECT revenue FROM income n WHERE n.month = i.month - INTERVAL 1 YEAR) AS same_month_previous_year,
    CASE WHEN NOT past THEN factor * (SELECT revenue FROM income n WHERE n.month = i.month - INTERVAL 1 YEAR) END AS forecasted_revenue
FROM income i, growth
