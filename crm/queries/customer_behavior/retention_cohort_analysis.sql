/*
title = "Retention by quarter of the first move"
question = "What share of the customers of each quarter has another move k quarters later?"
owner = "Marketing"
corrected = "The original was 100 % everywhere: it matched jobs one quarter before acquisition. Here a cohort is the customers whose first won move was in a quarter; the rate of quarter k is the share of the whole cohort with another move (another quote) in that quarter. Quarters that have not come are not shown."
[params.period]
type = "date_range"
default = "all"
[params.quarters]
type = "integer"
default = 12
min = 1
max = 40
{{ of_whom }}
[columns.acquisition_quarter]
title = "Acquisition quarter"
unit = "date"
[columns.quarters_since_acquisition]
title = "Quarters since acquisition"
unit = "count"
[columns.active_customers]
title = "Active customers"
unit = "count"
total = "sum"
[columns.cohort_size]
title = "Cohort size"
unit = "count"
[columns.retention_rate]
title = "Retention rate"
unit = "percent"
[columns.returned_so_far_percent]
title = "Returned so far"
unit = "percent"
[chart]
kind = "cohort"
x = "quarters_since_acquisition"
y = ["retention_rate"]
series = "acquisition_quarter"
*/
WITH move AS (
    SELECT customer_id, min(job_date) AS day, row_number() OVER (PARTITION BY customer_id ORDER BY min(job_date), coalesce(quote_number, job_id)) AS number
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL AND job_date <= %(today)s::date
{{ jobs_of_whom }}
    GROUP BY customer_id, coalesce(quote_number, job_id)
), placed AS (
    SELECT customer_id, number, date_trunc('quarter', min(day) OVER (PARTITION BY customer_id))::date AS acquired,
        (extract(year FROM day) * 4 + extract(quarter FROM day))::int
            - min((extract(year FROM day) * 4 + extract(quarter FROM day))::int) OVER (PARTITION BY customer_id) AS quarters
    FROM move
), counted AS (
    SELECT acquired, count(*) FILTER (WHERE number = 1) AS size FROM placed
    WHERE acquired BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    GROUP BY acquired
), active AS (
    SELECT acquired, quarters, count(DISTINCT customer_id) AS customers, count(*) FILTER (WHERE number = 2) AS first_returns
    FROM placed
    WHERE number > 1
    GROUP BY acquired, quarters
), cell AS (
    SELECT c.acquired, c.size, k.quarters
    FROM counted c CROSS JOIN LATERAL generate_series(0, least(%(quarters)s::int,
        (extract(year FROM %(today)s::date) * 4 + extract(quarter FROM %(today)s::date)
         - extract(year FROM c.acquired) * 4 - extract(quarter FROM c.acquired))::int)) AS k (quarters)
)
SELECT c.acquired AS acquisition_quarter, c.quarters AS quarters_since_acquisition, coalesce(a.customers, 0) AS active_customers,
    c.size AS cohort_size, round(100.0 * coalesce(a.customers, 0) / c.size, 2) AS retention_rate,
    round(100.0 * sum(coalesce(a.first_returns, 0)) OVER (PARTITION BY c.acquired ORDER BY c.quarters) / c.size, 2) AS returned_so_far_percent
FROM cell c LEFT JOIN active a ON a.acquired = c.acquired AND a.quarters = c.quarters
ORDER BY c.acquired, c.quarters
