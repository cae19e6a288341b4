WITH won AS (
    SELECT customer_id, date_trunc('month', job_date)::date AS month, count(*) FILTER (WHERE job_date <= %(today)s::date) AS jobs,
        sum(revenue) FILTER (WHERE job_date <= %(today)s::date) AS revenue
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL AND job_date IS NOT NULL
{{ jobs_of_whom }}
    GROUP BY 1, 2
), customer AS (
    SELECT w.customer_id, date_trunc('month', least(min(c.first_lead_date), min(w.month)))::date AS acquired
    FROM won w JOIN crm_customer c ON c.id = w.customer_id
    GROUP BY w.customer_id
), cohort AS (
    SELECT acquired, count(*) AS size FROM customer
    WHERE acquired BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    GROUP BY acquired
), cell AS (
    SELECT c.acquired, c.size, k.months,
        (c.acquired + make_interval(months => k.months))::date AS month
    FROM cohort c CROSS JOIN LATERAL generate_series(0, least(%(months)s::int,
        (extract(year FROM age(date_trunc('month', %(today)s::date), c.acquired)) * 12
         + extract(month FROM age(date_trunc('month', %(today)s::date), c.acquired)))::int)) AS k (months)
), active AS (
    SELECT c.acquired, w.month, count(*) AS customers, sum(w.jobs) AS jobs, sum(w.revenue) AS revenue,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY w.revenue)::numeric AS median
    FROM customer c JOIN won w USING (customer_id)
    WHERE w.jobs > 0
    GROUP BY c.acquired, w.month
)
