/*
title = "Revenue by city"
question = "How much revenue comes from each city of origin or goes to each city of destination?"
owner = "Finance"
corrected = "Every job stood in two lists at once, and estimates of lost jobs were revenue. Origin or destination is chosen, so that a job counts once."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.region]
type = "choice"
choices = ["origin", "destination"]
default = "origin"
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.region_type]
title = "Region type"
unit = "text"
[columns.city]
title = "City"
unit = "text"
[columns.state]
title = "State"
unit = "text"
[columns.job_count]
title = "Won jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[chart]
kind = "map"
x = "state"
y = ["total_revenue"]
*/
SELECT %(region)s::text AS region_type, CASE %(region)s::text WHEN 'origin' THEN j.origin_city ELSE j.destination_city END AS city,
    CASE %(region)s::text WHEN 'origin' THEN j.origin_state ELSE j.destination_state END AS state, count(*) AS job_count,
    coalesce(sum(j.revenue), 0) AS total_revenue, round(avg(j.revenue), 2) AS avg_job_value
FROM crm_counted_job j
WHERE j.is_won
{{ jobs_asked_for }}
GROUP BY 2, 3
ORDER BY total_revenue DESC, city, state
LIMIT %(limit)s
