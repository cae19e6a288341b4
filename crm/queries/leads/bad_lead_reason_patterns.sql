/*
title = "Why leads are bad"
question = "Why are leads bad, by reason, source category and provider, and how far ahead was the move?"
owner = "Marketing"
corrected = "Did not run, and its sources were always empty: the provider is linked to a lead source now. Counts rows of bad leads by the day received; people are told by e-mail, else phone."
[params.period]
type = "date_range"
default = "last_12_months"
[params.source]
type = "source"
[columns.lead_bad_reason]
title = "Lead bad reason"
unit = "text"
[columns.lead_source_category]
title = "Lead source category"
unit = "text"
[columns.provider]
title = "Provider"
unit = "text"
[columns.total_bad_leads]
title = "Total bad leads"
unit = "count"
total = "sum"
[columns.unique_customers]
title = "People"
unit = "count"
[columns.lead_sources_count]
title = "Lead sources count"
unit = "count"
[columns.first_received]
title = "First received"
unit = "date"
[columns.last_received]
title = "Last received"
unit = "date"
[columns.avg_days_to_move]
title = "Average days to move"
unit = "days"
[columns.percentage_of_bad_leads]
title = "Percentage of bad leads"
unit = "percent"
[chart]
kind = "bar"
x = "lead_bad_reason"
y = ["total_bad_leads"]
series = "provider"
*/
SELECT coalesce(lead_bad_reason, 'Unknown') AS lead_bad_reason, lead_source_category, provider, count(*) AS total_bad_leads,
    count(DISTINCT person) AS unique_customers, count(DISTINCT lead_source_id) AS lead_sources_count,
    min(date_lead_received) AS first_received, max(date_lead_received) AS last_received,
    round(avg(move_date - date_lead_received), 1) AS avg_days_to_move, round(100.0 * count(*) / sum(count(*)) OVER (), 2) AS percentage_of_bad_leads
FROM crm_counted_bad_lead b
WHERE date_lead_received BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
  AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
GROUP BY b.lead_bad_reason, lead_source_category, provider
ORDER BY total_bad_leads DESC, b.lead_bad_reason, lead_source_category, provider
