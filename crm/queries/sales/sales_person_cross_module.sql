/*
title = "Everything about each sales person"
question = "What do the sales report, jobs, bookings and leads say of each sales person, side by side?"
owner = "Sales"
corrected = "It did not run (no seller text on leads and bookings), gave spellings of one person a row each, and added bookings to the jobs that fulfilled them. Revenue of all modules is that of won jobs, and of won bookings without one. The sales report's own figures cover its own period."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.sales_person_name]
title = "Sales person"
unit = "text"
[columns.sales_performance_name]
title = "Name in the sales report"
unit = "text"
[columns.leads_received]
title = "Leads received"
unit = "count"
[columns.bad]
title = "Bad"
unit = "count"
[columns.percent_bad]
title = "Per cent bad"
unit = "percent"
[columns.sent]
title = "Sent"
unit = "count"
[columns.percent_sent]
title = "Per cent sent"
unit = "percent"
[columns.pending]
title = "Pending"
unit = "count"
[columns.percent_pending]
title = "Per cent pending"
unit = "percent"
[columns.booked]
title = "Booked"
unit = "count"
[columns.percent_booked]
title = "Per cent booked"
unit = "percent"
[columns.lost]
title = "Lost"
unit = "count"
[columns.percent_lost]
title = "Per cent lost"
unit = "percent"
[columns.cancelled]
title = "Cancelled"
unit = "count"
[columns.percent_cancelled]
title = "Per cent cancelled"
unit = "percent"
[columns.booked_total]
title = "Booked total"
unit = "money"
[columns.average_booking]
title = "Average booking"
unit = "money"
[columns.total_customer_jobs]
title = "Jobs"
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
[columns.quoted_jobs]
title = "Quoted jobs"
unit = "count"
total = "sum"
[columns.total_job_revenue]
title = "Total job revenue"
unit = "money"
total = "sum"
[columns.unique_customers_from_jobs]
title = "Unique customers from jobs"
unit = "count"
[columns.total_booked_opportunities]
title = "Total booked opportunities"
unit = "count"
total = "sum"
[columns.booked_opportunities_with_customers]
title = "Booked opportunities with customers"
unit = "count"
total = "sum"
[columns.total_opportunity_revenue]
title = "Total opportunity revenue"
unit = "money"
total = "sum"
[columns.unique_customers_from_opportunities]
title = "Unique customers from opportunities"
unit = "count"
[columns.total_leads_from_lead_status]
title = "Total leads from lead status"
unit = "count"
total = "sum"
[columns.unique_quote_numbers]
title = "Unique quote numbers"
unit = "count"
total = "sum"
[columns.branches_worked]
title = "Branches worked"
unit = "count"
[columns.referral_sources]
title = "Referral sources"
unit = "count"
[columns.total_unique_customers]
title = "Total unique customers"
unit = "count"
[columns.total_revenue_all_modules]
title = "Total revenue all modules"
unit = "money"
total = "sum"
[chart]
kind = "bar"
x = "sales_person_name"
y = ["total_revenue_all_modules"]
*/
{{ of_each_seller }}
), report AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.sales_person_id ORDER BY s.leads_received DESC NULLS LAST, s.id) AS nth
    FROM crm_salesperformance s WHERE NOT s.is_test
), person AS (
    SELECT p.id, p.name FROM crm_salesperson p
    WHERE p.is_primary_record AND (%(sales_person)s::bigint IS NULL OR p.id = %(sales_person)s::bigint)
    UNION ALL SELECT NULL, NULL WHERE %(sales_person)s::bigint IS NULL
)
SELECT coalesce(p.name, s.name, 'Unknown') AS sales_person_name, s.name AS sales_performance_name, s.leads_received, s.bad, s.percent_bad, s.sent,
    s.percent_sent, s.pending, s.percent_pending, s.booked, s.percent_booked, s.lost, s.percent_lost, s.cancelled, s.percent_cancelled,
    s.booked_total, s.average_booking, coalesce(j.jobs, 0) AS total_customer_jobs, coalesce(j.booked, 0) AS booked_jobs,
    coalesce(j.closed, 0) AS closed_jobs, coalesce(j.lost, 0) AS lost_jobs, coalesce(j.quoted, 0) AS quoted_jobs,
    j.revenue AS total_job_revenue, coalesce(j.customers, 0) AS unique_customers_from_jobs,
    coalesce(b.bookings, 0) AS total_booked_opportunities, coalesce(b.with_customer, 0) AS booked_opportunities_with_customers,
    b.amount AS total_opportunity_revenue, coalesce(b.customers, 0) AS unique_customers_from_opportunities,
    coalesce(l.leads, 0) AS total_leads_from_lead_status, coalesce(l.quotes, 0) AS unique_quote_numbers, coalesce(j.branches, 0) AS branches_worked,
    coalesce(l.sources, 0) AS referral_sources, coalesce(c.customers, 0) AS total_unique_customers,
    CASE WHEN coalesce(j.revenue, b.amount_without_job) IS NOT NULL THEN coalesce(j.revenue, 0) + coalesce(b.amount_without_job, 0) END
        AS total_revenue_all_modules
FROM person p
LEFT JOIN report s ON s.sales_person_id = p.id AND s.nth = 1
LEFT JOIN of_jobs j ON j.sales_person_id IS NOT DISTINCT FROM p.id
LEFT JOIN of_bookings b ON b.sales_person_id IS NOT DISTINCT FROM p.id
LEFT JOIN of_leads l ON l.sales_person_id IS NOT DISTINCT FROM p.id
LEFT JOIN of_customers c ON c.sales_person_id IS NOT DISTINCT FROM p.id
WHERE p.id IS NOT NULL OR coalesce(j.jobs, b.bookings, l.leads) IS NOT NULL
UNION ALL
SELECT s.name, s.name, s.leads_received, s.bad, s.percent_bad, s.sent, s.percent_sent, s.pending, s.percent_pending, s.booked, s.percent_booked,
    s.lost, s.percent_lost, s.cancelled, s.percent_cancelled, s.booked_total, s.average_booking, 0, 0, 0, 0, 0, NULL, 0, 0, 0, NULL, 0, 0, 0, 0, 0, 0, NULL
FROM report s
WHERE (s.sales_person_id IS NULL OR s.nth > 1) AND %(sales_person)s::bigint IS NULL
ORDER BY total_revenue_all_modules DESC NULLS LAST, sales_person_name, sales_performance_name
