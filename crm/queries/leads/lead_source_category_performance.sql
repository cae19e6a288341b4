/*
title = "Source categories: bookings, losses, revenue for a lead"
question = "How do source categories perform on bookings, losses and revenue for a lead?"
owner = "Marketing"
corrected = "Leads are quotes of the Lead Status report and people among the bad leads without a quote, each once, by the day received; what follows is that of the same quotes. One row a category: the original had one for each source without its name, and repeated the category's revenue on each. Amounts of bookings stand beside revenue and are not added to it."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.category]
title = "Category"
unit = "text"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.booked_opportunities]
title = "Booked opportunities"
unit = "count"
total = "sum"
[columns.customers]
title = "Customers"
unit = "count"
[columns.jobs]
title = "Jobs"
unit = "count"
total = "sum"
[columns.bad_leads]
title = "Bad leads"
unit = "count"
total = "sum"
[columns.lost_leads]
title = "Lost leads"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.opportunity_revenue]
title = "Opportunity revenue"
unit = "money"
total = "sum"
[columns.booking_rate]
title = "Booking rate"
unit = "percent"
[columns.customer_conversion_rate]
title = "Leads with a won job"
unit = "percent"
[columns.bad_lead_rate]
title = "Bad lead rate"
unit = "percent"
[columns.loss_rate]
title = "Loss rate"
unit = "percent"
[columns.revenue_per_lead]
title = "Revenue per lead"
unit = "money"
[chart]
kind = "bar"
x = "category"
y = ["revenue_per_lead"]
*/
{{ quotes_by_category }}
{{ first_bad_leads }}
{{ leads_by_category }}
SELECT category, leads AS total_leads, booked AS booked_opportunities, customers, jobs, bad AS bad_leads, lost AS lost_leads, revenue AS total_revenue,
    amount AS opportunity_revenue, round(100.0 * booked / nullif(leads, 0), 2) AS booking_rate, round(100.0 * won / nullif(leads, 0), 2) AS customer_conversion_rate,
    round(100.0 * bad / nullif(leads, 0), 2) AS bad_lead_rate, round(100.0 * lost / nullif(leads, 0), 2) AS loss_rate, round(revenue / nullif(leads, 0), 2) AS revenue_per_lead
FROM told
ORDER BY revenue DESC, category
