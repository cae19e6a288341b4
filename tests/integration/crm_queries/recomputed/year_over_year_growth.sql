WITH counted AS (
    SELECT year(job_date) AS y, month(job_date) * 100 + day(job_date) <= 1118 AS early, *
    FROM job LEFT JOIN (SELECT id, revenue FROM won) USING (id) WHERE job_date IS NOT NULL
), years AS (
    SELECT y, count(*) AS job_count, coalesce(sum(revenue), 0) AS total_revenue, count(DISTINCT customer_id) AS unique_customers,
        count_if(early) AS early_jobs, coalesce(sum(revenue) FILTER (WHERE early), 0) AS early_revenue FROM counted GROUP BY ALL
), beside AS (
    SELECT n.*, CASE WHEN n.y = 2025 THEN b.early_jobs ELSE b.job_count END AS jobs_before,
        CASE WHEN n.y = 2025 THEN n.early_revenue ELSE n.total_revenue END AS revenue_now,
        CASE WHEN n.y = 2025 THEN b.early_revenue ELSE b.total_revenue END AS revenue_before
    FROM years n LEFT JOIN years b ON b.y = n.y - 1 AND n.y <= 2025
)
SELECT y::VARCHAR AS year, job_count, total_revenue, unique_customers, jobs_before AS previous_year_jobs, revenue_before AS previous_year_revenue,
    CASE WHEN revenue_before > 0 THEN 100 * revenue_now / revenue_before - 100 END AS revenue_growth_percent
FROM beside
