WITH by_customer AS (
    SELECT l.lead_source_category AS category, l.customer_id, count(*) AS leads, count(*) FILTER (WHERE l.is_quoted) AS quoted,
        count(*) FILTER (WHERE l.is_booked) AS booked, count(*) FILTER (WHERE l.is_completed AND l.is_booked) AS booked_completed,
        count(*) FILTER (WHERE l.is_completed) AS completed, count(*) FILTER (WHERE l.won_jobs > 0) AS won, sum(l.won_jobs) AS jobs,
        count(*) FILTER (WHERE l.outcome = 'bad') AS bad, count(*) FILTER (WHERE l.outcome = 'lost') AS lost, sum(l.revenue) AS revenue,
        sum(coalesce(o.invoiced_amount, o.estimated_amount)) AS amount
    FROM crm_lead_outcome l LEFT JOIN crm_bookedopportunity o ON o.id = l.booking_id
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
    GROUP BY l.lead_source_category, l.customer_id
), quote AS (
    SELECT category, sum(leads)::bigint AS leads, sum(quoted)::bigint AS quoted, sum(booked)::bigint AS booked,
        sum(booked_completed)::bigint AS booked_completed, sum(completed)::bigint AS completed, sum(won)::bigint AS won,
        count(customer_id) AS customers, coalesce(sum(jobs), 0)::bigint AS jobs, sum(bad)::bigint AS bad, sum(lost)::bigint AS lost,
        coalesce(sum(revenue), 0) AS revenue, coalesce(sum(amount), 0) AS amount
    FROM by_customer
    GROUP BY category
