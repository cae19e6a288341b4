WITH monthly AS (
    SELECT date_trunc('month', job_date)::date AS month, count(*) AS jobs, sum(revenue) AS revenue, count(DISTINCT customer_id) AS customers
    FROM crm_counted_job j
    WHERE is_won AND job_date < date_trunc('month', %(today)s::date)
{{ jobs_of_whom }}
    GROUP BY 1
), span AS (
    -- A slip in the year of one job shall not make a thousand months.
    SELECT greatest(min(month), (date_trunc('month', %(today)s::date) - interval '20 years')::date) AS first_month,
        date_trunc('month', %(today)s::date)::date AS origin FROM monthly WHERE month < date_trunc('month', %(today)s::date)
), series AS (
    -- Every finished month, also those without a job.
    SELECT g.month::date AS month, (row_number() OVER (ORDER BY g.month))::int AS t, s.origin, coalesce(m.jobs, 0) AS jobs,
        coalesce(m.revenue, 0) AS revenue, coalesce(m.customers, 0) AS customers
    FROM span s CROSS JOIN LATERAL generate_series(s.first_month, s.origin - interval '1 month', interval '1 month') AS g (month)
    LEFT JOIN monthly m ON m.month = g.month
