/*
title = "Coverage by state or province"
question = "How many jobs, cities and customers does each state or province have?"
owner = "Operations"
corrected = "Every job stood in two rows, as an origin and as a destination, and estimates of lost jobs were revenue. One of the two is chosen, and jobs without a state have a row."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.coverage]
type = "choice"
choices = ["origin", "destination"]
default = "origin"
[columns.state]
title = "State"
unit = "text"
[columns.coverage_type]
title = "Coverage type"
unit = "text"
[columns.job_count]
title = "Job count"
unit = "count"
total = "sum"
[columns.cities_served]
title = "Cities served"
unit = "count"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[chart]
kind = "map"
x = "state"
y = ["total_revenue"]
*/
SELECT CASE %(coverage)s::text WHEN 'origin' THEN j.origin_state ELSE j.destination_state END AS state, %(coverage)s::text AS coverage_type,
    count(*) AS job_count, count(DISTINCT CASE %(coverage)s::text WHEN 'origin' THEN j.origin_city ELSE j.destination_city END) AS cities_served,
    count(DISTINCT j.customer_id) AS unique_customers, coalesce(sum(j.revenue), 0) AS total_revenue
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 1
ORDER BY job_count DESC, state
