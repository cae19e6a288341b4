/*
title = "What response time does to a lead"
question = "How do conversion, loss and bad-lead rates change with response time?"
owner = "Sales"
corrected = "Did not run. Durations are read in every form that the export has; the unit says how people speak of the bucket, the bucket is in minutes. Each lead ends in one outcome: booked or completed, lost, bad, or still open."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.time_unit]
title = "Time unit"
unit = "text"
[columns.time_bucket]
title = "Time bucket"
unit = "text"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.converted_leads]
title = "Converted leads"
unit = "count"
total = "sum"
[columns.lost_leads]
title = "Lost leads"
unit = "count"
total = "sum"
[columns.bad_leads]
title = "Bad leads"
unit = "count"
total = "sum"
[columns.conversion_rate]
title = "Conversion rate"
unit = "percent"
[columns.loss_rate]
title = "Loss rate"
unit = "percent"
[columns.bad_lead_rate]
title = "Bad lead rate"
unit = "percent"
[chart]
kind = "line"
x = "time_bucket"
y = ["conversion_rate", "loss_rate", "bad_lead_rate"]
*/
WITH lead AS (
    SELECT outcome, CASE WHEN minutes_to_contact <= 15 THEN 1 WHEN minutes_to_contact <= 30 THEN 2 WHEN minutes_to_contact <= 60 THEN 3
        WHEN minutes_to_contact <= 120 THEN 4 WHEN minutes_to_contact <= 240 THEN 5 ELSE 6 END AS place
    FROM crm_lead_outcome l
    WHERE minutes_to_contact >= 0
{{ leads_asked_for }}
), told AS (
    SELECT place, count(*) AS leads, count(*) FILTER (WHERE outcome IN ('booked', 'completed')) AS converted, count(*) FILTER (WHERE outcome = 'lost') AS lost,
        count(*) FILTER (WHERE outcome = 'bad') AS bad
    FROM lead
    GROUP BY place
)
SELECT CASE WHEN place <= 3 THEN 'minutes' ELSE 'hours' END AS time_unit, (ARRAY['0-15', '16-30', '31-60', '61-120', '121-240', '240+'])[place] AS time_bucket,
    leads AS total_leads, converted AS converted_leads, lost AS lost_leads, bad AS bad_leads, round(100.0 * converted / leads, 2) AS conversion_rate,
    round(100.0 * lost / leads, 2) AS loss_rate, round(100.0 * bad / leads, 2) AS bad_lead_rate
FROM told
ORDER BY place
