/*
title = "The sales report, recomputed"
question = "What does the imported sales report say, and do its rates follow from its counts?"
owner = "Sales"
corrected = "Percentages of the report were empty in the original load; they are shown beside the rates that its counts give."
[params.sales_person]
type = "sales_person"
[columns.name]
title = "Name"
unit = "text"
[columns.leads_received]
title = "Leads received"
unit = "count"
total = "sum"
[columns.bad]
title = "Bad"
unit = "count"
total = "sum"
[columns.percent_bad]
title = "Per cent bad"
unit = "percent"
[columns.sent]
title = "Sent"
unit = "count"
total = "sum"
[columns.percent_sent]
title = "Per cent sent"
unit = "percent"
[columns.pending]
title = "Pending"
unit = "count"
total = "sum"
[columns.percent_pending]
title = "Per cent pending"
unit = "percent"
[columns.booked]
title = "Booked"
unit = "count"
total = "sum"
[columns.percent_booked]
title = "Per cent booked"
unit = "percent"
[columns.lost]
title = "Lost"
unit = "count"
total = "sum"
[columns.percent_lost]
title = "Per cent lost"
unit = "percent"
[columns.cancelled]
title = "Cancelled"
unit = "count"
total = "sum"
[columns.percent_cancelled]
title = "Per cent cancelled"
unit = "percent"
[columns.booked_total]
title = "Booked total"
unit = "money"
total = "sum"
[columns.average_booking]
title = "Average booking"
unit = "money"
[columns.calculated_booking_rate]
title = "Calculated booking rate"
unit = "percent"
[columns.calculated_avg_booking]
title = "Calculated average booking"
unit = "money"
[chart]
kind = "bar"
x = "name"
y = ["booked_total"]
*/
SELECT s.name, s.leads_received, s.bad, s.percent_bad, s.sent, s.percent_sent, s.pending, s.percent_pending, s.booked, s.percent_booked, s.lost,
    s.percent_lost, s.cancelled, s.percent_cancelled, s.booked_total, s.average_booking,
    round(100.0 * s.booked / nullif(s.leads_received, 0), 2) AS calculated_booking_rate,
    round(s.booked_total / nullif(s.booked, 0), 2) AS calculated_avg_booking
FROM crm_salesperformance s
WHERE NOT s.is_test AND (%(sales_person)s::bigint IS NULL OR s.sales_person_id = %(sales_person)s::bigint)
ORDER BY s.booked_total DESC NULLS LAST, s.name
