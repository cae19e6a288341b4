/*
title = "How the reports hang together"
question = "What share of each report's rows is linked to each other report?"
owner = "Data"
corrected = "The row of jobs lost those without customers, and links of bookings were counted by distinct customers, so they looked fewer. Linked counts are rows of the first report that are linked; only won jobs can have a customer. Complete from 95 per cent, partial from 50."
[columns.relationship]
title = "Relationship"
unit = "text"
[columns.source_count]
title = "Source count"
unit = "count"
[columns.target_count]
title = "Target count"
unit = "count"
[columns.linked_count]
title = "Linked count"
unit = "count"
[columns.linkage_percentage]
title = "Linkage per cent"
unit = "percent"
[columns.relationship_status]
title = "Relationship status"
unit = "text"
[chart]
kind = "bar"
x = "relationship"
y = ["linkage_percentage"]
*/
WITH of_lead AS (
    SELECT count(*) AS leads, count(l.booked_opportunity_id) AS booked, count(x.quote_number) AS lost
    FROM crm_leadstatus l
    LEFT JOIN (SELECT DISTINCT o.quote_number FROM crm_lostlead o WHERE NOT o.is_test) x ON x.quote_number = l.quote_number
    WHERE NOT l.is_test
), of_booking AS (
    SELECT count(*) AS bookings, count(b.customer_id) AS with_customer, count(l.quote_number) AS with_lead
    FROM crm_bookedopportunity b
    LEFT JOIN (SELECT o.quote_number FROM crm_leadstatus o WHERE o.booked_opportunity_id IS NOT NULL AND NOT o.is_test) l
        ON l.quote_number = b.quote_number
    WHERE NOT b.is_test
), of_job AS (
    SELECT count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status IN ('BOOKED', 'CLOSED')) AS won, count(j.customer_id) AS with_customer,
        count(b.quote_number) AS with_booking
    FROM crm_job j LEFT JOIN (SELECT o.quote_number FROM crm_bookedopportunity o WHERE NOT o.is_test) b ON b.quote_number = j.quote_number
    WHERE NOT j.is_test AND NOT j.is_duplicate
), of_lost AS (
    SELECT count(*) AS lost, count(x.booked_opportunity_id) AS booked FROM crm_lostlead x WHERE NOT x.is_test
), of_bad AS (
    SELECT count(*) AS bad, count(d.customer_id) AS with_customer, count(d.lead_status_id) AS with_lead FROM crm_badlead d WHERE NOT d.is_test
), of_customer AS (
    SELECT count(*) AS customers FROM crm_customer c WHERE c.is_primary_record
), row_of AS (
    SELECT r.* FROM of_lead l, of_booking b, of_job j, of_lost x, of_bad d, of_customer c, LATERAL (VALUES
        (1, 'Won Jobs → Customers', j.won, c.customers, j.with_customer),
        (2, 'Jobs → Booked Opportunities', j.jobs, b.bookings, j.with_booking),
        (3, 'Booked Opportunities → Customers', b.bookings, c.customers, b.with_customer),
        (4, 'Booked Opportunities → Lead Status', b.bookings, l.leads, b.with_lead),
        (5, 'Lead Status → Booked Opportunities', l.leads, b.bookings, l.booked),
        (6, 'Lead Status → Lost Leads', l.leads, x.lost, l.lost),
        (7, 'Lost Leads → Booked Opportunities', x.lost, b.bookings, x.booked),
        (8, 'Bad Leads → Customers', d.bad, c.customers, d.with_customer),
        (9, 'Bad Leads → Lead Status', d.bad, l.leads, d.with_lead)) r (nth, relationship, source_count, target_count, linked_count)
)
SELECT r.relationship, r.source_count, r.target_count, r.linked_count,
    round(100.0 * r.linked_count / nullif(r.source_count, 0), 2) AS linkage_percentage,
    CASE WHEN 100.0 * r.linked_count / nullif(r.source_count, 0) >= 95 THEN 'Complete'
        WHEN 100.0 * r.linked_count / nullif(r.source_count, 0) >= 50 THEN 'Partial' WHEN r.source_count > 0 THEN 'Few' END AS relationship_status
FROM row_of r
ORDER BY r.nth
