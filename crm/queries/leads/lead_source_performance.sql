/*
title = "Lead sources: leads, bookings, revenue"
question = "Which lead sources and affiliates bring leads, bookings and revenue?"
owner = "Marketing"
corrected = "A booking and its job were both counted, estimates of lost jobs were revenue, and every spelling of a source had its own row. Each quote, and each person behind bad leads without a quote, counts once, under the source it first came from; revenue is that of its won jobs. Booked are quotes with a booking, as in the funnel."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.referral_source]
title = "Referral source"
unit = "text"
[columns.affiliate_name]
title = "Affiliate name"
unit = "text"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.quoted]
title = "Quoted"
unit = "count"
total = "sum"
[columns.booked]
title = "Booked"
unit = "count"
total = "sum"
[columns.closed]
title = "Closed"
unit = "count"
total = "sum"
[columns.lost]
title = "Lost"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.booking_rate_percent]
title = "Booking rate per cent"
unit = "percent"
[columns.completion_rate_percent]
title = "Completion rate per cent"
unit = "percent"
[columns.avg_booking_value]
title = "Average booking value"
unit = "money"
[chart]
kind = "bar"
x = "referral_source"
y = ["total_leads"]
*/
WITH affiliate AS (
    SELECT j.quote_number, min(j.affiliate_name) AS affiliate_name FROM crm_counted_job j WHERE j.affiliate_name IS NOT NULL GROUP BY 1
{{ first_bad_leads }}
), lead AS (
    SELECT l.lead_source_name, a.affiliate_name, count(*) AS leads, count(*) FILTER (WHERE l.is_quoted) AS quoted,
        count(*) FILTER (WHERE l.is_booked) AS booked, count(*) FILTER (WHERE l.is_completed) AS closed,
        count(*) FILTER (WHERE l.is_booked AND l.is_completed) AS booked_closed,
        count(*) FILTER (WHERE l.outcome = 'lost') AS lost, sum(l.revenue) AS revenue, count(l.revenue) AS earning
    FROM crm_lead_outcome l
    LEFT JOIN affiliate a ON a.quote_number = l.quote_number
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
    GROUP BY 1, 2
    UNION ALL
    SELECT lead_source_name, NULL, count(*), 0, 0, 0, 0, 0, NULL, 0 FROM first_bad_lead
    WHERE %(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint
    GROUP BY 1
)
SELECT coalesce(l.lead_source_name, 'Unknown') AS referral_source, l.affiliate_name, sum(l.leads)::bigint AS total_leads,
    sum(l.quoted)::bigint AS quoted, sum(l.booked)::bigint AS booked, sum(l.closed)::bigint AS closed, sum(l.lost)::bigint AS lost,
    sum(l.revenue) AS total_revenue, round(100.0 * sum(l.booked) / nullif(sum(l.leads), 0), 2) AS booking_rate_percent,
    round(100.0 * sum(l.booked_closed) / nullif(sum(l.booked), 0), 2) AS completion_rate_percent, round(sum(l.revenue) / nullif(sum(l.earning), 0), 2) AS avg_booking_value
FROM lead l
GROUP BY 1, 2
ORDER BY total_leads DESC, referral_source, affiliate_name
