/*
title = "New customers by month"
question = "How many customers had their first won job in each month, and how many are there in all?"
owner = "Marketing"
corrected = "A first job counted even where it was only quoted or was lost; only won jobs make a customer now. Customers of before the period are in the cumulated counts."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.acquisition_year]
title = "Year from"
unit = "date"
[columns.acquisition_month]
title = "Month"
unit = "date"
[columns.year]
title = "Year"
unit = "text"
[columns.month]
title = "Month of year"
unit = "count"
[columns.new_customers]
title = "New customers"
unit = "count"
total = "sum"
[columns.cumulative_customers_year]
title = "Customers since January"
unit = "count"
[columns.cumulative_customers_total]
title = "Customers in all"
unit = "count"
[chart]
kind = "bar"
x = "acquisition_month"
y = ["new_customers"]
*/
WITH first_job AS (
    SELECT DISTINCT ON (j.customer_id) j.job_date, j.branch_id, j.lead_source_id, j.sales_person_id
    FROM crm_counted_job j WHERE j.is_won AND j.customer_id IS NOT NULL AND j.job_date IS NOT NULL
    ORDER BY j.customer_id, j.job_date, j.id
), by_month AS (
    SELECT date_trunc('month', f.job_date::timestamp)::date AS month, count(*) AS customers,
        count(*) FILTER (WHERE f.job_date >= coalesce(%(period_from)s::date, '-infinity')) AS new_customers
    FROM first_job f
    WHERE f.job_date <= coalesce(%(period_to)s::date, 'infinity')
        AND (%(branch)s::bigint IS NULL OR f.branch_id = %(branch)s::bigint)
        AND (%(source)s::bigint IS NULL OR f.lead_source_id = %(source)s::bigint)
        AND (%(sales_person)s::bigint IS NULL OR f.sales_person_id = %(sales_person)s::bigint)
    GROUP BY 1
), cumulated AS (
    SELECT m.month, m.new_customers,
        sum(m.customers) OVER (PARTITION BY extract(year FROM m.month) ORDER BY m.month)::bigint AS of_year,
        sum(m.customers) OVER (ORDER BY m.month)::bigint AS of_all
    FROM by_month m
)
SELECT date_trunc('year', c.month::timestamp)::date AS acquisition_year, c.month AS acquisition_month,
    extract(year FROM c.month)::int::text AS year, extract(month FROM c.month)::int AS month,
    c.new_customers, c.of_year AS cumulative_customers_year, c.of_all AS cumulative_customers_total
FROM cumulated c
WHERE c.new_customers > 0
ORDER BY c.month
