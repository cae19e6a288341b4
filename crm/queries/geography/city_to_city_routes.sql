/*
title = "Routes between cities"
question = "Between which two cities are most jobs?"
owner = "Operations"
corrected = "It was the same query as job_geographic_routes; it now holds only jobs from one city to another. Estimates of lost jobs were revenue, and the booking rate fell when jobs were completed."
[params.period]
type = "date_range"
default = "last_12_months"
[params.branch]
type = "branch"
[params.source]
type = "source"
[params.sales_person]
type = "sales_person"
[params.limit]
type = "integer"
default = 100
min = 1
max = 100000
[columns.origin_city]
title = "Origin city"
unit = "text"
[columns.origin_state]
title = "Origin state"
unit = "text"
[columns.destination_city]
title = "Destination city"
unit = "text"
[columns.destination_state]
title = "Destination state"
unit = "text"
[columns.route_count]
title = "Jobs"
unit = "count"
[columns.booked_count]
title = "Booked count"
unit = "count"
[columns.closed_count]
title = "Closed count"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booking_rate_percent]
title = "Booking rate per cent"
unit = "percent"
*/
SELECT j.origin_city, j.origin_state, j.destination_city, j.destination_state, count(*) AS route_count, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_count,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_count, coalesce(sum(j.revenue), 0) AS total_revenue,
    round(avg(j.revenue), 2) AS avg_job_value, round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent
FROM crm_counted_job j
WHERE (j.origin_city, coalesce(j.origin_state, '')) <> (j.destination_city, coalesce(j.destination_state, ''))
    AND j.job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    AND (%(branch)s::bigint IS NULL OR j.branch_id = %(branch)s::bigint)
    AND (%(source)s::bigint IS NULL OR j.lead_source_id = %(source)s::bigint)
    AND (%(sales_person)s::bigint IS NULL OR j.sales_person_id = %(sales_person)s::bigint)
GROUP BY 1, 2, 3, 4
ORDER BY route_count DESC, total_revenue DESC, j.origin_city, j.origin_state, j.destination_city, j.destination_state
LIMIT %(limit)s
