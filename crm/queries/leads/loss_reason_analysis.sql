/*
title = "Why leads are lost"
question = "Why are leads lost, what value goes with it, and how close to the move?"
owner = "Sales"
corrected = "Did not run. Sources come from the lead with the same quote, the value is the estimate of the lost leads report; the original knew a value only where the quote had been booked. Lost leads that were booked after all are left out: win_loss_by_reason shows them."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.reason]
title = "Reason"
unit = "text"
[columns.lead_source_category]
title = "Lead source category"
unit = "text"
[columns.total_lost]
title = "Total lost"
unit = "count"
total = "sum"
[columns.unique_customers]
title = "Names"
unit = "count"
[columns.lead_sources_count]
title = "Lead sources count"
unit = "count"
[columns.lost_value]
title = "Lost value"
unit = "money"
total = "sum"
[columns.first_lost_date]
title = "First lost date"
unit = "date"
[columns.last_lost_date]
title = "Last lost date"
unit = "date"
[columns.avg_days_to_move]
title = "Average days to move"
unit = "days"
[columns.percentage_of_losses]
title = "Percentage of losses"
unit = "percent"
[columns.avg_value_per_loss]
title = "Average value per loss"
unit = "money"
[chart]
kind = "bar"
x = "reason"
y = ["lost_value"]
series = "lead_source_category"
*/
SELECT coalesce(x.reason, 'Unknown') AS reason, lead_source_category, count(*) AS total_lost, count(DISTINCT hashtextextended(lower(name), 0)) AS unique_customers,
    count(DISTINCT lead_source_id) AS lead_sources_count, sum(estimated_amount) AS lost_value, min(lost_date) AS first_lost_date,
    max(lost_date) AS last_lost_date, round(avg(move_date - lost_date), 1) AS avg_days_to_move,
    round(100.0 * count(*) / sum(count(*)) OVER (), 2) AS percentage_of_losses, round(avg(estimated_amount), 2) AS avg_value_per_loss
FROM crm_counted_lost_lead x
WHERE booking_id IS NULL
{{ lost_leads_asked_for }}
GROUP BY x.reason, lead_source_category
ORDER BY total_lost DESC, x.reason, lead_source_category
