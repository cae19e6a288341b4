WITH job AS (
    SELECT lead_source_id, count(*) FILTER (WHERE is_won) AS won, count(*) AS jobs, count(DISTINCT customer_id) AS customers,
        count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked, count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed,
        coalesce(sum(revenue), 0) AS revenue, coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'BOOKED'), 0) AS booked_revenue,
        coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'CLOSED'), 0) AS closed_revenue, sum(revenue) FILTER (WHERE customer_id IS NOT NULL) AS known_revenue
    FROM crm_counted_job
    WHERE job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
      AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)
    GROUP BY lead_source_id
), booking AS (
    SELECT lead_source_id, count(*) AS bookings FROM crm_counted_booking
    WHERE booked_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
      AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)
    GROUP BY lead_source_id
), lead AS (
    SELECT lead_source_id, count(*) AS leads, count(*) FILTER (WHERE won_jobs > 0) AS won_leads,
        count(*) FILTER (WHERE is_booked) AS booked_leads
    FROM crm_lead_outcome
    WHERE received_at >= coalesce(%(period_from)s::date, '-infinity')::timestamp AT TIME ZONE %(zone)s::text
      AND received_at < coalesce(%(period_to)s::date + 1, 'infinity')::timestamp AT TIME ZONE %(zone)s::text
      AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)
    GROUP BY lead_source_id
