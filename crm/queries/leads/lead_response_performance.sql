/*
title = "Who answers leads fast, and does it pay"
question = "Who answers leads fast, and does it pay?"
owner = "Sales"
corrected = "Durations are read in every form that the export has; the original understood none of the real ones. Leads contacted before they were received (negative times) and those never contacted are left out of the rates. As many groups as asked for, the largest first."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 20000
[columns.sales_person_name]
title = "Sales person name"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.lead_source_name]
title = "Lead source name"
unit = "text"
[columns.total_leads]
title = "Leads with a known response"
unit = "count"
total = "sum"
[columns.converted_leads]
title = "Converted leads"
unit = "count"
total = "sum"
[columns.fast_response_leads]
title = "Fast response leads"
unit = "count"
total = "sum"
[columns.slow_response_leads]
title = "Slow response leads"
unit = "count"
total = "sum"
[columns.avg_response_minutes]
title = "Average response minutes"
unit = "ratio"
[columns.conversion_rate]
title = "Conversion rate"
unit = "percent"
[columns.fast_response_rate]
title = "Fast response rate"
unit = "percent"
[columns.slow_response_rate]
title = "Slow response rate"
unit = "percent"
[columns.median_response_minutes]
title = "Median response minutes"
unit = "ratio"
*/
SELECT sales_person_name, branch_name, lead_source_name, count(*) AS total_leads, count(*) FILTER (WHERE is_booked) AS converted_leads,
    count(*) FILTER (WHERE minutes_to_contact <= 15) AS fast_response_leads, count(*) FILTER (WHERE minutes_to_contact > 60) AS slow_response_leads,
    round(avg(minutes_to_contact), 1) AS avg_response_minutes, round(100.0 * count(*) FILTER (WHERE is_booked) / count(*), 2) AS conversion_rate,
    round(100.0 * count(*) FILTER (WHERE minutes_to_contact <= 15) / count(*), 2) AS fast_response_rate,
    round(100.0 * count(*) FILTER (WHERE minutes_to_contact > 60) / count(*), 2) AS slow_response_rate,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes_to_contact)::numeric AS median_response_minutes
FROM crm_lead_outcome l
WHERE minutes_to_contact >= 0
{{ leads_asked_for }}
GROUP BY sales_person_id, sales_person_name, branch_id, branch_name, lead_source_id, lead_source_name
ORDER BY total_leads DESC, sales_person_id, branch_id, lead_source_id
LIMIT %(limit)s::int
