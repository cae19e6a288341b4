/*
title = "Share of each route in our own volume"
question = "Which pair of origin and destination brings what share of our own won jobs and revenue?"
owner = "Marketing"
corrected = "The market is the company's own won jobs, named as such. The total of customers counts each customer once; the original added up the customers of every pair. Routes with the largest revenue come first, as many as asked for."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 100
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
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.branches_serving]
title = "Branches serving"
unit = "count"
[columns.market_share_jobs_percent]
title = "Share of our jobs"
unit = "percent"
[columns.market_share_revenue_percent]
title = "Share of our revenue"
unit = "percent"
[columns.market_share_customers_percent]
title = "Share of our customers"
unit = "percent"
[columns.market_total_jobs]
title = "Our won jobs"
unit = "count"
[columns.market_total_revenue]
title = "Our revenue"
unit = "money"
[columns.market_total_customers]
title = "Our customers"
unit = "count"
[columns.market_category]
title = "Market category"
unit = "text"
*/
WITH won AS (
    SELECT origin_city, origin_state, destination_city, destination_state, customer_id, branch_id, revenue
    FROM crm_counted_job j
    WHERE is_won AND origin_city IS NOT NULL
{{ jobs_asked_for }}
), market AS (
    SELECT count(*) AS jobs, sum(revenue) AS revenue, count(DISTINCT customer_id) AS customers FROM won
), pair AS (
    SELECT origin_city, origin_state, destination_city, destination_state, count(*) AS jobs, count(DISTINCT customer_id) AS customers,
        sum(revenue) AS revenue, avg(revenue) AS job_value, count(DISTINCT branch_id) AS branches
    FROM won
    GROUP BY origin_city, origin_state, destination_city, destination_state
)
SELECT p.origin_city, p.origin_state, p.destination_city, p.destination_state, p.jobs AS total_jobs, p.customers AS unique_customers,
    p.revenue AS total_revenue, round(p.job_value, 2) AS avg_job_value, p.branches AS branches_serving,
    round(100.0 * p.jobs / nullif(m.jobs, 0), 2) AS market_share_jobs_percent,
    round(100 * p.revenue / nullif(m.revenue, 0), 2) AS market_share_revenue_percent,
    round(100.0 * p.customers / nullif(m.customers, 0), 2) AS market_share_customers_percent,
    m.jobs AS market_total_jobs, m.revenue AS market_total_revenue, m.customers AS market_total_customers,
    CASE WHEN p.revenue > 0.05 * m.revenue THEN 'major_market' WHEN p.revenue > 0.02 * m.revenue THEN 'significant_market'
        WHEN p.revenue > 0.01 * m.revenue THEN 'moderate_market' ELSE 'small_market' END AS market_category
FROM pair p CROSS JOIN market m
ORDER BY p.revenue DESC NULLS LAST, p.origin_city, p.origin_state, p.destination_city, p.destination_state
LIMIT %(limit)s::int
