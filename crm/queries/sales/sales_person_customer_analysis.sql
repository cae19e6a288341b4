/*
title = "Customers of each sales person"
question = "Which customers did each sales person handle, and what are they worth?"
owner = "Sales"
corrected = "It did not run (no seller text on leads) and added bookings to the jobs that fulfilled them. A lead belongs to a customer through its quote."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.sales_person_name]
title = "Sales person"
unit = "text"
[columns.customer_id]
title = "Customer id"
unit = "id"
[columns.customer_name]
title = "Customer name"
unit = "text"
[columns.customer_email]
title = "Customer email"
unit = "text"
[columns.customer_phone]
title = "Customer phone"
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
[columns.last_customer_job_date]
title = "Last customer job date"
unit = "date"
[columns.opportunity_count]
title = "Opportunity count"
unit = "count"
[columns.opportunity_revenue]
title = "Opportunity revenue"
unit = "money"
[columns.first_opportunity_date]
title = "First opportunity date"
unit = "date"
[columns.lead_count]
title = "Lead count"
unit = "count"
[columns.first_lead_date]
title = "First lead date"
unit = "date"
[columns.customer_relationship_type]
title = "Customer relationship type"
unit = "text"
[columns.total_customer_value]
title = "Total customer value"
unit = "money"
[columns.days_from_lead_to_customer]
title = "Days from lead to customer"
unit = "days"
*/
WITH won AS (
    SELECT DISTINCT j.quote_number FROM crm_counted_job j WHERE j.is_won
), part AS (
    SELECT j.sales_person_id, j.customer_id, 1 AS jobs, j.revenue, j.job_date AS job_day, 0 AS bookings, NULL::numeric AS amount,
        NULL::numeric AS amount_without_job, NULL::date AS booking_day, 0 AS leads, NULL::date AS lead_day
    FROM crm_counted_job j
    WHERE j.customer_id IS NOT NULL
{{ jobs_asked_for }}
    UNION ALL
    SELECT b.sales_person_id, b.customer_id, 0, NULL, NULL, 1, CASE WHEN b.is_won THEN b.amount END,
        CASE WHEN b.is_won AND w.quote_number IS NULL THEN b.amount END, b.booked_date, 0, NULL
    FROM crm_counted_booking b LEFT JOIN won w ON w.quote_number = b.quote_number
    WHERE b.customer_id IS NOT NULL
{{ bookings_asked_for }}
    UNION ALL
    SELECT l.sales_person_id, l.customer_id, 0, NULL, NULL, 0, NULL, NULL, NULL, 1, (l.received_at AT TIME ZONE %(zone)s::text)::date
    FROM crm_lead_outcome l
    WHERE l.customer_id IS NOT NULL
{{ leads_asked_for }}
), pair AS (
    SELECT p.sales_person_id, p.customer_id, sum(p.jobs) AS jobs, sum(p.revenue) AS revenue, min(p.job_day) AS first_job, max(p.job_day) AS last_job,
        sum(p.bookings) AS bookings, sum(p.amount) AS amount, min(p.booking_day) AS first_booking, sum(p.leads) AS leads, min(p.lead_day) AS first_lead,
        CASE WHEN count(p.revenue) + count(p.amount_without_job) > 0 THEN coalesce(sum(p.revenue), 0) + coalesce(sum(p.amount_without_job), 0) END AS worth
    FROM part p GROUP BY 1, 2
    ORDER BY worth DESC NULLS LAST, p.sales_person_id, p.customer_id LIMIT %(limit)s
)
SELECT coalesce(s.name, 'Unknown') AS sales_person_name, p.customer_id, c.name AS customer_name, c.email AS customer_email, c.phone AS customer_phone,
    p.jobs AS customer_job_count, p.revenue AS customer_revenue, p.first_job AS first_customer_job_date, p.last_job AS last_customer_job_date,
    p.bookings AS opportunity_count, p.amount AS opportunity_revenue, p.first_booking AS first_opportunity_date, p.leads AS lead_count,
    p.first_lead AS first_lead_date,
    CASE WHEN p.jobs > 0 THEN 'Customer (Has Jobs)' WHEN p.bookings > 0 THEN 'Customer (Has Opportunities)'
        WHEN p.leads > 0 THEN 'Lead (Not Yet Customer)' ELSE 'Unknown' END AS customer_relationship_type,
    p.worth AS total_customer_value, p.first_job - p.first_lead AS days_from_lead_to_customer
FROM pair p
JOIN crm_customer c ON c.id = p.customer_id
LEFT JOIN crm_salesperson s ON s.id = p.sales_person_id
ORDER BY p.worth DESC NULLS LAST, p.sales_person_id, p.customer_id
