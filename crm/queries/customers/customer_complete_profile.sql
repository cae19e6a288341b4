/*
title = "Everything about a customer"
question = "What is known about each customer, in one record?"
owner = "Sales"
corrected = "It did not run (no seller text on leads; DISTINCT over json) and added bookings to the jobs that fulfilled them. The value of a customer is now the revenue of won jobs, and of won bookings only those without a won job."
[params.search]
type = "text"
[params.limit]
type = "integer"
default = 50
min = 1
max = 1000
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
[columns.first_name]
title = "First name"
unit = "text"
[columns.last_name]
title = "Last name"
unit = "text"
[columns.origin_city]
title = "Origin city"
unit = "text"
[columns.origin_state]
title = "Origin state"
unit = "text"
[columns.destination_city]
title = "Destination city"
unit = "text"
[columns.destination_state]
title = "Destination state"
unit = "text"
[columns.gender]
title = "Gender"
unit = "text"
[columns.customer_created_at]
title = "Customer created at"
unit = "moment"
[columns.jobs]
title = "Jobs"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.total_job_revenue]
title = "Total job revenue"
unit = "money"
[columns.bad_leads]
title = "Bad leads"
unit = "text"
[columns.total_bad_leads]
title = "Total bad leads"
unit = "count"
[columns.booked_opportunities]
title = "Booked opportunities"
unit = "text"
[columns.total_booked_opportunities]
title = "Total booked opportunities"
unit = "count"
[columns.total_opportunity_revenue]
title = "Total opportunity revenue"
unit = "money"
[columns.lead_status_records]
title = "Lead status records"
unit = "text"
[columns.total_lead_status_records]
title = "Total lead status records"
unit = "count"
[columns.lost_leads]
title = "Lost leads"
unit = "text"
[columns.total_lost_leads]
title = "Total lost leads"
unit = "count"
[columns.customer_type]
title = "Customer type"
unit = "text"
[columns.total_customer_value]
title = "Total customer value"
unit = "money"
*/
WITH of_jobs AS (
    SELECT j.customer_id, count(*) AS jobs, sum(j.revenue) AS revenue
    FROM crm_counted_job j WHERE j.is_won AND j.customer_id IS NOT NULL GROUP BY 1
), of_bookings AS (
    SELECT b.customer_id, count(*) AS bookings, sum(b.amount) FILTER (WHERE b.is_won) AS amount,
        sum(b.amount) FILTER (WHERE b.is_won AND w.quote_number IS NULL) AS amount_without_job
    FROM crm_counted_booking b
    LEFT JOIN (SELECT DISTINCT j.quote_number FROM crm_counted_job j WHERE j.is_won) w ON w.quote_number = b.quote_number
    WHERE b.customer_id IS NOT NULL GROUP BY 1
), page AS MATERIALIZED (
    SELECT c.*, coalesce(j.jobs, 0) AS won_jobs, j.revenue, coalesce(b.bookings, 0) AS bookings, b.amount,
        CASE WHEN j.customer_id IS NOT NULL OR b.customer_id IS NOT NULL
            THEN coalesce(j.revenue, 0) + coalesce(b.amount_without_job, 0) END AS worth
    FROM crm_customer c
    LEFT JOIN of_jobs j ON j.customer_id = c.id
    LEFT JOIN of_bookings b ON b.customer_id = c.id
    WHERE c.is_primary_record AND (%(search)s::text IS NULL OR c.name ILIKE '%%' || %(search)s::text || '%%'
        OR c.email_key = lower(%(search)s::text) OR c.phone_key = regexp_replace(%(search)s::text, '[^0-9]', '', 'g'))
    ORDER BY worth DESC NULLS LAST, c.id LIMIT %(limit)s
), quotes AS (
    SELECT j.customer_id, j.quote_number FROM crm_counted_job j WHERE j.is_won AND j.customer_id IN (SELECT page.id FROM page)
    UNION SELECT b.customer_id, b.quote_number FROM crm_counted_booking b WHERE b.customer_id IN (SELECT page.id FROM page)
), job_list AS (
    SELECT j.customer_id, json_agg(json_build_object('job_number', j.job_number, 'status', j.opportunity_status, 'job_date', j.job_date,
        'branch', j.branch_name, 'revenue', j.revenue) ORDER BY j.job_date, j.id) AS list
    FROM crm_counted_job j WHERE j.is_won AND j.customer_id IN (SELECT page.id FROM page) GROUP BY 1
), booking_list AS (
    SELECT b.customer_id, json_agg(json_build_object('quote_number', b.quote_number, 'status', b.status, 'booked_date', b.booked_date,
        'amount', b.amount) ORDER BY b.booked_date, b.id) AS list
    FROM crm_counted_booking b WHERE b.customer_id IN (SELECT page.id FROM page) GROUP BY 1
), bad_list AS (
    SELECT d.customer_id, count(*) AS found, json_agg(json_build_object('provider', d.provider, 'received', d.date_lead_received,
        'reason', d.lead_bad_reason) ORDER BY d.date_lead_received, d.id) AS list
    FROM crm_counted_bad_lead d WHERE d.customer_id IN (SELECT page.id FROM page) GROUP BY 1
), lead_list AS (
    SELECT n.customer_id, count(*) AS found, json_agg(json_build_object('quote_number', l.quote_number, 'status', l.status,
        'received_at', l.received_at AT TIME ZONE %(zone)s::text) ORDER BY l.received_at, l.id) AS list
    FROM quotes n JOIN crm_leadstatus l ON l.quote_number = n.quote_number AND NOT l.is_test GROUP BY 1
), lost_list AS (
    SELECT n.customer_id, count(*) AS found, json_agg(json_build_object('quote_number', x.quote_number, 'lost_date', x.lost_date,
        'reason', x.reason) ORDER BY x.lost_date, x.id) AS list
    FROM quotes n JOIN crm_lostlead x ON x.quote_number = n.quote_number AND NOT x.is_test GROUP BY 1
)
SELECT c.id AS customer_id, c.name AS customer_name, c.email, c.phone, c.first_name, c.last_name, c.origin_city, c.origin_state,
    c.destination_city, c.destination_state, coalesce(c.gender, 'UNKNOWN') AS gender, c.created_at AS customer_created_at,
    jl.list::text AS jobs, c.won_jobs AS total_jobs, c.revenue AS total_job_revenue,
    dl.list::text AS bad_leads, coalesce(dl.found, 0) AS total_bad_leads,
    bl.list::text AS booked_opportunities, c.bookings AS total_booked_opportunities, c.amount AS total_opportunity_revenue,
    ll.list::text AS lead_status_records, coalesce(ll.found, 0) AS total_lead_status_records,
    xl.list::text AS lost_leads, coalesce(xl.found, 0) AS total_lost_leads,
    CASE WHEN c.won_jobs > 0 THEN 'Customer (Has Jobs)' WHEN c.bookings > 0 THEN 'Customer (Has Opportunities)'
        WHEN dl.found > 0 THEN 'Lead (Bad Lead)' ELSE 'Lead (No Activity)' END AS customer_type,
    c.worth AS total_customer_value
FROM page c
LEFT JOIN job_list jl ON jl.customer_id = c.id
LEFT JOIN booking_list bl ON bl.customer_id = c.id
LEFT JOIN bad_list dl ON dl.customer_id = c.id
LEFT JOIN lead_list ll ON ll.customer_id = c.id
LEFT JOIN lost_list xl ON xl.customer_id = c.id
ORDER BY c.worth DESC NULLS LAST, c.id
