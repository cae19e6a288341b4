/*
title = "What each source brings for a lead"
question = "What does each referral source bring in jobs, revenue and revenue for a lead?"
owner = "Marketing"
corrected = "Ran on tables that do not exist. Revenue is that of booked and closed jobs. Each table is counted by source before the counts are put side by side: jobs by job date, leads (quotes, and people among the bad leads without one) by the day received. Rates for a lead divide totals of one period; customer_acquisition_cost follows the same leads instead. What a source costs is recorded nowhere, so no return on spend is shown. Spellings of one source are one source. "
[params.period]
type = "date_range"
default = "last_12_months"
[params.branch]
type = "branch"
[params.source]
type = "source"
[params.sales_person]
type = "sales_person"
[columns.referral_source]
title = "Referral source"
unit = "text"
[columns.total_jobs]
title = "Jobs of any status"
unit = "count"
total = "sum"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
total = "sum"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.revenue_per_job]
title = "Revenue for a won job"
unit = "money"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.booking_rate_percent]
title = "Booking rate %"
unit = "percent"
[columns.closing_rate_percent]
title = "Closing rate %"
unit = "percent"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.revenue_per_lead]
title = "Revenue per lead"
unit = "money"
[columns.lead_to_customer_conversion_rate]
title = "Leads with a won job"
unit = "percent"
[chart]
kind = "bar"
x = "referral_source"
y = ["revenue_per_lead"]
*/
WITH job AS (
    SELECT lead_source_id, count(*) FILTER (WHERE is_won) AS won, count(*) AS jobs, count(DISTINCT customer_id) AS customers,
        count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked, count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed,
        coalesce(sum(revenue), 0) AS revenue, coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'BOOKED'), 0) AS booked_revenue,
        coalesce(sum(revenue) FILTER (WHERE opportunity_status = 'CLOSED'), 0) AS closed_revenue, sum(revenue) FILTER (WHERE customer_id IS NOT NULL) AS known_revenue
    FROM crm_counted_job
    WHERE job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
      AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)
    GROUP BY lead_source_id
), lead AS (
    SELECT lead_source_id, count(*) AS leads, count(*) FILTER (WHERE won_jobs > 0) AS won_leads
    FROM crm_lead_outcome
    WHERE received_at >= coalesce(%(period_from)s::date, '-infinity')::timestamp AT TIME ZONE %(zone)s::text
      AND received_at < coalesce(%(period_to)s::date + 1, 'infinity')::timestamp AT TIME ZONE %(zone)s::text
      AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)
    GROUP BY lead_source_id
), first_bad_lead AS (
    -- A person counts under the first source that came with them. Bad leads carry no branch and no sales person: asked for one
    -- of those, nobody knows whose they are.
    SELECT DISTINCT ON (person) lead_source_id, lead_source_name, lead_source_category, name_key
    FROM crm_counted_bad_lead
    WHERE lead_status_id IS NULL AND %(branch)s::bigint IS NULL AND %(sales_person)s::bigint IS NULL
      AND date_lead_received BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    ORDER BY person, date_lead_received, id
), person AS (
    SELECT lead_source_id, count(*) AS people FROM first_bad_lead
    WHERE (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
    GROUP BY lead_source_id
), source AS (
    SELECT id, name FROM crm_leadsource WHERE is_primary_record
    UNION ALL SELECT NULL, 'Unknown'
), told AS (
    SELECT s.id, s.name, coalesce(j.won, 0) AS won, coalesce(j.jobs, 0) AS jobs, coalesce(j.customers, 0) AS customers, coalesce(j.booked, 0) AS booked,
        coalesce(j.closed, 0) AS closed, coalesce(j.revenue, 0) AS revenue, coalesce(j.booked_revenue, 0) AS booked_revenue,
        coalesce(j.closed_revenue, 0) AS closed_revenue, j.known_revenue, coalesce(l.leads, 0) + coalesce(p.people, 0) AS leads,
        coalesce(l.won_leads, 0) AS won_leads
    FROM source s LEFT JOIN job j ON j.lead_source_id IS NOT DISTINCT FROM s.id LEFT JOIN lead l ON l.lead_source_id IS NOT DISTINCT FROM s.id
    LEFT JOIN person p ON p.lead_source_id IS NOT DISTINCT FROM s.id
)
SELECT name AS referral_source, jobs AS total_jobs, customers AS unique_customers, booked AS booked_jobs, closed AS closed_jobs, revenue AS total_revenue,
    booked_revenue, closed_revenue, round(revenue / nullif(won, 0), 2) AS avg_job_value, round(revenue / nullif(won, 0), 2) AS revenue_per_job,
    round(known_revenue / nullif(customers, 0), 2) AS revenue_per_customer, round(100.0 * won / nullif(jobs, 0), 2) AS booking_rate_percent,
    round(100.0 * closed / nullif(won, 0), 2) AS closing_rate_percent, leads AS total_leads, round(revenue / nullif(leads, 0), 2) AS revenue_per_lead,
    round(100.0 * won_leads / nullif(leads, 0), 2) AS lead_to_customer_conversion_rate
FROM told
WHERE jobs > 0 OR leads > 0
ORDER BY revenue DESC, id
