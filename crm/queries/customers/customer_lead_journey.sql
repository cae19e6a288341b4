/*
title = "Where every lead stands"
question = "At which stage is every lead of every kind?"
owner = "Sales"
corrected = "It did not run (no seller text on leads), showed a quote up to three times and never linked bad leads. A quote is one row now, whichever reports have it, and a bad lead that is linked to a quote is shown there."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.quote_number]
title = "Quote number"
unit = "text"
[columns.lead_status]
title = "Lead status"
unit = "text"
[columns.sales_person]
title = "Sales person"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.referral_source]
title = "Referral source"
unit = "text"
[columns.time_to_contact]
title = "Time to contact"
unit = "text"
[columns.source_module]
title = "Source module"
unit = "text"
[columns.customer_id]
title = "Customer id"
unit = "id"
[columns.customer_name]
title = "Customer name"
unit = "text"
[columns.email]
title = "Email"
unit = "text"
[columns.phone]
title = "Phone"
unit = "text"
[columns.conversion_date]
title = "Conversion date"
unit = "date"
[columns.booking_status]
title = "Booking status"
unit = "text"
[columns.converted_job_count]
title = "Converted job count"
unit = "count"
[columns.first_customer_job_date]
title = "First customer job date"
unit = "date"
[columns.last_customer_job_date]
title = "Last customer job date"
unit = "date"
[columns.journey_stage]
title = "Journey stage"
unit = "text"
*/
WITH page AS MATERIALIZED (
    SELECT * FROM (
        (SELECT l.id AS lead_id, NULL::bigint AS bad_id, NULL::bigint AS booking_id, NULL::bigint AS lost_id, l.received_at AS moment
        FROM crm_lead_outcome l
        WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
        ORDER BY l.received_at DESC, l.id DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT NULL, d.id, NULL, NULL, d.date_lead_received::timestamp AT TIME ZONE %(zone)s::text
        FROM crm_counted_bad_lead d
        WHERE d.lead_status_id IS NULL AND %(branch)s::bigint IS NULL AND %(sales_person)s::bigint IS NULL
            AND d.date_lead_received BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
            AND (%(source)s::bigint IS NULL OR d.lead_source_id = %(source)s::bigint)
        ORDER BY d.date_lead_received DESC, d.id DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT NULL, NULL, b.id, NULL, b.booked_date::timestamp AT TIME ZONE %(zone)s::text
        FROM crm_counted_booking b
        WHERE NOT EXISTS (SELECT FROM crm_leadstatus l WHERE l.quote_number = b.quote_number)
{{ bookings_asked_for }}
        ORDER BY b.booked_date DESC, b.id DESC LIMIT %(limit)s)
        UNION ALL
        -- Without a lead it has no branch and no seller; asked of the tables, because of the view the planner expects none to be left.
        (SELECT NULL, NULL, NULL, x.id, x.lost_date::timestamp AT TIME ZONE %(zone)s::text
        FROM crm_lostlead x
        WHERE NOT x.is_test AND %(branch)s::bigint IS NULL AND %(sales_person)s::bigint IS NULL
            AND NOT EXISTS (SELECT FROM crm_leadstatus l WHERE l.quote_number = x.quote_number)
            AND NOT EXISTS (SELECT FROM crm_bookedopportunity b WHERE b.quote_number = x.quote_number AND NOT b.is_test)
            AND x.lost_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
            AND (%(source)s::bigint IS NULL OR x.lead_source_id = %(source)s::bigint)
        ORDER BY x.lost_date DESC, x.id DESC LIMIT %(limit)s)
    ) every_lead
    ORDER BY moment DESC, lead_id, bad_id, booking_id, lost_id LIMIT %(limit)s
), shown AS (
    SELECT l.received_at AS moment, 1 AS kind, l.id, l.quote_number, l.status, l.sales_person_name, l.branch_name, l.lead_source_name, l.time_to_contact,
        'Lead Status' AS source_module, l.customer_id, l.booking_status, l.booking_id, l.outcome
    FROM crm_lead_outcome l WHERE l.id = ANY (ARRAY(SELECT page.lead_id FROM page))
    UNION ALL
    SELECT d.date_lead_received::timestamp AT TIME ZONE %(zone)s::text, 2, d.id, NULL, 'Bad Lead', NULL, NULL, d.lead_source_name, NULL,
        'Bad Leads', d.customer_id, NULL, NULL, 'bad'
    FROM crm_counted_bad_lead d WHERE d.id = ANY (ARRAY(SELECT page.bad_id FROM page))
    UNION ALL
    SELECT b.booked_date::timestamp AT TIME ZONE %(zone)s::text, 3, b.id, b.quote_number, b.status, b.sales_person_name, b.branch_name,
        b.lead_source_name, NULL, 'Booked Opportunities', b.customer_id, b.status, b.id, 'booked'
    FROM crm_counted_booking b WHERE b.id = ANY (ARRAY(SELECT page.booking_id FROM page))
    UNION ALL
    SELECT x.lost_date::timestamp AT TIME ZONE %(zone)s::text, 4, x.id, x.quote_number, 'Lost', x.sales_person_name, x.branch_name,
        x.lead_source_name, x.time_to_first_contact, 'Lost Leads', x.customer_id, NULL, NULL, 'lost'
    FROM crm_counted_lost_lead x WHERE x.id = ANY (ARRAY(SELECT page.lost_id FROM page))
), customers_jobs AS (
    -- One customer at a time: how many there are is not known to the planner, which would compare each with each.
    SELECT k.customer_id, j.jobs, j.first_date, j.last_date
    FROM (SELECT DISTINCT customer_id FROM shown WHERE customer_id IS NOT NULL) k
    CROSS JOIN LATERAL (
        SELECT count(*) AS jobs, min(j.job_date) AS first_date, max(j.job_date) AS last_date
        FROM crm_counted_job j WHERE j.is_won AND j.customer_id = k.customer_id
    ) j
)
SELECT s.quote_number, s.status AS lead_status, s.sales_person_name AS sales_person, s.branch_name, s.lead_source_name AS referral_source,
    s.time_to_contact, s.source_module, s.customer_id, c.name AS customer_name, c.email, c.phone, c.conversion_date, s.booking_status,
    coalesce(j.jobs, 0) AS converted_job_count, j.first_date AS first_customer_job_date, j.last_date AS last_customer_job_date,
    CASE WHEN s.outcome = 'completed' OR (j.jobs > 0 AND s.outcome = 'booked') THEN 'Converted to Customer'
        WHEN s.outcome = 'booked' THEN 'Booked (Not Yet Customer)' WHEN s.outcome = 'lost' THEN 'Lost Lead'
        WHEN s.outcome = 'bad' THEN 'Bad Lead' ELSE 'Active Lead' END AS journey_stage
FROM shown s
LEFT JOIN crm_customer c ON c.id = s.customer_id
LEFT JOIN customers_jobs j ON j.customer_id = s.customer_id
ORDER BY s.moment DESC, s.kind, s.id
