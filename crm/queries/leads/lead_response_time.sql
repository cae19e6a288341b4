/*
title = "Time to first contact of each lead"
question = "How fast was each lead contacted?"
owner = "Sales"
corrected = "The original did not understand the export's durations (1h 47m) and labelled every lead Very Slow. Contact logged before the lead was received is told apart, and an unknown time is Unknown."
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
[columns.time_to_contact]
title = "Time to contact"
unit = "text"
[columns.minutes_to_contact]
title = "Minutes to contact"
unit = "count"
[columns.response_category]
title = "Response category"
unit = "text"
*/
SELECT l.quote_number, l.time_to_contact, l.minutes_to_contact,
    CASE WHEN l.minutes_to_contact IS NULL THEN 'Unknown' WHEN l.minutes_to_contact < 0 THEN 'Before receipt'
        WHEN l.minutes_to_contact <= 15 THEN 'Immediate (0-15 min)' WHEN l.minutes_to_contact <= 60 THEN 'Fast (15-60 min)'
        WHEN l.minutes_to_contact <= 240 THEN 'Moderate (1-4 hours)' WHEN l.minutes_to_contact <= 1440 THEN 'Slow (4-24 hours)'
        ELSE 'Very Slow (>24 hours)' END AS response_category
FROM crm_lead_outcome l
WHERE l.time_to_contact IS NOT NULL
{{ leads_asked_for }}
ORDER BY l.minutes_to_contact DESC NULLS LAST, l.id
LIMIT %(limit)s
