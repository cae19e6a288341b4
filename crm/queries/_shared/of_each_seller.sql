WITH of_jobs AS (
    SELECT j.sales_person_id, count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed, count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost, count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted,
        sum(j.revenue) AS revenue, count(DISTINCT j.customer_id) AS customers, count(DISTINCT j.branch_id) AS branches
    FROM crm_counted_job j
    WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY 1
), of_bookings AS (
    SELECT b.sales_person_id, count(*) AS bookings, count(b.customer_id) AS with_customer, sum(b.amount) FILTER (WHERE b.is_won) AS amount,
        sum(b.amount) FILTER (WHERE b.is_won AND w.quote_number IS NULL) AS amount_without_job, count(DISTINCT b.customer_id) AS customers
    FROM crm_counted_booking b
    LEFT JOIN (SELECT DISTINCT j.quote_number FROM crm_counted_job j WHERE j.is_won) w ON w.quote_number = b.quote_number
    WHERE b.booked_date IS NOT NULL
{{ bookings_asked_for }}
    GROUP BY 1
), of_leads AS (
    SELECT l.sales_person_id, count(*) AS leads, count(DISTINCT l.quote_number) AS quotes, count(DISTINCT l.lead_source_id) AS sources
    FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
    GROUP BY 1
), of_customers AS (
    SELECT either.sales_person_id, count(DISTINCT either.customer_id) AS customers
    FROM (
        SELECT j.sales_person_id, j.customer_id FROM crm_counted_job j
        WHERE j.customer_id IS NOT NULL
{{ jobs_asked_for }}
        UNION ALL
        SELECT b.sales_person_id, b.customer_id FROM crm_counted_booking b
        WHERE b.customer_id IS NOT NULL
{{ bookings_asked_for }}
    ) either GROUP BY 1
