/*
title = "Calls beside jobs, bookings and leads"
question = "What do the people on the phone achieve in jobs, bookings and leads?"
owner = "Sales"
corrected = "It did not run (no seller text on leads), added bookings to the jobs that fulfilled them, and divided jobs of seven years by the calls of one period. Ratios now take the won jobs and bookings of the period that the call report covers, where it states one; else of the chosen period."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.user_name]
title = "User name"
unit = "text"
[columns.user_performance_name]
title = "User performance name"
unit = "text"
[columns.user_status]
title = "User status"
unit = "text"
[columns.total_calls]
title = "Total calls"
unit = "count"
[columns.avg_calls_per_day]
title = "Average calls per day"
unit = "ratio"
[columns.inbound_count]
title = "Inbound count"
unit = "count"
[columns.outbound_count]
title = "Outbound count"
unit = "count"
[columns.missed_percent]
title = "Missed per cent"
unit = "percent"
[columns.avg_handle_time]
title = "Average handle time"
unit = "text"
[columns.total_customer_jobs]
title = "Jobs"
unit = "count"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
[columns.lost_jobs]
title = "Lost jobs"
unit = "count"
[columns.quoted_jobs]
title = "Quoted jobs"
unit = "count"
[columns.total_job_revenue]
title = "Total job revenue"
unit = "money"
[columns.unique_customers_from_jobs]
title = "Unique customers from jobs"
unit = "count"
[columns.total_booked_opportunities]
title = "Total booked opportunities"
unit = "count"
[columns.booked_opportunities_with_customers]
title = "Booked opportunities with customers"
unit = "count"
[columns.total_opportunity_revenue]
title = "Total opportunity revenue"
unit = "money"
[columns.unique_customers_from_opportunities]
title = "Unique customers from opportunities"
unit = "count"
[columns.total_leads_handled]
title = "Total leads handled"
unit = "count"
[columns.unique_quote_numbers]
title = "Unique quote numbers"
unit = "count"
[columns.branches_worked]
title = "Branches worked"
unit = "count"
[columns.total_unique_customers]
title = "Total unique customers"
unit = "count"
[columns.total_revenue_all_modules]
title = "Total revenue all modules"
unit = "money"
[columns.jobs_per_call_percent]
title = "Jobs per call per cent"
unit = "percent"
[columns.opportunities_per_call_percent]
title = "Opportunities per call per cent"
unit = "percent"
[chart]
kind = "bar"
x = "user_name"
y = ["total_calls", "total_customer_jobs"]
*/
{{ of_each_seller }}
), phone_user AS (
    SELECT u.id, u.sales_person_id, u.name, u.total_calls, u.user_status, u.avg_calls_per_day, u.inbound_count, u.outbound_count, u.missed_percent,
        u.avg_handle_time, coalesce(u.period_start, %(period_from)s::date, '-infinity') AS first_day,
        coalesce(u.period_end, %(period_to)s::date, 'infinity') AS last_day
    FROM crm_userperformance u
    WHERE NOT u.is_test AND (%(sales_person)s::bigint IS NULL OR u.sales_person_id = %(sales_person)s::bigint)
), won_jobs AS (
    SELECT u.id, count(*) AS jobs
    FROM phone_user u JOIN crm_counted_job j ON j.sales_person_id = u.sales_person_id AND j.is_won AND j.job_date BETWEEN u.first_day AND u.last_day
    WHERE (%(branch)s::bigint IS NULL OR j.branch_id = %(branch)s::bigint) AND (%(source)s::bigint IS NULL OR j.lead_source_id = %(source)s::bigint)
    GROUP BY 1
), made_bookings AS (
    SELECT u.id, count(*) AS bookings
    FROM phone_user u JOIN crm_counted_booking b ON b.sales_person_id = u.sales_person_id AND b.booked_date BETWEEN u.first_day AND u.last_day
    WHERE (%(branch)s::bigint IS NULL OR b.branch_id = %(branch)s::bigint) AND (%(source)s::bigint IS NULL OR b.lead_source_id = %(source)s::bigint)
    GROUP BY 1
)
SELECT coalesce(p.name, u.name) AS user_name, u.name AS user_performance_name, u.user_status, u.total_calls, u.avg_calls_per_day, u.inbound_count,
    u.outbound_count, u.missed_percent, u.avg_handle_time, coalesce(j.jobs, 0) AS total_customer_jobs, coalesce(j.booked, 0) AS booked_jobs,
    coalesce(j.closed, 0) AS closed_jobs, coalesce(j.lost, 0) AS lost_jobs, coalesce(j.quoted, 0) AS quoted_jobs, j.revenue AS total_job_revenue,
    coalesce(j.customers, 0) AS unique_customers_from_jobs, coalesce(b.bookings, 0) AS total_booked_opportunities,
    coalesce(b.with_customer, 0) AS booked_opportunities_with_customers, b.amount AS total_opportunity_revenue,
    coalesce(b.customers, 0) AS unique_customers_from_opportunities, coalesce(l.leads, 0) AS total_leads_handled,
    coalesce(l.quotes, 0) AS unique_quote_numbers, coalesce(j.branches, 0) AS branches_worked, coalesce(c.customers, 0) AS total_unique_customers,
    CASE WHEN coalesce(j.revenue, b.amount_without_job) IS NOT NULL THEN coalesce(j.revenue, 0) + coalesce(b.amount_without_job, 0) END
        AS total_revenue_all_modules,
    CASE WHEN u.sales_person_id IS NOT NULL THEN round(100.0 * coalesce(w.jobs, 0) / nullif(u.total_calls, 0), 2) END AS jobs_per_call_percent,
    CASE WHEN u.sales_person_id IS NOT NULL THEN round(100.0 * coalesce(m.bookings, 0) / nullif(u.total_calls, 0), 2) END
        AS opportunities_per_call_percent
FROM phone_user u
LEFT JOIN crm_salesperson p ON p.id = u.sales_person_id
LEFT JOIN of_jobs j ON j.sales_person_id = u.sales_person_id
LEFT JOIN of_bookings b ON b.sales_person_id = u.sales_person_id
LEFT JOIN of_leads l ON l.sales_person_id = u.sales_person_id
LEFT JOIN of_customers c ON c.sales_person_id = u.sales_person_id
LEFT JOIN won_jobs w ON w.id = u.id
LEFT JOIN made_bookings m ON m.id = u.id
ORDER BY u.total_calls DESC NULLS LAST, u.name
