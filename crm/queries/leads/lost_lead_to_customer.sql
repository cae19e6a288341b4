/*
title = "Lost leads that came back"
question = "Did lost leads become customers later?"
owner = "Sales"
corrected = "It did not run (no seller text on leads and bookings). Only jobs after the loss count as a conversion, and lost leads that never booked stay in the list."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.lost_lead_id]
title = "Lost lead id"
unit = "id"
[columns.quote_number]
title = "Quote number"
unit = "text"
[columns.lost_lead_name]
title = "Lost lead name"
unit = "text"
[columns.lost_date]
title = "Lost date"
unit = "date"
[columns.move_date]
title = "Move date"
unit = "date"
[columns.reason]
title = "Reason"
unit = "text"
[columns.date_received]
title = "Date received"
unit = "moment"
[columns.time_to_first_contact]
title = "Time to first contact"
unit = "text"
[columns.lead_status_id]
title = "Lead status id"
unit = "id"
[columns.lead_status_status]
title = "Lead status"
unit = "text"
[columns.lead_status_sales_person]
title = "Lead status sales person"
unit = "text"
[columns.lead_status_branch_name]
title = "Lead status branch name"
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
[columns.days_to_lost]
title = "Days to lost"
unit = "days"
[columns.days_from_lost_to_customer]
title = "Days from lost to customer"
unit = "days"
*/
WITH lost AS MATERIALIZED (
    SELECT x.* FROM crm_counted_lost_lead x
    WHERE x.lost_date IS NOT NULL
{{ lost_leads_asked_for }}
    ORDER BY x.lost_date DESC, x.id DESC LIMIT %(limit)s
), of_jobs AS (
    SELECT j.customer_id, count(*) AS jobs, sum(j.revenue) AS revenue, min(j.job_date) AS first_date, max(j.job_date) AS last_date
    FROM crm_counted_job j WHERE j.is_won AND j.customer_id IN (SELECT lost.customer_id FROM lost) GROUP BY 1
), since AS (
    SELECT x.id, min(j.job_date) AS first_date
    FROM lost x JOIN crm_counted_job j ON j.customer_id = x.customer_id AND j.is_won AND j.job_date >= x.lost_date GROUP BY 1
)
SELECT x.id AS lost_lead_id, x.quote_number, x.name AS lost_lead_name, x.lost_date, x.move_date, x.reason, x.received_at AS date_received,
    x.time_to_first_contact, l.id AS lead_status_id, l.status AS lead_status_status, x.sales_person_name AS lead_status_sales_person,
    x.branch_name AS lead_status_branch_name, l.time_to_contact, o.id AS booked_opportunity_id, o.status AS booked_opportunity_status,
    o.booked_date, bp.name AS booked_opportunity_sales_person, bb.name AS booked_opportunity_branch_name,
    bs.name AS booked_opportunity_referral_source, x.customer_id, c.name AS customer_name, c.email, c.phone,
    coalesce(j.jobs, 0) AS total_customer_jobs, j.revenue AS total_customer_revenue, j.first_date AS first_customer_job_date,
    j.last_date AS last_customer_job_date,
    CASE WHEN s.first_date IS NOT NULL THEN 'Lost Lead → Converted to Customer'
        WHEN x.customer_id IS NOT NULL THEN 'Lost Lead → Booked (Not Yet Customer)'
        WHEN x.booking_id IS NOT NULL THEN 'Lost Lead → Booked Opportunity' ELSE 'Lost Lead (No Conversion)' END AS conversion_status,
    x.lost_date - (x.received_at AT TIME ZONE %(zone)s::text)::date AS days_to_lost,
    s.first_date - x.lost_date AS days_from_lost_to_customer
FROM lost x
LEFT JOIN crm_leadstatus l ON l.id = x.lead_id
LEFT JOIN crm_bookedopportunity o ON o.id = x.booking_id
LEFT JOIN crm_customer c ON c.id = x.customer_id
LEFT JOIN of_jobs j ON j.customer_id = x.customer_id
LEFT JOIN since s ON s.id = x.id
LEFT JOIN crm_salesperson bp ON bp.id = o.sales_person_id
LEFT JOIN crm_branch bb ON bb.id = o.branch_id
LEFT JOIN crm_leadsource bs ON bs.id = o.lead_source_id
ORDER BY x.lost_date DESC, x.id DESC
