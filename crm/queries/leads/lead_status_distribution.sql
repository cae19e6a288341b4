/*
title = "Status words of leads, bookings and jobs"
question = "How are records spread over status words, report by report?"
owner = "Sales"
corrected = "Three reports spell their statuses in three ways; words are brought to one spelling, losses with their reason to Lost, and the share is of the same report."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.status]
title = "Status"
unit = "text"
[columns.source]
title = "Report"
unit = "text"
[columns.lead_count]
title = "Lead count"
unit = "count"
total = "sum"
[columns.percentage]
title = "Per cent"
unit = "percent"
[chart]
kind = "bar"
x = "status"
y = ["lead_count"]
series = "source"
*/
WITH word AS (
    SELECT l.status, 'lead_status' AS source
    FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
    UNION ALL
    SELECT b.status, 'booked_opportunities'
    FROM crm_counted_booking b
    WHERE b.booked_date IS NOT NULL
{{ bookings_asked_for }}
    UNION ALL
    SELECT j.opportunity_status, 'jobs'
    FROM crm_counted_job j
    WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
), counted AS (
    SELECT CASE WHEN w.status IS NULL THEN 'Unknown' WHEN w.status ILIKE 'lost%%' THEN 'Lost' WHEN lower(w.status) = 'completed' THEN 'Closed'
            ELSE initcap(w.status) END AS status, w.source, count(*) AS lead_count
    FROM word w GROUP BY 1, 2
)
SELECT c.status, c.source, sum(c.lead_count)::bigint AS lead_count,
    round(100.0 * sum(c.lead_count) / sum(sum(c.lead_count)) OVER (PARTITION BY c.source), 2) AS percentage
FROM counted c
GROUP BY c.status, c.source
ORDER BY c.source, lead_count DESC, c.status
