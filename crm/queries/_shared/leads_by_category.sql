), person AS (
    SELECT lead_source_category AS category, count(*) AS people FROM first_bad_lead
    WHERE (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
    GROUP BY lead_source_category
), told AS (
    SELECT coalesce(q.category, p.category, 'unknown') AS category, coalesce(q.leads, 0) + coalesce(p.people, 0) AS leads,
        coalesce(q.quoted, 0) AS quoted, coalesce(q.booked, 0) AS booked, coalesce(q.completed, 0) AS completed,
        coalesce(q.booked_completed, 0) AS booked_completed, coalesce(q.won, 0) AS won, coalesce(q.customers, 0) AS customers,
        coalesce(q.jobs, 0) AS jobs, coalesce(q.bad, 0) + coalesce(p.people, 0) AS bad, coalesce(q.lost, 0) AS lost,
        coalesce(q.revenue, 0) AS revenue, coalesce(q.amount, 0) AS amount
    FROM quote q FULL JOIN person p ON coalesce(p.category, '') = coalesce(q.category, '')
)
