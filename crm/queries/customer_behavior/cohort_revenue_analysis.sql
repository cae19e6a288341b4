/*
title = "Revenue of each acquisition month over time"
question = "How much revenue does each acquisition month bring in the months after acquisition?"
owner = "Marketing"
corrected = "Months since acquisition are counted in full (years times twelve plus months); the original took the month part alone, so the second year fell on the first. A customer is acquired in the month of the first lead or the first won job, whichever is earlier, so nothing happens before acquisition. Months without a job are shown as 0, months that have not come are not shown; customers whose job lies ahead belong to their cohort. The average is of the customers active in the month; revenue for each customer of the cohort stands beside it."
[params.period]
type = "date_range"
default = "last_12_months"
[params.months]
type = "integer"
default = 12
min = 0
max = 84
{{ of_whom }}
[columns.acquisition_year]
title = "Acquisition year"
unit = "date"
[columns.acquisition_month]
title = "Acquisition month"
unit = "date"
[columns.months_since_acquisition]
title = "Months since acquisition"
unit = "count"
[columns.active_customers]
title = "Active customers"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_revenue_per_customer]
title = "Average revenue per customer"
unit = "money"
[columns.median_revenue_per_customer]
title = "Median revenue per customer"
unit = "money"
[columns.cohort_size]
title = "Cohort size"
unit = "count"
[columns.revenue_per_cohort_customer]
title = "Revenue per cohort customer"
unit = "money"
[columns.cumulative_revenue]
title = "Cumulative revenue"
unit = "money"
[chart]
kind = "cohort"
x = "months_since_acquisition"
y = ["total_revenue"]
series = "acquisition_month"
*/
{{ cohorts_by_month }}
SELECT date_trunc('year', c.acquired)::date AS acquisition_year, c.acquired AS acquisition_month, c.months AS months_since_acquisition,
    coalesce(a.customers, 0) AS active_customers, coalesce(a.revenue, 0) AS total_revenue,
    round(a.revenue / nullif(a.customers, 0), 2) AS avg_revenue_per_customer, round(a.median, 2) AS median_revenue_per_customer,
    c.size AS cohort_size, round(coalesce(a.revenue, 0) / c.size, 2) AS revenue_per_cohort_customer,
    sum(coalesce(a.revenue, 0)) OVER (PARTITION BY c.acquired ORDER BY c.months) AS cumulative_revenue
FROM cell c LEFT JOIN active a ON a.acquired = c.acquired AND a.month = c.month
ORDER BY c.acquired, c.months
