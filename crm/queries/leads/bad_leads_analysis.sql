/*
title = "Bad leads by provider and reason"
question = "Which providers send bad leads, and why are they bad?"
owner = "Marketing"
corrected = "Bad leads without a reason were left out, so the rows did not add up to all bad leads; they have a row of their own."
[params.period]
type = "date_range"
default = "last_12_months"
[params.source]
type = "source"
[columns.provider]
title = "Provider"
unit = "text"
[columns.lead_bad_reason]
title = "Lead bad reason"
unit = "text"
[columns.bad_lead_count]
title = "Bad lead count"
unit = "count"
total = "sum"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.unique_emails]
title = "Unique emails"
unit = "count"
[columns.earliest_lead]
title = "Earliest lead"
unit = "date"
[columns.latest_lead]
title = "Latest lead"
unit = "date"
[chart]
kind = "bar"
x = "provider"
y = ["bad_lead_count"]
series = "lead_bad_reason"
*/
WITH person AS (
    SELECT d.provider, d.lead_bad_reason, d.person, d.email_key IS NOT NULL AS has_email, count(*) AS rows,
        min(d.date_lead_received) AS earliest, max(d.date_lead_received) AS latest
    FROM crm_counted_bad_lead d
    WHERE d.date_lead_received BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
        AND (%(source)s::bigint IS NULL OR d.lead_source_id = %(source)s::bigint)
    GROUP BY 1, 2, 3, 4
)
SELECT coalesce(p.provider, 'Unknown') AS provider, coalesce(p.lead_bad_reason, 'No reason given') AS lead_bad_reason,
    sum(p.rows)::bigint AS bad_lead_count, count(*) AS unique_customers, count(*) FILTER (WHERE p.has_email) AS unique_emails,
    min(p.earliest) AS earliest_lead, max(p.latest) AS latest_lead
FROM person p
GROUP BY 1, 2
ORDER BY bad_lead_count DESC, provider, lead_bad_reason
