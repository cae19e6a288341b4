/*
title = "Lifetime value expected of each customer"
question = "What will each customer's lifetime value be in 12, 24 and 36 months?"
owner = "Marketing"
corrected = "Method: observed return rates. For customers idle for as many whole years (three and more together) the share that came back within 12, 24 and 36 months is counted over all past moves, and multiplied with the customer's value of a move. The original kept up the monthly rate between two close jobs for ever and gave single-job customers no growth. Rates run to the organisation's day; jobs of one quote are one move."
{{ of_whom }}
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
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
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
[columns.current_ltv]
title = "Current lifetime value"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.months_active]
title = "Months active"
unit = "count"
[columns.years_active]
title = "Years active"
unit = "count"
[columns.jobs_per_month]
title = "Jobs per month"
unit = "ratio"
[columns.monthly_revenue_rate]
title = "Monthly revenue rate"
unit = "money"
[columns.forecasted_ltv_12_months]
title = "Forecasted lifetime value 12 months"
unit = "money"
total = "sum"
[columns.forecasted_ltv_24_months]
title = "Forecasted lifetime value 24 months"
unit = "money"
total = "sum"
[columns.forecasted_ltv_36_months]
title = "Forecasted lifetime value 36 months"
unit = "money"
total = "sum"
[columns.projected_growth_12_months]
title = "Projected growth 12 months"
unit = "money"
total = "sum"
[columns.projected_growth_24_months]
title = "Projected growth 24 months"
unit = "money"
total = "sum"
[columns.projected_growth_36_months]
title = "Projected growth 36 months"
unit = "money"
total = "sum"
[columns.return_rate_12_months]
title = "Such customers who return within 12 months"
unit = "percent"
*/
WITH won AS (
    SELECT customer_id, coalesce(quote_number, job_id) AS quote, job_date, revenue
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL AND job_date <= %(today)s::date
{{ jobs_of_whom }}
), move AS (
    SELECT customer_id, min(job_date) AS day, lead(min(job_date)) OVER (PARTITION BY customer_id ORDER BY min(job_date)) AS next_day
    FROM won
    GROUP BY customer_id, quote
), rate AS (
    -- At risk: moves whose customer had not returned after so many years, watched until the end of the time asked about.
    SELECT y.idle,
        count(*) FILTER (WHERE m.day + 365 * y.idle + 365 <= %(today)s::date AND m.next_day <= m.day + 365 * y.idle + 365)::numeric
            / nullif(count(*) FILTER (WHERE m.day + 365 * y.idle + 365 <= %(today)s::date), 0) AS in_12,
        count(*) FILTER (WHERE m.day + 365 * y.idle + 730 <= %(today)s::date AND m.next_day <= m.day + 365 * y.idle + 730)::numeric
            / nullif(count(*) FILTER (WHERE m.day + 365 * y.idle + 730 <= %(today)s::date), 0) AS in_24,
        count(*) FILTER (WHERE m.day + 365 * y.idle + 1095 <= %(today)s::date AND m.next_day <= m.day + 365 * y.idle + 1095)::numeric
            / nullif(count(*) FILTER (WHERE m.day + 365 * y.idle + 1095 <= %(today)s::date), 0) AS in_36
    FROM move m CROSS JOIN generate_series(0, 3) AS y (idle)
    WHERE m.next_day IS NULL OR m.next_day > m.day + 365 * y.idle
    GROUP BY y.idle
), customer AS (
    SELECT customer_id, count(*) AS jobs, count(DISTINCT quote) AS moves, min(job_date) AS first_day, max(job_date) AS last_day,
        sum(revenue) AS revenue, avg(revenue) AS job_value, count(DISTINCT date_trunc('month', job_date)) AS months,
        count(DISTINCT date_trunc('year', job_date)) AS years
    FROM won
    GROUP BY customer_id
    ORDER BY sum(revenue) DESC NULLS LAST, customer_id
    LIMIT %(limit)s::int
), expected AS (
    SELECT c.*, r.in_12, c.revenue / c.moves * r.in_12 AS grow_12, c.revenue / c.moves * r.in_24 AS grow_24, c.revenue / c.moves * r.in_36 AS grow_36,
        greatest(1, (%(today)s::date - c.first_day) / 30.4375) AS months_known
    FROM customer c LEFT JOIN rate r ON r.idle = least(3, (%(today)s::date - c.last_day) / 365)
)
SELECT e.customer_id, c.name AS customer_name, e.jobs AS total_jobs, e.first_day AS first_job_date, e.last_day AS last_job_date,
    e.last_day - e.first_day AS customer_lifetime_days, round((e.last_day - e.first_day) / 365.25, 2) AS customer_lifetime_years,
    e.revenue AS current_ltv, round(e.job_value, 2) AS avg_job_value, e.months AS months_active, e.years AS years_active,
    round(e.jobs / e.months_known, 4) AS jobs_per_month, round(e.revenue / e.months_known, 2) AS monthly_revenue_rate,
    round(e.revenue + e.grow_12, 2) AS forecasted_ltv_12_months, round(e.revenue + e.grow_24, 2) AS forecasted_ltv_24_months,
    round(e.revenue + e.grow_36, 2) AS forecasted_ltv_36_months, round(e.grow_12, 2) AS projected_growth_12_months,
    round(e.grow_24, 2) AS projected_growth_24_months, round(e.grow_36, 2) AS projected_growth_36_months,
    round(100 * e.in_12, 2) AS return_rate_12_months
FROM expected e JOIN crm_customer c ON c.id = e.customer_id
ORDER BY e.revenue DESC NULLS LAST, e.customer_id
