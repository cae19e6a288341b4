/*
title = "Lost quotes that were booked anyway"
question = "For each loss reason, how many lost quotes were booked anyway?"
owner = "Sales"
corrected = "A lost quote is won where its booking stands (booked, closed), not where it has ever been booked; the value of losses is the estimate of the lost leads report, which the original had as 0."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.loss_reason]
title = "Loss reason"
unit = "text"
[columns.won_count]
title = "Won count"
unit = "count"
total = "sum"
[columns.lost_count]
title = "Lost count"
unit = "count"
total = "sum"
[columns.total_count]
title = "Total count"
unit = "count"
total = "sum"
[columns.won_value]
title = "Won value"
unit = "money"
total = "sum"
[columns.lost_value]
title = "Lost value"
unit = "money"
total = "sum"
[columns.win_rate]
title = "Win rate"
unit = "percent"
[columns.loss_rate]
title = "Loss rate"
unit = "percent"
[columns.avg_won_value]
title = "Average won value"
unit = "money"
[columns.avg_lost_value]
title = "Average lost value"
unit = "money"
[chart]
kind = "bar"
x = "loss_reason"
y = ["win_rate"]
*/
WITH lost AS (
    SELECT coalesce(x.reason, 'Unknown') AS reason, x.estimated_amount, o.amount, coalesce(o.is_won, false) AS is_won
    FROM crm_counted_lost_lead x LEFT JOIN crm_counted_booking o ON o.id = x.booking_id
    WHERE x.lost_date IS NOT NULL
{{ lost_leads_asked_for }}
)
SELECT reason AS loss_reason, count(*) FILTER (WHERE is_won) AS won_count, count(*) FILTER (WHERE NOT is_won) AS lost_count, count(*) AS total_count,
    coalesce(sum(amount) FILTER (WHERE is_won), 0) AS won_value, coalesce(sum(estimated_amount) FILTER (WHERE NOT is_won), 0) AS lost_value,
    round(100.0 * count(*) FILTER (WHERE is_won) / count(*), 2) AS win_rate, round(100.0 * count(*) FILTER (WHERE NOT is_won) / count(*), 2) AS loss_rate,
    round(avg(amount) FILTER (WHERE is_won), 2) AS avg_won_value, round(avg(estimated_amount) FILTER (WHERE NOT is_won), 2) AS avg_lost_value
FROM lost
GROUP BY reason
ORDER BY total_count DESC, reason
