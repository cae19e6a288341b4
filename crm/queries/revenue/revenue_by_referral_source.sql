/*
title = "Revenue by lead source"
question = "How much revenue does each lead source and affiliate bring?"
owner = "Marketing"
corrected = "Estimates of lost jobs were revenue, the booking rate fell when jobs were completed, and every spelling of a source was a source."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.referral_source]
title = "Referral source"
unit = "text"
[columns.affiliate_name]
title = "Affiliate name"
unit = "text"
[columns.job_count]
title = "Job count"
unit = "count"
total = "sum"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
total = "sum"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booking_rate_percent]
title = "Booking rate per cent"
unit = "percent"
[chart]
kind = "bar"
x = "referral_source"
y = ["total_revenue"]
*/
SELECT coalesce(j.lead_source_name, 'Unknown') AS referral_source, j.affiliate_name, count(*) AS job_count, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_jobs, coalesce(sum(j.revenue), 0) AS total_revenue,
    coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED'), 0) AS booked_revenue,
    coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'CLOSED'), 0) AS closed_revenue, round(avg(j.revenue), 2) AS avg_job_value,
    round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent
FROM crm_counted_job j
WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
GROUP BY j.lead_source_id, j.lead_source_name, j.affiliate_name
ORDER BY total_revenue DESC, referral_source, affiliate_name
