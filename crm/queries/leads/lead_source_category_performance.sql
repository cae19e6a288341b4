/*
title = "Source categories: bookings, losses, revenue for a lead"
question = "How do source categories perform on bookings, losses and revenue for a lead?"
owner = "Marketing"
corrected = "Leads are quotes of the Lead Status report and people among the bad leads without a quote, each once, by the day received; what follows is that of the same quotes. One row a category: the original had one for each source without its name, and repeated the category's revenue on each. Amounts of bookings stand beside revenue and are not added to it."
[params.period]
type = "date_range"
default = "last_12_months"
[params.branch]
type = "branch"
[params.source]
type = "source"
[params.sales_person]
type = "sales_person"
[columns.category]
title = "Category"
unit = "text"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.booked_opportunities]
title = "Booked opportunities"
unit = "count"
total = "sum"
[columns.customers]
title = "Customers"
unit = "count"
[columns.jobs]
title = "Jobs"
unit = "count"
total = "sum"
[columns.bad_leads]
title = "Bad leads"
unit = "count"
total = "sum"
[columns.lost_leads]
title = "Lost leads"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.opportunity_revenue]
title = "Opportunity revenue"
unit = "money"
total = "sum"
[columns.booking_rate]
title = "Booking rate"
unit = "percent"
[columns.customer_conversion_rate]
title = "Leads with a won job"
unit = "percent"
[columns.bad_lead_rate]
title = "Bad lead rate"
unit = "percent"
[columns.loss_rate]
title = "Loss rate"
unit = "percent"
[columns.revenue_per_lead]
title = "Revenue per lead"
unit = "money"
[chart]
kind = "bar"
x = "category"
y = ["revenue_per_lead"]
*/
WITH by_customer AS (
    SELECT l.lead_source_category AS category, l.customer_id, count(*) AS leads, count(*) FILTER (WHERE l.is_quoted) AS quoted,
        count(*) FILTER (WHERE l.is_booked) AS booked, count(*) FILTER (WHERE l.is_completed AND l.is_booked) AS booked_completed,
        count(*) FILTER (WHERE l.is_completed) AS completed, count(*) FILTER (WHERE l.won_jobs > 0) AS won, sum(l.won_jobs) AS jobs,
        count(*) FILTER (WHERE l.outcome = 'bad') AS bad, count(*) FILTER (WHERE l.outcome = 'lost') AS lost, sum(l.revenue) AS revenue,
        sum(coalesce(o.invoiced_amount, o.estimated_amount)) AS amount
    FROM crm_lead_outcome l LEFT JOIN crm_bookedopportunity o ON o.id = l.booking_id
    WHERE l.received_at >= coalesce(%(period_from)s::date, '-infinity')::timestamp AT TIME ZONE %(zone)s::text
      AND l.received_at < coalesce(%(period_to)s::date + 1, 'infinity')::timestamp AT TIME ZONE %(zone)s::text
      AND (%(branch)s::bigint IS NULL OR l.branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR l.lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR l.sales_person_id = %(sales_person)s::bigint)
    GROUP BY l.lead_source_category, l.customer_id
), quote AS (
    SELECT category, sum(leads)::bigint AS leads, sum(quoted)::bigint AS quoted, sum(booked)::bigint AS booked,
        sum(booked_completed)::bigint AS booked_completed, sum(completed)::bigint AS completed, sum(won)::bigint AS won, count(customer_id) AS customers,
        coalesce(sum(jobs), 0)::bigint AS jobs, sum(bad)::bigint AS bad, sum(lost)::bigint AS lost, coalesce(sum(revenue), 0) AS revenue, coalesce(sum(amount), 0) AS amount
    FROM by_customer
    GROUP BY category
), first_bad_lead AS (
    -- A person counts under the first source that came with them. Bad leads carry no branch and no sales person: asked for one
    -- of those, nobody knows whose they are.
    SELECT DISTINCT ON (person) lead_source_id, lead_source_name, lead_source_category, name_key
    FROM crm_counted_bad_lead
    WHERE lead_status_id IS NULL AND %(branch)s::bigint IS NULL AND %(sales_person)s::bigint IS NULL
      AND date_lead_received BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    ORDER BY person, date_lead_received, id
), person AS (
    SELECT lead_source_category AS category, count(*) AS people FROM first_bad_lead
    WHERE (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
    GROUP BY lead_source_category
), told AS (
    SELECT coalesce(q.category, p.category, 'unknown') AS category, coalesce(q.leads, 0) + coalesce(p.people, 0) AS leads, coalesce(q.quoted, 0) AS quoted,
        coalesce(q.booked, 0) AS booked, coalesce(q.completed, 0) AS completed, coalesce(q.booked_completed, 0) AS booked_completed, coalesce(q.won, 0) AS won, coalesce(q.customers, 0) AS customers,
        coalesce(q.jobs, 0) AS jobs, coalesce(q.bad, 0) + coalesce(p.people, 0) AS bad, coalesce(q.lost, 0) AS lost, coalesce(q.revenue, 0) AS revenue,
        coalesce(q.amount, 0) AS amount
    FROM quote q FULL JOIN person p ON coalesce(p.category, '') = coalesce(q.category, '')
)
SELECT category, leads AS total_leads, booked AS booked_opportunities, customers, jobs, bad AS bad_leads, lost AS lost_leads, revenue AS total_revenue,
    amount AS opportunity_revenue, round(100.0 * booked / nullif(leads, 0), 2) AS booking_rate, round(100.0 * won / nullif(leads, 0), 2) AS customer_conversion_rate,
    round(100.0 * bad / nullif(leads, 0), 2) AS bad_lead_rate, round(100.0 * lost / nullif(leads, 0), 2) AS loss_rate, round(revenue / nullif(leads, 0), 2) AS revenue_per_lead
FROM told
ORDER BY revenue DESC, category
