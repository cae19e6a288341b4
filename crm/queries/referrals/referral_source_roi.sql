/*
title = "Referral sources side by side"
question = "How do referral sources compare on jobs, bookings, leads and revenue for a lead?"
owner = "Marketing"
corrected = "Each table is counted by source before the counts are put side by side: jobs by job date, bookings by the day booked, leads (quotes, and people among the bad leads without one) by the day received. Rates for a lead divide totals of one period; customer_acquisition_cost follows the same leads instead. What a source costs is recorded nowhere, so no return on spend is shown. Spellings of one source are one source. The original multiplied revenue by the bookings and leads of the customer, and reached leads through bookings alone."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.referral_source]
title = "Referral source"
unit = "text"
[columns.total_jobs]
title = "Won jobs"
unit = "count"
total = "sum"
[columns.customer_count]
title = "Customer count"
unit = "count"
[columns.booked_opportunities]
title = "Booked opportunities"
unit = "count"
total = "sum"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.conversion_rate]
title = "Leads that booked"
unit = "percent"
[columns.revenue_per_lead]
title = "Revenue per lead"
unit = "money"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[chart]
kind = "bar"
x = "referral_source"
y = ["total_revenue"]
*/
{{ figures_by_source }}
{{ first_bad_leads }}
{{ people_by_source }}
{{ sources_side_by_side }}
SELECT name AS referral_source, won AS total_jobs, customers AS customer_count, bookings AS booked_opportunities, leads AS total_leads, revenue AS total_revenue,
    round(revenue / nullif(won, 0), 2) AS avg_job_value, round(100.0 * booked_leads / nullif(leads, 0), 2) AS conversion_rate,
    round(revenue / nullif(leads, 0), 2) AS revenue_per_lead, round(known_revenue / nullif(customers, 0), 2) AS revenue_per_customer,
    round(revenue / nullif(won, 0), 2) AS revenue_per_job
FROM told
WHERE jobs > 0 OR leads > 0 OR bookings > 0
ORDER BY revenue DESC, id
