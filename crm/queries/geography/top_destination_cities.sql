/*
title = "Cities that most jobs go to"
question = "Which cities do most jobs go to?"
owner = "Operations"
corrected = "Estimates of quoted, lost and cancelled jobs were revenue."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 50
min = 1
max = 100000
[columns.destination_city]
title = "Destination city"
unit = "text"
[columns.destination_state]
title = "Destination state"
unit = "text"
[columns.job_count]
title = "Job count"
unit = "count"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.branches_serving]
title = "Branches serving"
unit = "count"
[chart]
kind = "bar"
x = "destination_city"
y = ["job_count"]
*/
SELECT j.destination_city, j.destination_state,
{{ figures_of_city }}
FROM crm_counted_job j
WHERE j.destination_city IS NOT NULL
{{ jobs_asked_for }}
GROUP BY 1, 2
ORDER BY job_count DESC, total_revenue DESC, j.destination_city, j.destination_state
LIMIT %(limit)s
