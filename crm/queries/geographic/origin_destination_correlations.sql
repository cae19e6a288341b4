/*
title = "Which routes are common"
question = "Which pairs of origin and destination are common, and are they local or long distance?"
owner = "Marketing"
corrected = "Two cities of one name in two states are not one place; where a state is unknown, so is the kind of route. As many pairs as asked for."
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
[columns.destination_city]
title = "Destination city"
unit = "text"
[columns.destination_state]
title = "Destination state"
unit = "text"
[columns.route_type]
title = "Route type"
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
[chart]
kind = "heat_map"
x = "destination_city"
y = ["total_jobs"]
series = "origin_city"
*/
SELECT origin_city, origin_state, destination_city, destination_state,
    CASE WHEN origin_state IS NULL OR destination_state IS NULL THEN 'unknown'
        WHEN origin_city = destination_city AND origin_state = destination_state THEN 'local'
        WHEN origin_state = destination_state THEN 'intrastate' ELSE 'interstate' END AS route_type,
    count(DISTINCT customer_id) AS customer_count, count(*) AS total_jobs, sum(revenue) AS total_revenue, round(avg(revenue), 2) AS avg_job_value,
    round(count(*) FILTER (WHERE customer_id IS NOT NULL)::numeric / nullif(count(DISTINCT customer_id), 0), 2) AS jobs_per_customer
FROM crm_counted_job j
WHERE is_won AND origin_city IS NOT NULL AND destination_city IS NOT NULL
{{ jobs_asked_for }}
GROUP BY origin_city, origin_state, destination_city, destination_state
ORDER BY total_jobs DESC, origin_city, origin_state, destination_city, destination_state
LIMIT %(limit)s::int
