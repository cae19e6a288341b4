/*
title = "Where each quote is"
question = "In which of leads, bookings and lost leads is each quote number?"
owner = "Data"
corrected = "It did not run (no seller text on leads and bookings). Quotes that no lead report has are told by their booking or loss."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.match]
type = "choice"
choices = ["all", "All Three", "LeadStatus + BookedOpportunity", "LeadStatus + LostLead", "BookedOpportunity + LostLead", "LeadStatus Only", "BookedOpportunity Only", "LostLead Only"]
default = "all"
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.quote_number]
title = "Quote number"
unit = "text"
[columns.match_type]
title = "Match type"
unit = "text"
[columns.lead_status_id]
title = "Lead status id"
unit = "id"
[columns.lead_status_status]
title = "Lead status"
unit = "text"
[columns.lead_status_sales_person]
title = "Lead status sales person"
unit = "text"
[columns.lead_status_branch_name]
title = "Lead status branch name"
unit = "text"
[columns.lead_status_referral_source]
title = "Lead status referral source"
unit = "text"
[columns.time_to_contact]
title = "Time to contact"
unit = "text"
[columns.booked_opportunity_id]
title = "Booked opportunity id"
unit = "id"
[columns.booked_opportunity_status]
title = "Booked opportunity status"
unit = "text"
[columns.booked_opportunity_sales_person]
title = "Booked opportunity sales person"
unit = "text"
[columns.booked_opportunity_branch_name]
title = "Booked opportunity branch name"
unit = "text"
[columns.booked_opportunity_referral_source]
title = "Booked opportunity referral source"
unit = "text"
[columns.customer_id]
title = "Customer id"
unit = "id"
[columns.booked_date]
title = "Booked date"
unit = "date"
[columns.lost_lead_id]
title = "Lost lead id"
unit = "id"
[columns.lost_lead_name]
title = "Lost lead name"
unit = "text"
[columns.lost_date]
title = "Lost date"
unit = "date"
[columns.move_date]
title = "Move date"
unit = "date"
[columns.lost_reason]
title = "Lost reason"
unit = "text"
[columns.date_received]
title = "Date received"
unit = "moment"
[columns.time_to_first_contact]
title = "Time to first contact"
unit = "text"
[columns.journey_status]
title = "Journey status"
unit = "text"
*/
WITH found AS (
    SELECT coalesce(l.quote_number, o.quote_number, x.quote_number) AS quote_number, l.id AS lead_id, o.id AS booking_id, x.id AS lost_id,
        coalesce((l.received_at AT TIME ZONE %(zone)s::text)::date, o.booked_date, x.lost_date) AS day,
        coalesce(l.branch_id, o.branch_id) AS branch_id, coalesce(l.lead_source_id, o.lead_source_id, x.lead_source_id) AS lead_source_id,
        coalesce(l.sales_person_id, o.sales_person_id) AS sales_person_id,
        CASE WHEN l.id IS NOT NULL AND o.id IS NOT NULL AND x.id IS NOT NULL THEN 'All Three'
            WHEN l.id IS NOT NULL AND o.id IS NOT NULL THEN 'LeadStatus + BookedOpportunity'
            WHEN l.id IS NOT NULL AND x.id IS NOT NULL THEN 'LeadStatus + LostLead'
            WHEN o.id IS NOT NULL AND x.id IS NOT NULL THEN 'BookedOpportunity + LostLead'
            WHEN l.id IS NOT NULL THEN 'LeadStatus Only' WHEN o.id IS NOT NULL THEN 'BookedOpportunity Only'
            ELSE 'LostLead Only' END AS match_type
    FROM crm_lead_outcome l
    FULL JOIN crm_counted_booking o ON o.quote_number = l.quote_number
    FULL JOIN crm_counted_lost_lead x ON x.quote_number = coalesce(l.quote_number, o.quote_number)
), page AS MATERIALIZED (
    SELECT f.* FROM found f
    WHERE (%(match)s::text = 'all' OR f.match_type = %(match)s::text)
        AND f.day BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
        AND (%(branch)s::bigint IS NULL OR f.branch_id = %(branch)s::bigint)
        AND (%(source)s::bigint IS NULL OR f.lead_source_id = %(source)s::bigint)
        AND (%(sales_person)s::bigint IS NULL OR f.sales_person_id = %(sales_person)s::bigint)
    ORDER BY f.day DESC, f.quote_number LIMIT %(limit)s
)
SELECT f.quote_number, f.match_type, l.id AS lead_status_id, l.status AS lead_status_status, lp.name AS lead_status_sales_person,
    lb.name AS lead_status_branch_name, ls.name AS lead_status_referral_source, l.time_to_contact, o.id AS booked_opportunity_id,
    o.status AS booked_opportunity_status, op.name AS booked_opportunity_sales_person, ob.name AS booked_opportunity_branch_name,
    os.name AS booked_opportunity_referral_source, o.customer_id, o.booked_date, x.id AS lost_lead_id, x.name AS lost_lead_name, x.lost_date,
    x.move_date, x.reason AS lost_reason, x.received_at AS date_received, x.time_to_first_contact,
    CASE WHEN o.customer_id IS NOT NULL THEN 'Converted to Customer' WHEN o.id IS NULL AND x.id IS NOT NULL THEN 'Lost Lead'
        WHEN l.id IS NOT NULL OR o.id IS NOT NULL THEN 'Active Lead' ELSE 'Unknown Status' END AS journey_status
FROM page f
LEFT JOIN crm_leadstatus l ON l.id = f.lead_id
LEFT JOIN crm_bookedopportunity o ON o.id = f.booking_id
LEFT JOIN crm_lostlead x ON x.id = f.lost_id
LEFT JOIN crm_salesperson lp ON lp.id = l.sales_person_id
LEFT JOIN crm_branch lb ON lb.id = l.branch_id
LEFT JOIN crm_leadsource ls ON ls.id = l.lead_source_id
LEFT JOIN crm_salesperson op ON op.id = o.sales_person_id
LEFT JOIN crm_branch ob ON ob.id = o.branch_id
LEFT JOIN crm_leadsource os ON os.id = o.lead_source_id
ORDER BY f.day DESC, f.quote_number
