/*
title = "Routes that could be combined"
question = "Which routes are frequent enough to combine, and how many trips fell within three days of another on the same route?"
owner = "Operations"
corrected = "Dates of one route are compared: jobs within the given days of the branch's previous job on the same route could have shared a truck. Branches are told by who they are. As many routes as asked for, the most frequent first."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.within_days]
type = "integer"
default = 3
min = 0
max = 30
[params.limit]
type = "integer"
default = 500
min = 1
max = 20000
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
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.route_frequency]
title = "Route frequency"
unit = "count"
total = "sum"
[columns.route_type]
title = "Route type"
unit = "text"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.avg_crew_size]
title = "Average crew size"
unit = "ratio"
[columns.avg_trucks]
title = "Average trucks"
unit = "ratio"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.revenue_per_trip]
title = "Revenue per trip"
unit = "money"
[columns.frequency_category]
title = "Frequency category"
unit = "text"
[columns.combinable_jobs]
title = "Jobs close to another"
unit = "count"
total = "sum"
*/
WITH won AS (
    SELECT *, job_date - lag(job_date) OVER (PARTITION BY branch_id, origin_city, origin_state, destination_city, destination_state ORDER BY job_date, id) AS gap
    FROM crm_counted_job j
    WHERE is_won AND origin_city IS NOT NULL AND destination_city IS NOT NULL
{{ jobs_asked_for }}
), route AS (
    SELECT origin_city, origin_state, destination_city, destination_state, branch_id, branch_name, count(*) AS jobs, sum(revenue) AS revenue, avg(revenue) AS job_value,
        avg(actual_number_crew) AS crew, avg(actual_number_trucks) AS trucks, min(job_date) AS first_day, max(job_date) AS last_day,
        count(*) FILTER (WHERE gap <= %(within_days)s::int) AS combinable
    FROM won
    GROUP BY origin_city, origin_state, destination_city, destination_state, branch_id, branch_name
)
SELECT origin_city, origin_state, destination_city, destination_state, coalesce(r.branch_name, 'Unknown') AS branch_name, jobs AS route_frequency,
    CASE WHEN origin_state IS NULL OR destination_state IS NULL THEN 'unknown'
        WHEN origin_city = destination_city AND origin_state = destination_state THEN 'local'
        WHEN origin_state = destination_state THEN 'intrastate' ELSE 'interstate' END AS route_type,
    revenue AS total_revenue, round(job_value, 2) AS avg_job_value, round(crew, 2) AS avg_crew_size, round(trucks, 2) AS avg_trucks,
    first_day AS first_job_date, last_day AS last_job_date, round(revenue / jobs, 2) AS revenue_per_trip,
    CASE WHEN jobs >= 10 THEN 'high_frequency' WHEN jobs >= 5 THEN 'medium_frequency' WHEN jobs >= 2 THEN 'low_frequency' ELSE 'one_time' END AS frequency_category,
    combinable AS combinable_jobs
FROM route r
ORDER BY jobs DESC, revenue DESC NULLS LAST, origin_city, origin_state, destination_city, destination_state, branch_id
LIMIT %(limit)s::int
