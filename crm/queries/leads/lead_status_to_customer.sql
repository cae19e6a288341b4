/*
title = "Leads that became customers"
question = "Which leads became customers, and through which booking?"
owner = "Sales"
corrected = "It did not run (no seller text on leads) and lost and bad leads were called active; they have words of their own. Leads without booking or customer stay in the list."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.lead_status_id]
title = "Lead status id"
unit = "id"
[columns.quote_number]
title = "Quote number"
unit = "text"
[columns.lead_status]
title = "Lead status"
unit = "text"
[columns.lead_status_sales_person]
title = "Lead status sales person"
unit = "text"
[columns.lead_status_branch_name]
title = "Lead status branch name"
unit = "text"
[columns.lead_status_referral_source]
title = "Lead status referral source"
unit = "text"
[columns.time_to_contact]
title = "Time to contact"
unit = "text"
[columns.booked_opportunity_id]
title = "Booked opportunity id"
unit = "id"
[columns.booked_opportunity_status]
title = "Booked opportunity status"
unit = "text"
[columns.booked_date]
title = "Booked date"
unit = "date"
[columns.booked_opportunity_sales_person]
title = "Booked opportunity sales person"
unit = "text"
[columns.booked_opportunity_branch_name]
title = "Booked opportunity branch name"
unit = "text"
[columns.booked_opportunity_referral_source]
title = "Booked opportunity referral source"
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
[columns.total_customer_jobs]
title = "Total customer jobs"
unit = "count"
[columns.total_customer_revenue]
title = "Total customer revenue"
unit = "money"
[columns.first_customer_job_date]
title = "First customer job date"
unit = "date"
[columns.last_customer_job_date]
title = "Last customer job date"
unit = "date"
[columns.conversion_status]
title = "Conversion status"
unit = "text"
[columns.days_from_booking_to_customer]
title = "Days from booking to customer"
unit = "days"
*/
WITH page AS MATERIALIZED (
    SELECT l.id FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
    ORDER BY l.received_at DESC, l.id DESC LIMIT %(limit)s
), lead AS MATERIALIZED (
    SELECT l.id, l.quote_number, l.status, l.received_at, l.sales_person_name, l.branch_name, l.lead_source_name, l.time_to_contact, l.booking_id,
        l.booking_status, l.booked_date, l.booking_sales_person_id, l.booking_branch_id, l.booking_lead_source_id, l.customer_id, l.outcome,
        l.is_completed, l.first_won_date
    FROM crm_lead_outcome l WHERE l.id = ANY (ARRAY(SELECT page.id FROM page))
)
SELECT l.id AS lead_status_id, l.quote_number, l.status AS lead_status, l.sales_person_name AS lead_status_sales_person,
    l.branch_name AS lead_status_branch_name, l.lead_source_name AS lead_status_referral_source, l.time_to_contact,
    l.booking_id AS booked_opportunity_id, l.booking_status AS booked_opportunity_status, l.booked_date,
    bp.name AS booked_opportunity_sales_person, bb.name AS booked_opportunity_branch_name, bs.name AS booked_opportunity_referral_source,
    l.customer_id, c.name AS customer_name, c.email, c.phone, coalesce(j.jobs, 0) AS total_customer_jobs,
    j.revenue AS total_customer_revenue, j.first_date AS first_customer_job_date, j.last_date AS last_customer_job_date,
    CASE WHEN l.is_completed OR j.jobs > 0 THEN 'Converted to Customer'
        WHEN l.booking_id IS NOT NULL AND l.customer_id IS NOT NULL THEN 'Booked (Not Yet Customer)'
        WHEN l.booking_id IS NOT NULL THEN 'Booked Opportunity' WHEN l.outcome = 'lost' THEN 'Lost Lead'
        WHEN l.outcome = 'bad' THEN 'Bad Lead' ELSE 'Active Lead' END AS conversion_status,
    l.first_won_date - l.booked_date AS days_from_booking_to_customer
FROM lead l
LEFT JOIN crm_customer c ON c.id = l.customer_id
LEFT JOIN LATERAL (
    -- One customer at a time: how many there are is not known to the planner, which would compare each with each.
    SELECT count(*) AS jobs, sum(j.revenue) AS revenue, min(j.job_date) AS first_date, max(j.job_date) AS last_date
    FROM crm_counted_job j WHERE j.is_won AND j.customer_id = l.customer_id
) j ON true
LEFT JOIN crm_salesperson bp ON bp.id = l.booking_sales_person_id
LEFT JOIN crm_branch bb ON bb.id = l.booking_branch_id
LEFT JOIN crm_leadsource bs ON bs.id = l.booking_lead_source_id
ORDER BY l.received_at DESC, l.id DESC
