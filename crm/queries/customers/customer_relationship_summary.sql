/*
title = "What each customer has"
question = "In which parts of the pool does each customer appear?"
owner = "Sales"
corrected = "Rows that came from bookings or bad leads alone had no id and no name."
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
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
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
[columns.total_job_revenue]
title = "Total job revenue"
unit = "money"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.bad_lead_count]
title = "Bad lead count"
unit = "count"
[columns.bad_lead_reasons]
title = "Bad lead reasons"
unit = "text"
[columns.booked_opportunity_count]
title = "Booked opportunity count"
unit = "count"
[columns.total_opportunity_value]
title = "Total opportunity value"
unit = "money"
[columns.first_booking_date]
title = "First booking date"
unit = "date"
[columns.last_booking_date]
title = "Last booking date"
unit = "date"
[columns.customer_type]
title = "Customer type"
unit = "text"
*/
WITH of_jobs AS (
    SELECT j.customer_id, count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed, sum(j.revenue) AS revenue,
        min(j.job_date) AS first_date, max(j.job_date) AS last_date
    FROM crm_counted_job j WHERE j.is_won AND j.customer_id IS NOT NULL GROUP BY 1
), of_bookings AS (
    SELECT b.customer_id, count(*) AS bookings, sum(b.amount) AS amount, min(b.booked_date) AS first_date, max(b.booked_date) AS last_date
    FROM crm_counted_booking b WHERE b.customer_id IS NOT NULL GROUP BY 1
), page AS MATERIALIZED (
    SELECT c.id, c.name, c.email, c.phone, j.jobs, j.booked, j.closed, j.revenue, j.first_date, j.last_date, b.bookings, b.amount,
        b.first_date AS first_booking, b.last_date AS last_booking
    FROM crm_customer c
    LEFT JOIN of_jobs j ON j.customer_id = c.id
    LEFT JOIN of_bookings b ON b.customer_id = c.id
    WHERE c.is_primary_record
    ORDER BY j.revenue DESC NULLS LAST, c.id LIMIT %(limit)s
), of_bad_leads AS (
    SELECT d.customer_id, count(*) AS bad_leads, string_agg(DISTINCT d.lead_bad_reason, ', ' ORDER BY d.lead_bad_reason) AS reasons
    FROM crm_counted_bad_lead d WHERE d.customer_id IN (SELECT page.id FROM page) GROUP BY 1
)
SELECT g.id AS customer_id, g.name AS customer_name, g.email, g.phone, coalesce(g.jobs, 0) AS total_jobs,
    coalesce(g.booked, 0) AS booked_jobs, coalesce(g.closed, 0) AS closed_jobs, g.revenue AS total_job_revenue,
    g.first_date AS first_job_date, g.last_date AS last_job_date, coalesce(d.bad_leads, 0) AS bad_lead_count,
    d.reasons AS bad_lead_reasons, coalesce(g.bookings, 0) AS booked_opportunity_count, g.amount AS total_opportunity_value,
    g.first_booking AS first_booking_date, g.last_booking AS last_booking_date,
    CASE WHEN g.jobs > 0 THEN 'Customer' WHEN g.bookings > 0 THEN 'Customer (Booked Opportunity)'
        WHEN d.bad_leads > 0 THEN 'Lead (Bad Lead)' ELSE 'Lead (No Activity)' END AS customer_type
FROM page g LEFT JOIN of_bad_leads d ON d.customer_id = g.id
ORDER BY g.revenue DESC NULLS LAST, g.id
