WITH job AS (
    SELECT lead_source_id, count(*) FILTER (WHERE is_won) AS won, count(*) AS jobs, count(DISTINCT customer_id) AS customers,
        count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked, count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed,
        coalesce(sum(revenue), 0) AS revenue, coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'BOOKED'), 0) AS booked_revenue,
        coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'CLOSED'), 0) AS closed_revenue, sum(revenue) FILTER (WHERE customer_id IS NOT NULL) AS known_revenue
    FROM crm_counted_job j
    WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY lead_source_id
), booking AS (
    SELECT lead_source_id, count(*) AS bookings FROM crm_counted_booking b
    WHERE b.booked_date IS NOT NULL
{{ bookings_asked_for }}
    GROUP BY lead_source_id
), lead AS (
    SELECT lead_source_id, count(*) AS leads, count(*) FILTER (WHERE won_jobs > 0) AS won_leads,
        count(*) FILTER (WHERE is_booked) AS booked_leads
    FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
    GROUP BY lead_source_id
