/*
title = "Bad leads that became customers"
question = "Do people who were first judged a bad lead become customers?"
owner = "Sales"
corrected = "It did not run (no seller text on leads and bookings) and repeated a bad lead for each customer with the same e-mail or phone; the stored links are used. A customer who had moved before the bad lead came in no longer counts as converted, but as a customer already."
[params.period]
type = "date_range"
default = "last_12_months"
[params.source]
type = "source"
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.bad_lead_id]
title = "Bad lead id"
unit = "id"
[columns.provider]
title = "Provider"
unit = "text"
[columns.customer_name]
title = "Customer name"
unit = "text"
[columns.customer_email]
title = "Customer email"
unit = "text"
[columns.customer_phone]
title = "Customer phone"
unit = "text"
[columns.move_date]
title = "Move date"
unit = "date"
[columns.date_lead_received]
title = "Date lead received"
unit = "date"
[columns.lead_bad_reason]
title = "Lead bad reason"
unit = "text"
[columns.customer_id]
title = "Customer id"
unit = "id"
[columns.total_customer_jobs]
title = "Total customer jobs"
unit = "count"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
[columns.closed_jobs]
title = "Closed jobs"
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
[columns.booked_opportunity_count]
title = "Booked opportunity count"
unit = "count"
[columns.total_opportunity_value]
title = "Total opportunity value"
unit = "money"
[columns.first_booking_date]
title = "First booking date"
unit = "date"
[columns.linked_quote_number]
title = "Linked quote number"
unit = "text"
[columns.linked_lead_status]
title = "Linked lead status"
unit = "text"
[columns.linked_sales_person]
title = "Linked sales person"
unit = "text"
[columns.linked_branch_name]
title = "Linked branch name"
unit = "text"
[columns.conversion_status]
title = "Conversion status"
unit = "text"
[columns.days_to_conversion]
title = "Days to conversion"
unit = "days"
*/
WITH page AS MATERIALIZED (
    SELECT d.* FROM crm_counted_bad_lead d
    WHERE d.customer_id IS NOT NULL
        AND d.date_lead_received BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
        AND (%(source)s::bigint IS NULL OR d.lead_source_id = %(source)s::bigint)
    ORDER BY d.date_lead_received DESC, d.id DESC LIMIT %(limit)s
), of_jobs AS (
    SELECT j.customer_id, count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed, sum(j.revenue) AS revenue,
        min(j.job_date) AS first_date, max(j.job_date) AS last_date
    FROM crm_counted_job j WHERE j.is_won AND j.customer_id IN (SELECT page.customer_id FROM page) GROUP BY 1
), of_bookings AS (
    SELECT b.customer_id, count(*) AS bookings, sum(b.amount) AS amount, min(b.booked_date) AS first_date, max(b.booked_date) AS last_date
    FROM crm_counted_booking b WHERE b.customer_id IN (SELECT page.customer_id FROM page) GROUP BY 1
)
SELECT d.id AS bad_lead_id, d.provider, d.customer_name, d.customer_email, d.customer_phone, d.move_date, d.date_lead_received,
    d.lead_bad_reason, d.customer_id, coalesce(j.jobs, 0) AS total_customer_jobs, coalesce(j.booked, 0) AS booked_jobs,
    coalesce(j.closed, 0) AS closed_jobs, j.revenue AS total_customer_revenue, j.first_date AS first_customer_job_date,
    j.last_date AS last_customer_job_date, coalesce(b.bookings, 0) AS booked_opportunity_count, b.amount AS total_opportunity_value,
    b.first_date AS first_booking_date, l.quote_number AS linked_quote_number, l.status AS linked_lead_status,
    p.name AS linked_sales_person, br.name AS linked_branch_name,
    CASE WHEN j.first_date >= d.date_lead_received THEN 'Converted to Customer'
        WHEN j.first_date < d.date_lead_received THEN 'Was Already a Customer'
        WHEN b.bookings > 0 THEN 'Booked (Not Yet Customer)' ELSE 'Still a Bad Lead' END AS conversion_status,
    CASE WHEN j.first_date >= d.date_lead_received THEN j.first_date - d.date_lead_received END AS days_to_conversion
FROM page d
LEFT JOIN of_jobs j ON j.customer_id = d.customer_id
LEFT JOIN of_bookings b ON b.customer_id = d.customer_id
LEFT JOIN crm_leadstatus l ON l.id = d.lead_status_id
LEFT JOIN crm_salesperson p ON p.id = l.sales_person_id
LEFT JOIN crm_branch br ON br.id = l.branch_id
ORDER BY d.date_lead_received DESC, d.id DESC
