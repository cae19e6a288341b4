/*
title = "From quote to booking to completion"
question = "Of the jobs quoted in the period, how many were booked, completed and lost: overall, by branch and by sales person?"
owner = "Sales"
corrected = "Rates divided counts of what stands in each status today, so they could exceed 100 per cent; jobs are followed from the day on which they were quoted, cancelled ones stay in the base, and a cancelled job with a booking day was booked."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.dimension]
type = "choice"
choices = ["all", "overall", "branch", "sales_person"]
default = "overall"
[columns.dimension]
title = "Dimension"
unit = "text"
[columns.dimension_value]
title = "Of"
unit = "text"
[columns.quoted_count]
title = "Still quoted"
unit = "count"
[columns.booked_count]
title = "Booked count"
unit = "count"
[columns.closed_count]
title = "Closed count"
unit = "count"
[columns.lost_count]
title = "Lost count"
unit = "count"
[columns.total_leads]
title = "Jobs quoted"
unit = "count"
[columns.quote_to_booking_rate]
title = "Quote to booking rate"
unit = "percent"
[columns.booking_to_closed_rate]
title = "Booking to closed rate"
unit = "percent"
[columns.quote_to_closed_rate]
title = "Quote to closed rate"
unit = "percent"
[columns.loss_rate]
title = "Loss rate"
unit = "percent"
[chart]
kind = "bar"
x = "dimension_value"
y = ["quote_to_booking_rate", "quote_to_closed_rate", "loss_rate"]
*/
WITH grouped AS (
    SELECT CASE WHEN grouping(j.branch_id) = 0 THEN 'branch' WHEN grouping(j.sales_person_id) = 0 THEN 'sales_person' ELSE 'overall' END AS dimension,
        CASE WHEN grouping(j.branch_id) = 0 THEN coalesce(j.branch_name, 'Unknown')
            WHEN grouping(j.sales_person_id) = 0 THEN coalesce(j.sales_person_name, 'Unknown') ELSE 'All jobs' END AS dimension_value,
        count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted,
        count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked, count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed,
        count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost,
        count(*) FILTER (WHERE j.is_won OR j.opportunity_status = 'CANCELLED' AND j.booked_date IS NOT NULL) AS ever_booked
    FROM crm_counted_job j
    WHERE j.quote_created_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
{{ jobs_of_whom }}
    GROUP BY GROUPING SETS ((), (j.branch_id, j.branch_name), (j.sales_person_id, j.sales_person_name))
)
SELECT g.dimension, g.dimension_value, g.quoted AS quoted_count, g.booked AS booked_count, g.closed AS closed_count, g.lost AS lost_count,
    g.jobs AS total_leads, round(100.0 * g.ever_booked / nullif(g.jobs, 0), 2) AS quote_to_booking_rate,
    round(100.0 * g.closed / nullif(g.ever_booked, 0), 2) AS booking_to_closed_rate,
    round(100.0 * g.closed / nullif(g.jobs, 0), 2) AS quote_to_closed_rate, round(100.0 * g.lost / nullif(g.jobs, 0), 2) AS loss_rate
FROM grouped g
WHERE %(dimension)s::text IN ('all', g.dimension)
ORDER BY array_position(ARRAY['overall', 'branch', 'sales_person'], g.dimension), g.jobs DESC, g.dimension_value
