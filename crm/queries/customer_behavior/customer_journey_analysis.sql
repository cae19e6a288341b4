/*
title = "Where each customer is on the way"
question = "Where is each customer on the way from lead over quote and booking to closed and repeat?"
owner = "Sales"
corrected = "Ran on tables that do not exist. Leads are the customer's quotes in the Lead Status report and bad leads linked to the customer; jobs are all jobs of the quotes that the customer booked or won, so a lost job counts where its quote was booked. Each table is counted before it is joined. A customer whose first lead came after the first job is a direct one. Jobs of one quote are one move; two moves or more repeat."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.limit]
type = "integer"
default = 1000
min = 1
max = 100000
[columns.customer_id]
title = "Customer ID"
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
[columns.first_lead_date]
title = "First lead date"
unit = "date"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.quoted_jobs]
title = "Quoted jobs"
unit = "count"
total = "sum"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.lost_jobs]
title = "Lost jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.lead_to_first_job_days]
title = "Lead to first job days"
unit = "days"
[columns.lead_to_first_job_months]
title = "Lead to first job months"
unit = "ratio"
[columns.acquisition_path]
title = "Acquisition path"
unit = "text"
[columns.customer_type]
title = "Customer type"
unit = "text"
[columns.current_stage]
title = "Current stage"
unit = "text"
[columns.conversion_rate_percent]
title = "Conversion rate %"
unit = "percent"
[columns.booking_rate_percent]
title = "Won of all jobs"
unit = "percent"
*/
WITH chosen AS (
    SELECT customer_id, min(job_date) AS first_job_date, max(job_date) AS last_job_date, sum(revenue) AS revenue,
        count(DISTINCT coalesce(quote_number, job_id)) AS moves
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY customer_id
    ORDER BY revenue DESC NULLS LAST, customer_id
    LIMIT %(limit)s::int
), owned AS (
    SELECT customer_id, quote_number FROM crm_counted_booking WHERE customer_id IN (SELECT customer_id FROM chosen)
    UNION
    SELECT customer_id, quote_number FROM crm_counted_job WHERE is_won AND customer_id IN (SELECT customer_id FROM chosen)
), lead AS (
    SELECT o.customer_id, count(*) AS leads
    FROM owned o JOIN crm_leadstatus l ON l.quote_number = o.quote_number AND NOT l.is_test
    GROUP BY o.customer_id
), bad AS (
    SELECT customer_id, count(*) AS leads FROM crm_counted_bad_lead WHERE customer_id IN (SELECT customer_id FROM chosen) GROUP BY customer_id
), job AS (
    SELECT o.customer_id, count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted,
        count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked, count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed,
        count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost
    FROM owned o JOIN crm_counted_job j ON j.quote_number = o.quote_number
    GROUP BY o.customer_id
), journey AS (
    SELECT h.*, c.name, c.email, c.phone, c.first_lead_date, coalesce(l.leads, 0) + coalesce(b.leads, 0) AS leads,
        j.jobs, j.quoted, j.booked, j.closed, j.lost,
        CASE WHEN c.first_lead_date <= h.first_job_date THEN h.first_job_date - c.first_lead_date END AS days
    FROM chosen h JOIN crm_customer c ON c.id = h.customer_id LEFT JOIN lead l ON l.customer_id = h.customer_id
    LEFT JOIN bad b ON b.customer_id = h.customer_id LEFT JOIN job j ON j.customer_id = h.customer_id
)
SELECT customer_id, name AS customer_name, email, phone, first_lead_date, first_job_date, last_job_date, leads AS total_leads, jobs AS total_jobs,
    quoted AS quoted_jobs, booked AS booked_jobs, closed AS closed_jobs, lost AS lost_jobs, revenue AS total_revenue,
    days AS lead_to_first_job_days, round(days / 30.4375, 1) AS lead_to_first_job_months,
    CASE WHEN leads > 0 AND days IS NOT NULL THEN 'lead_to_customer' ELSE 'direct_customer' END AS acquisition_path,
    CASE WHEN moves = 1 THEN 'one_time_customer' WHEN moves <= 5 THEN 'repeat_customer' ELSE 'loyal_customer' END AS customer_type,
    CASE WHEN booked > 0 THEN 'active' WHEN closed > 0 THEN 'converted' ELSE 'unknown' END AS current_stage,
    round(least(100, 100.0 * moves / nullif(leads, 0)), 2) AS conversion_rate_percent,
    round(100.0 * (booked + closed) / nullif(jobs, 0), 2) AS booking_rate_percent
FROM journey
ORDER BY revenue DESC NULLS LAST, customer_id
