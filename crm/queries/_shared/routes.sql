SELECT j.origin_city, j.origin_state, j.destination_city, j.destination_state, count(*) AS route_count, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_count,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_count, coalesce(sum(j.revenue), 0) AS total_revenue,
    round(avg(j.revenue), 2) AS avg_job_value, round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent
FROM crm_counted_job j
WHERE j.origin_city IS NOT NULL AND j.destination_city IS NOT NULL
    AND j.job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    AND (%(branch)s::bigint IS NULL OR j.branch_id = %(branch)s::bigint)
    AND (%(source)s::bigint IS NULL OR j.lead_source_id = %(source)s::bigint)
    AND (%(sales_person)s::bigint IS NULL OR j.sales_person_id = %(sales_person)s::bigint)
