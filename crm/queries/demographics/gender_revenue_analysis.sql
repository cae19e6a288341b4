/*
title = "Revenue by guessed gender"
question = "What is the revenue, and how are job values spread, for each gender as guessed from first names?"
owner = "Marketing"
corrected = "Gender is guessed from first names: below the confidence asked for it counts as unknown, and nothing is decided by it."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.min_confidence]
type = "number"
default = 0.8
min = 0
max = 1
[columns.gender]
title = "Gender"
unit = "text"
[columns.customer_count]
title = "Customer count"
unit = "count"
[columns.job_count]
title = "Job count"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.median_job_value]
title = "Median job value"
unit = "money"
[columns.p25_job_value]
title = "Lower quartile of job value"
unit = "money"
[columns.p75_job_value]
title = "Upper quartile of job value"
unit = "money"
[columns.min_job_value]
title = "Min job value"
unit = "money"
[columns.max_job_value]
title = "Max job value"
unit = "money"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
total = "sum"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
total = "sum"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[chart]
kind = "bar"
x = "gender"
y = ["median_job_value"]
*/
WITH won AS (
    SELECT CASE WHEN c.gender IS NULL OR c.gender_confidence < %(min_confidence)s::numeric THEN 'UNKNOWN' ELSE c.gender END AS gender, j.opportunity_status, j.customer_id, j.revenue
    FROM crm_counted_job j JOIN crm_customer c ON c.id = j.customer_id
    WHERE j.is_won
{{ jobs_asked_for }}
), told AS (
    SELECT gender, count(DISTINCT customer_id) AS customers, count(*) AS jobs, sum(revenue) AS revenue, avg(revenue) AS mean,
        percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY revenue) AS quartile, min(revenue) AS least, max(revenue) AS most,
        coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'BOOKED'), 0) AS booked,
        coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'CLOSED'), 0) AS closed
    FROM won
    GROUP BY gender
)
SELECT gender, customers AS customer_count, jobs AS job_count, revenue AS total_revenue, round(mean, 2) AS avg_job_value,
    round(quartile[2]::numeric, 2) AS median_job_value, round(quartile[1]::numeric, 2) AS p25_job_value,
    round(quartile[3]::numeric, 2) AS p75_job_value, least AS min_job_value, most AS max_job_value, booked AS booked_revenue,
    closed AS closed_revenue, round(revenue / nullif(customers, 0), 2) AS revenue_per_customer, round(revenue / nullif(jobs, 0), 2) AS revenue_per_job
FROM told
ORDER BY gender
