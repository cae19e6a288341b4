    count(*) AS customer_count, sum(jobs)::bigint AS total_jobs, sum(revenue) AS total_revenue,
    round(avg(jobs), 2) AS avg_jobs_per_customer, round(avg(revenue), 2) AS avg_lifetime_value,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY revenue)::numeric, 2) AS median_lifetime_value, round(avg(years), 2) AS avg_customer_lifetime_years,
    round(sum(revenue) / count(*), 2) AS revenue_per_customer
