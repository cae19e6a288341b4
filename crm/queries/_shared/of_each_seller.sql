WITH of_jobs AS (
    SELECT j.sales_person_id, count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed, count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost, count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted,
        sum(j.revenue) AS revenue, count(DISTINCT j.customer_id) AS customers, count(DISTINCT j.branch_id) AS branches
    FROM crm_counted_job j
    WHERE j.job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
        AND (%(branch)s::bigint IS NULL OR j.branch_id = %(branch)s::bigint)
        AND (%(source)s::bigint IS NULL OR j.lead_source_id = %(source)s::bigint)
        AND (%(sales_person)s::bigint IS NULL OR j.sales_person_id = %(sales_person)s::bigint)
    GROUP BY 1
), of_bookings AS (
    SELECT b.sales_person_id, count(*) AS bookings, count(b.customer_id) AS with_customer, sum(b.amount) FILTER (WHERE b.is_won) AS amount,
        sum(b.amount) FILTER (WHERE b.is_won AND w.quote_number IS NULL) AS amount_without_job, count(DISTINCT b.customer_id) AS customers
    FROM crm_counted_booking b
    LEFT JOIN (SELECT DISTINCT j.quote_number FROM crm_counted_job j WHERE j.is_won) w ON w.quote_number = b.quote_number
    WHERE b.booked_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
        AND (%(branch)s::bigint IS NULL OR b.branch_id = %(branch)s::bigint)
        AND (%(source)s::bigint IS NULL OR b.lead_source_id = %(source)s::bigint)
        AND (%(sales_person)s::bigint IS NULL OR b.sales_person_id = %(sales_person)s::bigint)
    GROUP BY 1
), of_leads AS (
    SELECT l.sales_person_id, count(*) AS leads, count(DISTINCT l.quote_number) AS quotes, count(DISTINCT l.lead_source_id) AS sources
    FROM crm_lead_outcome l
    WHERE l.received_at >= coalesce(%(period_from)s::date, '-infinity')::timestamp AT TIME ZONE %(zone)s::text
        AND l.received_at < coalesce(%(period_to)s::date + 1, 'infinity')::timestamp AT TIME ZONE %(zone)s::text
        AND (%(branch)s::bigint IS NULL OR l.branch_id = %(branch)s::bigint)
        AND (%(source)s::bigint IS NULL OR l.lead_source_id = %(source)s::bigint)
        AND (%(sales_person)s::bigint IS NULL OR l.sales_person_id = %(sales_person)s::bigint)
    GROUP BY 1
), of_customers AS (
    SELECT either.sales_person_id, count(DISTINCT either.customer_id) AS customers
    FROM (
        SELECT j.sales_person_id, j.customer_id FROM crm_counted_job j
        WHERE j.customer_id IS NOT NULL
            AND j.job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
            AND (%(branch)s::bigint IS NULL OR j.branch_id = %(branch)s::bigint)
            AND (%(source)s::bigint IS NULL OR j.lead_source_id = %(source)s::bigint)
            AND (%(sales_person)s::bigint IS NULL OR j.sales_person_id = %(sales_person)s::bigint)
        UNION ALL
        SELECT b.sales_person_id, b.customer_id FROM crm_counted_booking b
        WHERE b.customer_id IS NOT NULL
            AND b.booked_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
            AND (%(branch)s::bigint IS NULL OR b.branch_id = %(branch)s::bigint)
            AND (%(source)s::bigint IS NULL OR b.lead_source_id = %(source)s::bigint)
            AND (%(sales_person)s::bigint IS NULL OR b.sales_person_id = %(sales_person)s::bigint)
    ) either GROUP BY 1
