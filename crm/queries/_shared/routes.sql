SELECT j.origin_city, j.origin_state, j.destination_city, j.destination_state, count(*) AS route_count, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_count,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_count, coalesce(sum(j.revenue), 0) AS total_revenue,
    round(avg(j.revenue), 2) AS avg_job_value, round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent
FROM crm_counted_job j
WHERE j.origin_city IS NOT NULL AND j.destination_city IS NOT NULL
{{ jobs_asked_for }}
