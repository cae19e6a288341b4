/*
title = "Lost leads"
question = "Which leads were lost, why, and after how long?"
owner = "Sales"
corrected = "The list had no end; it has a period and a limit. Days are whole days of the organisation."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.quote_number]
title = "Quote number"
unit = "text"
[columns.name]
title = "Name"
unit = "text"
[columns.lost_date]
title = "Lost date"
unit = "date"
[columns.move_date]
title = "Move date"
unit = "date"
[columns.reason]
title = "Reason"
unit = "text"
[columns.date_received]
title = "Date received"
unit = "moment"
[columns.time_to_first_contact]
title = "Time to first contact"
unit = "text"
[columns.days_to_lost]
title = "Days to lost"
unit = "days"
[columns.days_to_lost_numeric]
title = "Days to lost as a number"
unit = "ratio"
*/
SELECT x.quote_number, x.name, x.lost_date, x.move_date, x.reason, x.received_at AS date_received, x.time_to_first_contact,
    x.lost_date - (x.received_at AT TIME ZONE %(zone)s::text)::date AS days_to_lost,
    (x.lost_date - (x.received_at AT TIME ZONE %(zone)s::text)::date)::numeric AS days_to_lost_numeric
FROM crm_counted_lost_lead x
WHERE x.received_at IS NOT NULL
{{ lost_leads_asked_for }}
ORDER BY x.lost_date DESC, x.id DESC
LIMIT %(limit)s
