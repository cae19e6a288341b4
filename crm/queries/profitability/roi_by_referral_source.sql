/*
title = "What each source brings for a lead"
question = "What does each referral source bring in jobs, revenue and revenue for a lead?"
owner = "Marketing"
corrected = "Ran on tables that do not exist. Revenue is that of booked and closed jobs. Each table is counted by source before the counts are put side by side: jobs by job date, leads (quotes, and people among the bad leads without one) by the day received. Rates for a lead divide totals of one period; customer_acquisition_cost follows the same leads instead. What a source costs is recorded nowhere, so no return on spend is shown. Spellings of one source are one source."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.referral_source]
title = "Referral source"
unit = "text"
[columns.total_jobs]
title = "Jobs of any status"
unit = "count"
total = "sum"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
total = "sum"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.revenue_per_job]
title = "Revenue for a won job"
unit = "money"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.booking_rate_percent]
title = "Booking rate %"
unit = "percent"
[columns.closing_rate_percent]
title = "Closing rate %"
unit = "percent"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.revenue_per_lead]
title = "Revenue per lead"
unit = "money"
[columns.lead_to_customer_conversion_rate]
title = "Leads with a won job"
unit = "percent"
[chart]
kind = "bar"
x = "referral_source"
y = ["revenue_per_lead"]
*/
{{ figures_by_source }}
{{ first_bad_leads }}
{{ people_by_source }}
{{ sources_side_by_side }}
SELECT name AS referral_source, jobs AS total_jobs, customers AS unique_customers, booked AS booked_jobs, closed AS closed_jobs, revenue AS total_revenue,
    booked_revenue, closed_revenue, round(revenue / nullif(won, 0), 2) AS avg_job_value, round(revenue / nullif(won, 0), 2) AS revenue_per_job,
    round(known_revenue / nullif(customers, 0), 2) AS revenue_per_customer, round(100.0 * won / nullif(jobs, 0), 2) AS booking_rate_percent,
    round(100.0 * closed / nullif(won, 0), 2) AS closing_rate_percent, leads AS total_leads, round(revenue / nullif(leads, 0), 2) AS revenue_per_lead,
    round(100.0 * won_leads / nullif(leads, 0), 2) AS lead_to_customer_conversion_rate
FROM told
WHERE jobs > 0 OR leads > 0
ORDER BY revenue DESC, id
