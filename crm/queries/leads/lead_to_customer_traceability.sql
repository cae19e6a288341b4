/*
title = "The path of every lead"
question = "Which path did every lead take through leads, bookings, jobs, losses and bad leads?"
owner = "Sales"
corrected = "It did not run (no seller text on leads; two types of id in one union), joined by four conditions with OR, and dropped leads whose customer has no job, so most lost, bad and active leads vanished. Every quote, and every bad lead without a quote, is one row."
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
[columns.lead_id]
title = "Lead id"
unit = "id"
[columns.lead_source]
title = "Report"
unit = "text"
[columns.lead_status]
title = "Lead status"
unit = "text"
[columns.lead_sales_person]
title = "Lead sales person"
unit = "text"
[columns.lead_branch_name]
title = "Lead branch name"
unit = "text"
[columns.lead_referral_source]
title = "Lead referral source"
unit = "text"
[columns.time_to_contact]
title = "Time to contact"
unit = "text"
[columns.lead_created_at]
title = "Lead received at"
unit = "moment"
[columns.booked_opportunity_id]
title = "Booked opportunity id"
unit = "id"
[columns.booked_opportunity_status]
title = "Booked opportunity status"
unit = "text"
[columns.booked_customer_id]
title = "Booked customer id"
unit = "id"
[columns.booked_date]
title = "Booked date"
unit = "date"
[columns.booked_sales_person]
title = "Booked sales person"
unit = "text"
[columns.booked_branch_name]
title = "Booked branch name"
unit = "text"
[columns.final_customer_id]
title = "Final customer id"
unit = "id"
[columns.final_customer_name]
title = "Final customer name"
unit = "text"
[columns.final_customer_email]
title = "Final customer email"
unit = "text"
[columns.final_customer_phone]
title = "Final customer phone"
unit = "text"
[columns.customer_job_count]
title = "Customer job count"
unit = "count"
[columns.customer_revenue]
title = "Customer revenue"
unit = "money"
[columns.first_customer_job_date]
title = "First customer job date"
unit = "date"
[columns.journey_status]
title = "Journey status"
unit = "text"
[columns.days_to_customer_conversion]
title = "Days to customer conversion"
unit = "days"
[columns.days_to_booking]
title = "Days to booking"
unit = "days"
*/
WITH page AS MATERIALIZED (
    SELECT * FROM (
        (SELECT l.id AS lead_id, NULL::bigint AS bad_id, l.received_at AS moment
        FROM crm_lead_outcome l
        WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
        ORDER BY l.received_at DESC, l.id DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT NULL, d.id, d.date_lead_received::timestamp AT TIME ZONE %(zone)s::text
        FROM crm_counted_bad_lead d
        WHERE d.lead_status_id IS NULL AND %(branch)s::bigint IS NULL AND %(sales_person)s::bigint IS NULL
            AND d.date_lead_received BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
            AND (%(source)s::bigint IS NULL OR d.lead_source_id = %(source)s::bigint)
        ORDER BY d.date_lead_received DESC, d.id DESC LIMIT %(limit)s)
    ) both_kinds
    ORDER BY moment DESC, lead_id, bad_id LIMIT %(limit)s
), lead AS MATERIALIZED (
    SELECT l.id, l.quote_number, 'lead_status' AS report, l.status, l.sales_person_name, l.branch_name, l.lead_source_name,
        l.time_to_contact, l.received_at AS moment, l.booking_id, l.booking_status, l.booked_date, l.booking_sales_person_id, l.booking_branch_id,
        l.customer_id, l.outcome, l.first_won_date
    FROM crm_lead_outcome l WHERE l.id = ANY (ARRAY(SELECT page.lead_id FROM page))
    UNION ALL
    SELECT d.id, NULL, 'bad_leads', 'Bad Lead', NULL, NULL, d.lead_source_name, NULL, g.moment, NULL, NULL, NULL, NULL, NULL,
        d.customer_id, 'bad', NULL
    FROM page g JOIN crm_counted_bad_lead d ON d.id = g.bad_id
)
SELECT l.quote_number, l.id AS lead_id, l.report AS lead_source, l.status AS lead_status, l.sales_person_name AS lead_sales_person,
    l.branch_name AS lead_branch_name, l.lead_source_name AS lead_referral_source, l.time_to_contact, l.moment AS lead_created_at,
    l.booking_id AS booked_opportunity_id, l.booking_status AS booked_opportunity_status, o.customer_id AS booked_customer_id, l.booked_date,
    bp.name AS booked_sales_person, bb.name AS booked_branch_name, l.customer_id AS final_customer_id, c.name AS final_customer_name,
    c.email AS final_customer_email, c.phone AS final_customer_phone, coalesce(j.jobs, 0) AS customer_job_count,
    j.revenue AS customer_revenue, j.first_date AS first_customer_job_date,
    CASE WHEN l.outcome = 'completed' THEN 'Lead → Customer (Converted)'
        WHEN l.outcome = 'booked' AND l.customer_id IS NOT NULL THEN 'Lead → Booked → Customer (Pending Jobs)'
        WHEN l.outcome = 'booked' THEN 'Lead → Booked (Not Yet Customer)' WHEN l.outcome = 'lost' THEN 'Lead → Lost'
        WHEN l.outcome = 'bad' THEN 'Lead → Bad Lead' ELSE 'Lead → Active' END AS journey_status,
    l.first_won_date - (l.moment AT TIME ZONE %(zone)s::text)::date AS days_to_customer_conversion,
    l.booked_date - (l.moment AT TIME ZONE %(zone)s::text)::date AS days_to_booking
FROM lead l
LEFT JOIN crm_bookedopportunity o ON o.id = l.booking_id
LEFT JOIN crm_customer c ON c.id = l.customer_id
LEFT JOIN LATERAL (
    -- One customer at a time: how many there are is not known to the planner, which would compare each with each.
    SELECT count(*) AS jobs, sum(j.revenue) AS revenue, min(j.job_date) AS first_date
    FROM crm_counted_job j WHERE j.is_won AND j.customer_id = l.customer_id
) j ON true
LEFT JOIN crm_salesperson bp ON bp.id = l.booking_sales_person_id
LEFT JOIN crm_branch bb ON bb.id = l.booking_branch_id
ORDER BY l.moment DESC, l.report, l.id DESC
