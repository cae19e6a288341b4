/*
title = "How far each branch reaches"
question = "How far does each branch reach, and what does that bring?"
owner = "Operations"
corrected = "Customers are counted once for each branch; the original added them up over city pairs. Every real branch is listed, also one without a won job in the period."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.branch_city]
title = "Branch city"
unit = "text"
[columns.branch_state]
title = "Branch state"
unit = "text"
[columns.origin_cities_served]
title = "Origin cities served"
unit = "count"
[columns.origin_states_served]
title = "Origin states served"
unit = "count"
[columns.destination_cities_served]
title = "Destination cities served"
unit = "count"
[columns.destination_states_served]
title = "Destination states served"
unit = "count"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_customers]
title = "Total customers"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[chart]
kind = "bar"
x = "branch_name"
y = ["origin_cities_served"]
*/
WITH won AS (
    SELECT branch_id, count(DISTINCT (origin_city, origin_state)) FILTER (WHERE origin_city IS NOT NULL AND origin_state IS NOT NULL) AS origins,
        count(DISTINCT origin_state) AS origin_states, count(DISTINCT (destination_city, destination_state))
            FILTER (WHERE destination_city IS NOT NULL AND destination_state IS NOT NULL) AS destinations,
        count(DISTINCT destination_state) AS destination_states, count(*) AS jobs, count(DISTINCT customer_id) AS customers, sum(revenue) AS revenue
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
    GROUP BY branch_id
)
SELECT b.name AS branch_name, b.city AS branch_city, b.state_code AS branch_state, coalesce(w.origins, 0) AS origin_cities_served,
    coalesce(w.origin_states, 0) AS origin_states_served, coalesce(w.destinations, 0) AS destination_cities_served,
    coalesce(w.destination_states, 0) AS destination_states_served, coalesce(w.jobs, 0) AS total_jobs, coalesce(w.customers, 0) AS total_customers,
    coalesce(w.revenue, 0) AS total_revenue, round(w.revenue / nullif(w.jobs, 0), 2) AS revenue_per_job
FROM (SELECT id, name, city, state_code FROM crm_branch WHERE NOT is_test AND is_primary_record AND (%(branch)s::bigint IS NULL OR id = %(branch)s::bigint)
      UNION ALL SELECT NULL, 'Unknown', NULL, NULL FROM won WHERE branch_id IS NULL) b
LEFT JOIN won w ON w.branch_id IS NOT DISTINCT FROM b.id
ORDER BY total_revenue DESC, b.id
