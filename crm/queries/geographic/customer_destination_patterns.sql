/*
title = "Where customers move to"
question = "Where do customers move to?"
owner = "Marketing"
corrected = "Goes by the destination of each won job; the original used the one address on the customer's record, so everything else a customer moved fell on it."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 10000
[columns.destination_city]
title = "Destination city"
unit = "text"
[columns.destination_state]
title = "Destination state"
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
[columns.origin_cities_count]
title = "Origin cities count"
unit = "count"
[columns.origin_states_count]
title = "Origin states count"
unit = "count"
[columns.jobs_per_customer]
title = "Jobs per customer"
unit = "ratio"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[chart]
kind = "map"
x = "destination_state"
y = ["total_jobs"]
*/
SELECT destination_city, destination_state, count(DISTINCT customer_id) AS customer_count, count(*) AS total_jobs, sum(revenue) AS total_revenue,
    round(avg(revenue), 2) AS avg_job_value, count(DISTINCT (origin_city, origin_state)) FILTER (WHERE origin_city IS NOT NULL AND origin_state IS NOT NULL) AS origin_cities_count,
    count(DISTINCT origin_state) AS origin_states_count,
    round(count(*) FILTER (WHERE customer_id IS NOT NULL)::numeric / nullif(count(DISTINCT customer_id), 0), 2) AS jobs_per_customer,
    round(sum(revenue) FILTER (WHERE customer_id IS NOT NULL) / nullif(count(DISTINCT customer_id), 0), 2) AS revenue_per_customer
FROM crm_counted_job j
WHERE is_won AND destination_city IS NOT NULL AND destination_state IS NOT NULL
{{ jobs_asked_for }}
GROUP BY destination_city, destination_state
ORDER BY customer_count DESC, destination_city, destination_state
LIMIT %(limit)s::int
