/*
title = "Referral sources side by side"
question = "How do referral sources compare on jobs, bookings, leads and revenue for a lead?"
owner = "Marketing"
corrected = "Each table is counted by source before the counts are put side by side: jobs by job date, bookings by the day booked, leads (quotes, and people among the bad leads without one) by the day received. Rates for a lead divide totals of one period; customer_acquisition_cost follows the same leads instead. What a source costs is recorded nowhere, so no return on spend is shown. Spellings of one source are one source. The original multiplied revenue by the bookings and leads of the customer, and reached leads through bookings alone."
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
title = "Won jobs"
unit = "count"
total = "sum"
[columns.customer_count]
title = "Customer count"
unit = "count"
[columns.booked_opportunities]
title = "Booked opportunities"
unit = "count"
total = "sum"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.conversion_rate]
title = "Leads that booked"
unit = "percent"
[columns.revenue_per_lead]
title = "Revenue per lead"
unit = "money"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[chart]
kind = "bar"
x = "referral_source"
y = ["total_revenue"]
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
), booking AS (
    SELECT lead_source_id, count(*) AS bookings FROM crm_counted_booking
    WHERE booked_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
      AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)
    GROUP BY lead_source_id
), lead AS (
    SELECT lead_source_id, count(*) AS leads, count(*) FILTER (WHERE is_booked) AS booked_leads
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
        coalesce(l.booked_leads, 0) AS booked_leads, coalesce(b.bookings, 0) AS bookings
    FROM source s LEFT JOIN job j ON j.lead_source_id IS NOT DISTINCT FROM s.id LEFT JOIN lead l ON l.lead_source_id IS NOT DISTINCT FROM s.id
    LEFT JOIN person p ON p.lead_source_id IS NOT DISTINCT FROM s.id
    LEFT JOIN booking b ON b.lead_source_id IS NOT DISTINCT FROM s.id
)
SELECT name AS referral_source, won AS total_jobs, customers AS customer_count, bookings AS booked_opportunities, leads AS total_leads, revenue AS total_revenue,
    round(revenue / nullif(won, 0), 2) AS avg_job_value, round(100.0 * booked_leads / nullif(leads, 0), 2) AS conversion_rate,
    round(revenue / nullif(leads, 0), 2) AS revenue_per_lead, round(known_revenue / nullif(customers, 0), 2) AS revenue_per_customer,
    round(revenue / nullif(won, 0), 2) AS revenue_per_job
FROM told
WHERE jobs > 0 OR leads > 0 OR bookings > 0
ORDER BY revenue DESC, id
