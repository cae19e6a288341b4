/*
title = "Customers who come back"
question = "What share of customers has moved with us more than once?"
owner = "Marketing"
corrected = "Lost and cancelled jobs made repeat customers. Only won jobs count, and jobs of one quote are one move."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[columns.one_time_customers]
title = "One time customers"
unit = "count"
[columns.repeat_customers]
title = "Repeat customers"
unit = "count"
[columns.total_customers_with_jobs]
title = "Total customers with jobs"
unit = "count"
[columns.retention_rate_percent]
title = "Retention rate per cent"
unit = "percent"
[columns.one_time_rate_percent]
title = "One time rate per cent"
unit = "percent"
*/
WITH of_customer AS (
    SELECT j.customer_id, count(DISTINCT coalesce(j.quote_number, j.job_id)) AS moves FROM crm_counted_job j
    WHERE j.is_won AND j.customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY 1
)
SELECT count(*) FILTER (WHERE o.moves = 1) AS one_time_customers, count(*) FILTER (WHERE o.moves > 1) AS repeat_customers,
    count(*) AS total_customers_with_jobs,
    round(100.0 * count(*) FILTER (WHERE o.moves > 1) / nullif(count(*), 0), 2) AS retention_rate_percent,
    round(100.0 * count(*) FILTER (WHERE o.moves = 1) / nullif(count(*), 0), 2) AS one_time_rate_percent
FROM of_customer o
