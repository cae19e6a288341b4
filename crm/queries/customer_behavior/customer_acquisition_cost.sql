/*
title = "What each lead source brings for a lead"
question = "How many leads, customers, jobs and how much revenue does each lead source bring for a lead?"
owner = "Marketing"
corrected = "Ran on tables that do not exist. Leads are quotes of the Lead Status report and people among the bad leads without a quote, each once, by the day received; jobs, customers and revenue are those of the same quotes. What a source costs is recorded nowhere, so no cost is shown."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.lead_source_name]
title = "Lead source name"
unit = "text"
[columns.lead_source_id]
title = "Lead source ID"
unit = "id"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.lead_to_customer_conversion_rate]
title = "Lead to customer conversion rate"
unit = "percent"
[columns.jobs_per_lead]
title = "Jobs per lead"
unit = "ratio"
[columns.revenue_per_lead]
title = "Revenue per lead"
unit = "money"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.booking_rate_percent]
title = "Booked of leads"
unit = "percent"
[columns.closing_rate_percent]
title = "Closed of won jobs"
unit = "percent"
[chart]
kind = "bar"
x = "lead_source_name"
y = ["revenue_per_lead"]
*/
WITH by_customer AS (
    SELECT lead_source_id, customer_id, count(*) AS leads, count(*) FILTER (WHERE won_jobs > 0) AS won_leads, count(*) FILTER (WHERE is_booked) AS booked_leads,
        sum(jobs) AS jobs, sum(won_jobs) AS won_jobs, sum(closed_jobs) AS closed_jobs, sum(revenue) AS revenue
    FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
    GROUP BY lead_source_id, customer_id
), quote AS (
    SELECT lead_source_id, sum(leads)::bigint AS leads, count(customer_id) AS customers, sum(won_leads)::bigint AS won_leads,
        sum(booked_leads)::bigint AS booked_leads, coalesce(sum(jobs), 0)::bigint AS jobs, coalesce(sum(won_jobs), 0)::bigint AS won_jobs,
        coalesce(sum(closed_jobs), 0)::bigint AS closed_jobs, coalesce(sum(revenue), 0) AS revenue
    FROM by_customer
    GROUP BY lead_source_id
{{ first_bad_leads }}
{{ people_by_source }}
), source AS (
    SELECT s.id, coalesce(s.name, 'Unknown') AS name, coalesce(q.leads, 0) + coalesce(p.people, 0) AS leads, coalesce(q.customers, 0) AS customers,
        coalesce(q.won_leads, 0) AS won_leads, coalesce(q.booked_leads, 0) AS booked_leads, coalesce(q.jobs, 0) AS jobs, coalesce(q.won_jobs, 0) AS won_jobs,
        coalesce(q.closed_jobs, 0) AS closed_jobs, coalesce(q.revenue, 0) AS revenue
    FROM quote q FULL JOIN person p ON coalesce(p.lead_source_id, 0) = coalesce(q.lead_source_id, 0)
    LEFT JOIN crm_leadsource s ON s.id = coalesce(q.lead_source_id, p.lead_source_id)
)
SELECT name AS lead_source_name, id AS lead_source_id, leads AS total_leads, customers AS unique_customers, jobs AS total_jobs,
    revenue AS total_revenue, round(revenue / nullif(won_jobs, 0), 2) AS avg_job_value, won_jobs - closed_jobs AS booked_jobs, closed_jobs,
    round(100.0 * won_leads / leads, 2) AS lead_to_customer_conversion_rate, round(jobs::numeric / leads, 2) AS jobs_per_lead,
    round(revenue / leads, 2) AS revenue_per_lead, round(revenue / nullif(customers, 0), 2) AS revenue_per_customer,
    round(100.0 * booked_leads / leads, 2) AS booking_rate_percent, round(100.0 * closed_jobs / nullif(won_jobs, 0), 2) AS closing_rate_percent
FROM source
ORDER BY revenue DESC, id
