/*
title = "Funnel of each source category"
question = "How does each source category convert from lead over quote and booking to closed job?"
owner = "Marketing"
corrected = "Leads are quotes of the Lead Status report and people among the bad leads without a quote, each once, by the day received; what follows is that of the same quotes. The original joined three tables through the source (over 45 seconds, numbers multiplied) and divided current stocks; here each stage counts leads of one cohort."
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
[columns.quoted_leads]
title = "Quoted leads"
unit = "count"
total = "sum"
[columns.booked_opportunities]
title = "Booked opportunities"
unit = "count"
total = "sum"
[columns.closed_opportunities]
title = "Closed opportunities"
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
[columns.lead_to_quote_rate]
title = "Lead to quote rate"
unit = "percent"
[columns.quote_to_booking_rate]
title = "Quote to booking rate"
unit = "percent"
[columns.booking_to_closed_rate]
title = "Booking to closed rate"
unit = "percent"
[columns.overall_conversion_rate]
title = "Overall conversion rate"
unit = "percent"
[chart]
kind = "bar"
x = "category"
y = ["total_leads", "quoted_leads", "booked_opportunities", "closed_opportunities"]
*/
{{ quotes_by_category }}
{{ first_bad_leads }}
{{ leads_by_category }}
SELECT category, leads AS total_leads, quoted AS quoted_leads, booked AS booked_opportunities, completed AS closed_opportunities, customers, jobs,
    bad AS bad_leads, lost AS lost_leads, round(100.0 * quoted / nullif(leads, 0), 2) AS lead_to_quote_rate,
    round(100.0 * booked / nullif(quoted, 0), 2) AS quote_to_booking_rate, round(100.0 * booked_completed / nullif(booked, 0), 2) AS booking_to_closed_rate,
    round(100.0 * booked / nullif(leads, 0), 2) AS overall_conversion_rate
FROM told
ORDER BY leads DESC, category
