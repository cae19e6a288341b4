WITH customer AS (
    SELECT customer_id, count(*) AS frequency_jobs, sum(revenue) AS monetary_value, greatest(0, date_diff('day', max(job_date), DATE '2025-11-18')) AS recency_days
    FROM won WHERE customer_id IS NOT NULL AND job_date IS NOT NULL GROUP BY ALL
)
SELECT customer_id, frequency_jobs, monetary_value, recency_days,
    1 + len(list_filter([30, 90, 180, 365], lambda days: recency_days <= days)) AS recency_score,
    1 + len(list_filter([2, 3, 5, 10], lambda jobs: frequency_jobs >= jobs)) AS frequency_score,
    1 + len(list_filter([500, 1000, 2000, 5000], lambda money: monetary_value >= money)) AS monetary_score
FROM customer
