/*
title = "Where customers come from"
question = "Where do customers move from?"
owner = "Marketing"
corrected = "Goes by the origin of each won job; the original used the one address on the customer's record."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 10000
[columns.origin_city]
title = "Origin city"
unit = "text"
[columns.origin_state]
title = "Origin state"
unit = "text"
[columns.customer_count]
title = "Customer count"
unit = "count"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.jobs_per_customer]
title = "Jobs per customer"
unit = "ratio"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[chart]
kind = "map"
x = "origin_state"
y = ["total_jobs"]
*/
SELECT origin_city, origin_state, count(DISTINCT customer_id) AS customer_count, count(*) AS total_jobs, sum(revenue) AS total_revenue,
    round(avg(revenue), 2) AS avg_job_value,
    round(count(*) FILTER (WHERE customer_id IS NOT NULL)::numeric / nullif(count(DISTINCT customer_id), 0), 2) AS jobs_per_customer,
    round(sum(revenue) FILTER (WHERE customer_id IS NOT NULL) / nullif(count(DISTINCT customer_id), 0), 2) AS revenue_per_customer,
    min(job_date) AS first_job_date, max(job_date) AS last_job_date
FROM crm_counted_job j
WHERE is_won AND origin_city IS NOT NULL AND origin_state IS NOT NULL
{{ jobs_asked_for }}
GROUP BY origin_city, origin_state
ORDER BY customer_count DESC, origin_city, origin_state
LIMIT %(limit)s::int
