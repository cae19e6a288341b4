/*
title = "Customers who have not moved for long"
question = "Which past customers have not moved for more than 90 days, how long ago was it, and how likely is it that they return?"
owner = "Marketing"
corrected = "Measured from the organisation's day; a customer with a booked job ahead is not idle. The prediction is the share of customers, idle as long as this one's group, who did return later, counted over all past gaps between won jobs. As many as asked for, the most valuable first."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.risk]
type = "choice"
choices = ["all", "low_risk", "medium_risk", "high_risk"]
default = "all"
[params.limit]
type = "integer"
default = 1000
min = 1
max = 100000
[columns.customer_id]
title = "Customer ID"
unit = "id"
[columns.customer_name]
title = "Customer name"
unit = "text"
[columns.email]
title = "Email"
unit = "text"
[columns.phone]
title = "Phone"
unit = "text"
[columns.last_job_date]
title = "Last job date"
unit = "date"
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
[columns.days_since_last_job]
title = "Days since last job"
unit = "days"
[columns.churn_status]
title = "Churn status"
unit = "text"
[columns.risk_level]
title = "Risk level"
unit = "text"
[columns.months_since_last_job]
title = "Months since last job"
unit = "ratio"
[columns.returned_percent]
title = "Such customers who returned later"
unit = "percent"
*/
WITH job AS (
    SELECT customer_id, job_date, revenue, lead(job_date) OVER (PARTITION BY customer_id ORDER BY job_date, id) AS next_date
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL AND job_date IS NOT NULL
{{ jobs_of_whom }}
), seen AS (
    -- Every gap that lasted longer than the lower end of a group, whether it ended or goes on.
    SELECT g.days AS longer_than, 100.0 * count(j.next_date) / count(*) AS returned
    FROM job j JOIN (VALUES (90), (180), (365)) AS g (days) ON coalesce(j.next_date, %(today)s::date) - j.job_date > g.days
    GROUP BY g.days
), customer AS (
    SELECT customer_id, max(job_date) AS last_job_date, count(*) AS jobs, sum(revenue) AS revenue, avg(revenue) AS job_value,
        %(today)s::date - max(job_date) AS days
    FROM job
    GROUP BY customer_id
    HAVING max(job_date) < %(today)s::date - 90
), grouped AS (
    SELECT *, CASE WHEN days <= 180 THEN 90 WHEN days <= 365 THEN 180 ELSE 365 END AS longer_than
    FROM customer
    WHERE last_job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
), named AS (
    SELECT *, CASE longer_than WHEN 90 THEN 'at_risk_3_months' WHEN 180 THEN 'at_risk_6_months' ELSE 'churned' END AS churn_status,
        CASE longer_than WHEN 90 THEN 'low_risk' WHEN 180 THEN 'medium_risk' ELSE 'high_risk' END AS risk_level
    FROM grouped
)
SELECT n.customer_id, c.name AS customer_name, c.email, c.phone, n.last_job_date, n.jobs AS total_jobs, n.revenue AS total_revenue,
    round(n.job_value, 2) AS avg_job_value, n.days AS days_since_last_job, n.churn_status, n.risk_level,
    round(n.days / 30.4375, 1) AS months_since_last_job, round(s.returned, 2) AS returned_percent
FROM named n JOIN crm_customer c ON c.id = n.customer_id LEFT JOIN seen s ON s.longer_than = n.longer_than
WHERE %(risk)s::text = 'all' OR n.risk_level = %(risk)s::text
ORDER BY n.revenue DESC NULLS LAST, n.customer_id
LIMIT %(limit)s::int
