WITH worth AS (
    SELECT customer_id, count(*) AS total_jobs, sum(revenue) AS total_revenue FROM won WHERE customer_id IS NOT NULL AND job_date IS NOT NULL GROUP BY ALL
), bound AS (
    SELECT quantile_cont(total_revenue::DOUBLE, [0.25, 0.5, 0.75, 0.9]) AS cuts FROM worth WHERE total_revenue > 0
)
SELECT customer_id, total_jobs, total_revenue,
    ['Very Low', 'Low', 'Medium', 'High', 'VIP'][1 + len(list_filter(cuts, lambda x: coalesce(total_revenue, 0) >= x))] AS clv_segment
FROM worth, bound
