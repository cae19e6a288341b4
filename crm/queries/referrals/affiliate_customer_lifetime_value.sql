/*
title = "Lifetime value by affiliate"
question = "What is a customer of each affiliate worth?"
owner = "Marketing"
corrected = "Each customer belongs to the affiliate of the first won job; jobs without a known customer are left out instead of forming one giant customer, and words such as N/A are no affiliate. Value is that of all won jobs."
[params.period]
type = "date_range"
default = "all"
[params.branch]
type = "branch"
[params.source]
type = "source"
[params.sales_person]
type = "sales_person"
[columns.affiliate_name]
title = "Affiliate name"
unit = "text"
[columns.customer_count]
title = "Customer count"
unit = "count"
total = "sum"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_jobs_per_customer]
title = "Average jobs per customer"
unit = "ratio"
[columns.avg_lifetime_value]
title = "Average lifetime value"
unit = "money"
[columns.median_lifetime_value]
title = "Median lifetime value"
unit = "money"
[columns.avg_customer_lifetime_years]
title = "Average customer lifetime years"
unit = "ratio"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[chart]
kind = "bar"
x = "affiliate_name"
y = ["avg_lifetime_value"]
*/
WITH won AS (
    SELECT customer_id, affiliate_name AS origin, branch_id, lead_source_id, sales_person_id, job_date, revenue,
        row_number() OVER (PARTITION BY customer_id ORDER BY job_date, id) AS number
    FROM crm_counted_job
    WHERE is_won AND customer_id IS NOT NULL AND job_date IS NOT NULL
), customer AS (
    SELECT customer_id, min(origin) FILTER (WHERE number = 1) AS origin, count(*) AS jobs, sum(revenue) AS revenue,
        (max(job_date) - min(job_date)) / 365.25 AS years
    FROM won
    GROUP BY customer_id
    HAVING bool_or(number = 1 AND job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
        AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
        AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
        AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint))
)
SELECT origin AS affiliate_name, count(*) AS customer_count, sum(jobs)::bigint AS total_jobs, sum(revenue) AS total_revenue,
    round(avg(jobs), 2) AS avg_jobs_per_customer, round(avg(revenue), 2) AS avg_lifetime_value,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY revenue)::numeric, 2) AS median_lifetime_value, round(avg(years), 2) AS avg_customer_lifetime_years,
    round(sum(revenue) / count(*), 2) AS revenue_per_customer
FROM customer
WHERE origin IS NOT NULL
GROUP BY origin
ORDER BY total_revenue DESC NULLS LAST, origin
