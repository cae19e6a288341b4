/*
title = "Which response time converts best"
question = "Which response window converts best?"
owner = "Sales"
corrected = "Durations are read in every form that the export has and put into windows by minutes; the original found no row and put hours into windows of minutes. Leads contacted before they were received are left out."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.response_window]
title = "Response window"
unit = "text"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.converted_leads]
title = "Converted leads"
unit = "count"
total = "sum"
[columns.non_converted_leads]
title = "Non converted leads"
unit = "count"
total = "sum"
[columns.conversion_rate]
title = "Conversion rate"
unit = "percent"
[columns.percentage_of_leads]
title = "Percentage of leads"
unit = "percent"
[columns.performance_category]
title = "Performance category"
unit = "text"
[chart]
kind = "bar"
x = "response_window"
y = ["conversion_rate"]
*/
WITH lead AS (
    SELECT is_booked, CASE WHEN minutes_to_contact <= 5 THEN 1 WHEN minutes_to_contact <= 15 THEN 2 WHEN minutes_to_contact <= 30 THEN 3
        WHEN minutes_to_contact <= 60 THEN 4 WHEN minutes_to_contact <= 120 THEN 5 WHEN minutes_to_contact <= 240 THEN 6
        WHEN minutes_to_contact <= 480 THEN 7 ELSE 8 END AS place
    FROM crm_lead_outcome l
    WHERE minutes_to_contact >= 0
{{ leads_asked_for }}
), told AS (
    SELECT place, count(*) AS leads, count(*) FILTER (WHERE is_booked) AS converted, 100.0 * count(*) FILTER (WHERE is_booked) / count(*) AS rate
    FROM lead
    GROUP BY place
)
SELECT (ARRAY['0-5 minutes', '6-15 minutes', '16-30 minutes', '31-60 minutes', '1-2 hours', '2-4 hours', '4-8 hours', '8+ hours'])[place] AS response_window,
    leads AS total_leads, converted AS converted_leads, leads - converted AS non_converted_leads, round(rate, 2) AS conversion_rate,
    round(100.0 * leads / sum(leads) OVER (), 2) AS percentage_of_leads,
    CASE WHEN rate >= 30 THEN 'optimal' WHEN rate >= 20 THEN 'good' WHEN rate >= 10 THEN 'acceptable' ELSE 'needs_improvement' END AS performance_category
FROM told
ORDER BY place
