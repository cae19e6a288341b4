/*
title = "Calls of phone users"
question = "How many calls does each phone user handle, and how?"
owner = "Sales"
corrected = "Inbound and missed calls were empty in the original load; shares are of inbound and outbound calls together."
[params.sales_person]
type = "sales_person"
[columns.name]
title = "Name"
unit = "text"
[columns.user_status]
title = "User status"
unit = "text"
[columns.total_calls]
title = "Total calls"
unit = "count"
total = "sum"
[columns.avg_calls_per_day]
title = "Average calls per day"
unit = "ratio"
[columns.inbound_count]
title = "Inbound count"
unit = "count"
total = "sum"
[columns.outbound_count]
title = "Outbound count"
unit = "count"
total = "sum"
[columns.missed_percent]
title = "Missed per cent"
unit = "percent"
[columns.avg_handle_time]
title = "Average handle time"
unit = "text"
[columns.inbound_percentage]
title = "Inbound per cent"
unit = "percent"
[columns.outbound_percentage]
title = "Outbound per cent"
unit = "percent"
[chart]
kind = "bar"
x = "name"
y = ["inbound_count", "outbound_count"]
*/
SELECT u.name, u.user_status, u.total_calls, u.avg_calls_per_day, u.inbound_count, u.outbound_count, u.missed_percent, u.avg_handle_time,
    round(100.0 * u.inbound_count / nullif(u.inbound_count + u.outbound_count, 0), 2) AS inbound_percentage,
    round(100.0 * u.outbound_count / nullif(u.inbound_count + u.outbound_count, 0), 2) AS outbound_percentage
FROM crm_userperformance u
WHERE NOT u.is_test AND (%(sales_person)s::bigint IS NULL OR u.sales_person_id = %(sales_person)s::bigint)
ORDER BY u.total_calls DESC NULLS LAST, u.name
