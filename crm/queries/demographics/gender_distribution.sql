/*
title = "Customers by guessed gender"
question = "How many customers, jobs and how much revenue for each gender as guessed from first names?"
owner = "Marketing"
corrected = "Gender is guessed from first names: below the confidence asked for it counts as unknown, and nothing is decided by it. Every customer is counted, also those without a won job in the period; the original lost them."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.min_confidence]
type = "number"
default = 0.8
min = 0
max = 1
[columns.gender]
title = "Gender"
unit = "text"
[columns.total_customers]
title = "Total customers"
unit = "count"
total = "sum"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.active_jobs]
title = "Booked, not yet closed"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.customer_percentage]
title = "Customer percentage"
unit = "percent"
[columns.jobs_per_customer]
title = "Jobs per customer"
unit = "ratio"
[chart]
kind = "bar"
x = "gender"
y = ["total_customers"]
*/
WITH won AS (
    SELECT customer_id, count(*) AS jobs, count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked, sum(revenue) AS revenue
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY customer_id
), told AS (
    SELECT CASE WHEN c.gender IS NULL OR c.gender_confidence < %(min_confidence)s::numeric THEN 'UNKNOWN' ELSE c.gender END AS gender,
        count(*) AS customers, coalesce(sum(w.jobs), 0) AS jobs, coalesce(sum(w.booked), 0) AS booked, coalesce(sum(w.revenue), 0) AS revenue
    FROM crm_customer c LEFT JOIN won w ON w.customer_id = c.id
    WHERE c.is_primary_record
    GROUP BY 1
)
SELECT gender, customers AS total_customers, jobs AS total_jobs, booked AS active_jobs, revenue AS total_revenue,
    round(revenue / nullif(jobs, 0), 2) AS avg_job_value, round(100.0 * customers / sum(customers) OVER (), 2) AS customer_percentage,
    round(jobs / customers, 2) AS jobs_per_customer
FROM told
ORDER BY gender
