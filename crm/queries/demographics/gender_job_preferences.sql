/*
title = "Job types and branches by guessed gender"
question = "Which job types and branches does each gender, as guessed from first names, use?"
owner = "Marketing"
corrected = "Gender is guessed from first names: below the confidence asked for it counts as unknown, and nothing is decided by it. Branches are told by who they are. The total of customers counts each once for each gender, job type and branch, so it is not added up."
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
[columns.job_type]
title = "Job type"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.job_count]
title = "Job count"
unit = "count"
total = "sum"
[columns.customer_count]
title = "Customer count"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.percentage_of_gender_jobs]
title = "Percentage of gender jobs"
unit = "percent"
[columns.jobs_per_customer]
title = "Jobs per customer"
unit = "ratio"
*/
WITH won AS (
    SELECT CASE WHEN c.gender IS NULL OR c.gender_confidence < %(min_confidence)s::numeric THEN 'UNKNOWN' ELSE c.gender END AS gender, j.job_type, j.branch_id, j.branch_name, j.customer_id, j.revenue
    FROM crm_counted_job j JOIN crm_customer c ON c.id = j.customer_id
    WHERE j.is_won
{{ jobs_asked_for }}
)
SELECT gender, coalesce(job_type, 'Unknown') AS job_type, coalesce(branch_name, 'Unknown') AS branch_name, count(*) AS job_count,
    count(DISTINCT customer_id) AS customer_count, sum(revenue) AS total_revenue, round(avg(revenue), 2) AS avg_job_value,
    round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY gender), 2) AS percentage_of_gender_jobs,
    round(count(*)::numeric / nullif(count(DISTINCT customer_id), 0), 2) AS jobs_per_customer
FROM won
GROUP BY gender, won.job_type, branch_id, won.branch_name
ORDER BY gender, job_count DESC, won.job_type, branch_id
