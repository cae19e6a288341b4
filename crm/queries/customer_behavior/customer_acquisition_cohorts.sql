/*
title = "Activity of each acquisition month over time"
question = "How many customers of an acquisition month are active, and with how many jobs, k months later?"
owner = "Marketing"
corrected = "Months since acquisition are counted in full (years times twelve plus months); the original took the month part alone, so the second year fell on the first. A customer is acquired in the month of the first lead or the first won job, whichever is earlier, so nothing happens before acquisition. Months without a job are shown as 0, months that have not come are not shown; customers whose job lies ahead belong to their cohort. The size of the cohort and the share that is active are given."
[params.period]
type = "date_range"
default = "last_12_months"
[params.months]
type = "integer"
default = 12
min = 0
max = 84
{{ of_whom }}
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
[columns.avg_revenue_per_customer]
title = "Average revenue per customer"
unit = "money"
[columns.cohort_size]
title = "Cohort size"
unit = "count"
[columns.active_percent]
title = "Active of the cohort"
unit = "percent"
[chart]
kind = "cohort"
x = "months_since_acquisition"
y = ["active_percent"]
series = "acquisition_month"
*/
{{ cohorts_by_month }}
SELECT c.acquired AS acquisition_month, c.months AS months_since_acquisition, coalesce(a.customers, 0) AS active_customers,
    coalesce(a.jobs, 0) AS total_jobs, coalesce(a.revenue, 0) AS total_revenue,
    round(a.jobs / nullif(a.customers, 0), 2) AS avg_jobs_per_customer, round(a.revenue / nullif(a.customers, 0), 2) AS avg_revenue_per_customer,
    c.size AS cohort_size, round(100.0 * coalesce(a.customers, 0) / c.size, 2) AS active_percent
FROM cell c LEFT JOIN active a ON a.acquired = c.acquired AND a.month = c.month
ORDER BY c.acquired, c.months
