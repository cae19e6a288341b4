/*
title = "From lead to completed move"
question = "How do all leads fall through quote, booking and completion?"
owner = "Sales"
corrected = "The original left the lead pool out and added jobs, bookings, lost and bad leads, so that a lead counted up to four times and stages could exceed 100 per cent. Every quote, and every person behind bad leads without a quote, now counts once, in the period in which it was received; a stage counts those of them that came so far. People without a quote carry no branch and no seller, so they are left out where one is chosen."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.metric_type]
title = "Leads"
unit = "text"
[columns.total_leads]
title = "Leads"
unit = "count"
[columns.total_quoted]
title = "Quoted"
unit = "count"
[columns.total_booked]
title = "Booked"
unit = "count"
[columns.total_closed]
title = "Completed"
unit = "count"
[columns.total_lost]
title = "Lost"
unit = "count"
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
kind = "funnel"
x = "metric_type"
y = ["total_leads", "total_quoted", "total_booked", "total_closed"]
*/
WITH quote AS (
    SELECT count(*) AS leads, count(*) FILTER (WHERE l.is_quoted) AS quoted, count(*) FILTER (WHERE l.is_booked) AS booked,
        count(*) FILTER (WHERE l.is_completed) AS completed, count(*) FILTER (WHERE l.is_completed AND l.is_booked) AS booked_completed,
        count(*) FILTER (WHERE l.outcome = 'lost') AS lost
    FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
{{ first_bad_leads }}
), person AS (
    SELECT count(*) AS people FROM first_bad_lead
    WHERE %(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint
)
SELECT 'All leads' AS metric_type, n.leads + p.people AS total_leads, n.quoted AS total_quoted, n.booked AS total_booked,
    n.completed AS total_closed, n.lost AS total_lost,
    round(100.0 * n.quoted / nullif(n.leads + p.people, 0), 2) AS lead_to_quote_rate,
    round(100.0 * n.booked / nullif(n.quoted, 0), 2) AS quote_to_booking_rate,
    round(100.0 * n.booked_completed / nullif(n.booked, 0), 2) AS booking_to_closed_rate,
    round(100.0 * n.booked / nullif(n.leads + p.people, 0), 2) AS overall_conversion_rate
FROM quote n CROSS JOIN person p
