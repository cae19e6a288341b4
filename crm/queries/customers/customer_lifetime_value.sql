/*
title = "Lifetime value of customers"
question = "What are customers with several jobs worth, over which span and per year?"
owner = "Marketing"
corrected = "Lost and quoted jobs were always 0, because only won jobs were read; they are found by the quote's booking or by contact. The yearly rate exploded for jobs days apart: a span under a year counts as one year."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.customer_id]
title = "Customer id"
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
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.customer_lifetime_days]
title = "Customer lifetime days"
unit = "days"
[columns.customer_lifetime_years]
title = "Customer lifetime years"
unit = "ratio"
[columns.customer_lifetime_value]
title = "Customer lifetime value"
unit = "money"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.branches_used]
title = "Branches used"
unit = "count"
[columns.years_active]
title = "Years active"
unit = "count"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
[columns.lost_jobs]
title = "Lost jobs"
unit = "count"
[columns.quoted_jobs]
title = "Quoted jobs"
unit = "count"
[columns.annual_revenue_rate]
title = "Annual revenue rate"
unit = "money"
[columns.average_job_value]
title = "Average value per job"
unit = "money"
*/
WITH page AS MATERIALIZED (
    SELECT j.customer_id, count(*) AS jobs, min(j.job_date) AS first_date, max(j.job_date) AS last_date, sum(j.revenue) AS revenue,
        avg(j.revenue) AS average, count(DISTINCT j.branch_id) AS branches, count(DISTINCT extract(year FROM j.job_date)) AS years,
        sum(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_revenue,
        sum(j.revenue) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_revenue,
        count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed
    FROM crm_counted_job j
    WHERE j.is_won AND j.customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY 1 HAVING count(*) > 1
    ORDER BY revenue DESC NULLS LAST, j.customer_id LIMIT %(limit)s
), not_won AS (
    SELECT m.customer_id, count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost,
        count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted
    FROM crm_counted_job j JOIN crm_job_customer m ON m.job_id = j.id
    WHERE j.opportunity_status IN ('LOST', 'QUOTED')
{{ jobs_asked_for }}
    GROUP BY 1
)
SELECT g.customer_id, c.name AS customer_name, c.email, c.phone, g.jobs AS total_jobs, g.first_date AS first_job_date,
    g.last_date AS last_job_date, g.last_date - g.first_date AS customer_lifetime_days,
    round((g.last_date - g.first_date) / 365.25, 2) AS customer_lifetime_years, g.revenue AS customer_lifetime_value,
    round(g.average, 2) AS avg_job_value, g.branches AS branches_used, g.years AS years_active, g.booked_revenue, g.closed_revenue,
    g.booked AS booked_jobs, g.closed AS closed_jobs, coalesce(n.lost, 0) AS lost_jobs, coalesce(n.quoted, 0) AS quoted_jobs,
    round(g.revenue / greatest((g.last_date - g.first_date) / 365.25, 1), 2) AS annual_revenue_rate,
    round(g.average, 2) AS average_job_value
FROM page g
JOIN crm_customer c ON c.id = g.customer_id
LEFT JOIN not_won n ON n.customer_id = g.customer_id
ORDER BY g.revenue DESC NULLS LAST, g.customer_id
