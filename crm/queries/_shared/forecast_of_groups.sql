), stepped AS (
    SELECT *, lag(jobs, 12) OVER w AS last_year, avg(jobs) OVER (w ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS mean_3,
        avg(jobs) OVER (w ROWS BETWEEN 6 PRECEDING AND 1 PRECEDING) AS mean_6, avg(jobs) OVER (w ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS mean_12,
        avg(jobs) OVER (PARTITION BY place, extract(month FROM month) ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS same_month_mean
    FROM series
    WINDOW w AS (PARTITION BY place ORDER BY month)
), held AS (
    SELECT place, month, origin, is_ahead, jobs, revenue, customers, last_year, same_month_mean,
        CASE WHEN is_ahead THEN max(mean_3) FILTER (WHERE month = origin) OVER p ELSE mean_3 END AS mean_3,
        CASE WHEN is_ahead THEN max(mean_6) FILTER (WHERE month = origin) OVER p ELSE mean_6 END AS mean_6,
        CASE WHEN is_ahead THEN max(mean_12) FILTER (WHERE month = origin) OVER p ELSE mean_12 END AS mean_12
    FROM stepped
    WINDOW p AS (PARTITION BY place)
), told AS (
    SELECT h.*, h.mean_12 * CASE WHEN h.is_ahead THEN coalesce(s.now, 1) ELSE coalesce(s.then, 1) END AS forecast
    FROM held h LEFT JOIN season s ON s.month_number = extract(month FROM h.month)
), checked AS (
    SELECT *, 100 * sum(abs(jobs - forecast)) FILTER (WHERE NOT is_ahead AND month >= origin - interval '12 months') OVER p
            / nullif(sum(jobs) FILTER (WHERE NOT is_ahead AND month >= origin - interval '12 months') OVER p, 0) AS error
    FROM told
    WINDOW p AS (PARTITION BY place)
)
