), source AS (
    SELECT id, name FROM crm_leadsource WHERE is_primary_record
    UNION ALL SELECT NULL, 'Unknown'
), told AS (
    SELECT s.id, s.name, coalesce(j.won, 0) AS won, coalesce(j.jobs, 0) AS jobs, coalesce(j.customers, 0) AS customers, coalesce(j.booked, 0) AS booked,
        coalesce(j.closed, 0) AS closed, coalesce(j.revenue, 0) AS revenue, coalesce(j.booked_revenue, 0) AS booked_revenue,
        coalesce(j.closed_revenue, 0) AS closed_revenue, j.known_revenue, coalesce(l.leads, 0) + coalesce(p.people, 0) AS leads,
        coalesce(l.won_leads, 0) AS won_leads, coalesce(l.booked_leads, 0) AS booked_leads, coalesce(b.bookings, 0) AS bookings
    FROM source s LEFT JOIN job j ON j.lead_source_id IS NOT DISTINCT FROM s.id LEFT JOIN lead l ON l.lead_source_id IS NOT DISTINCT FROM s.id
    LEFT JOIN person p ON p.lead_source_id IS NOT DISTINCT FROM s.id LEFT JOIN booking b ON b.lead_source_id IS NOT DISTINCT FROM s.id
)
