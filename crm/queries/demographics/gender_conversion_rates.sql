/*
title = "Conversion by guessed gender"
question = "Do conversion and closing rates differ by gender as guessed from first names?"
owner = "Marketing"
corrected = "Gender is guessed from first names: below the confidence asked for it counts as unknown, and nothing is decided by it. Only customers carry it, and every customer once booked, so the original always found 100 %. Here a lead's gender is the one that its first name has most often among customers; a lead's name is that of its booking, job or lost lead. Leads are quotes received in the period and people among the bad leads without one; jobs are those of the same quotes, counted before they are joined."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.min_confidence]
type = "number"
default = 0.8
min = 0
max = 1
[columns.gender]
title = "Gender"
unit = "text"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.converted_leads]
title = "Converted leads"
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
[columns.total_jobs]
title = "Total jobs"
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
[columns.lead_conversion_rate]
title = "Lead conversion rate"
unit = "percent"
[columns.job_booking_rate]
title = "Job booking rate"
unit = "percent"
[columns.booking_to_closed_rate]
title = "Closed of won jobs"
unit = "percent"
[chart]
kind = "bar"
x = "gender"
y = ["lead_conversion_rate"]
*/
WITH first_name AS (
    SELECT DISTINCT ON (name) name, gender FROM (
        SELECT split_part(name_key, ' ', 1) AS name, gender, count(*) AS customers FROM crm_customer
        WHERE is_primary_record AND gender IN ('MALE', 'FEMALE') AND gender_confidence >= %(min_confidence)s::numeric
        GROUP BY 1, 2
    ) AS counted
    ORDER BY name, customers DESC, gender
), quote AS MATERIALIZED (
    SELECT l.id, l.quote_number, l.is_booked, l.outcome, l.booking_id, l.lost_lead_id FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
), job AS (
    SELECT quote_number, min(name_key) AS name_key, count(*) AS jobs, count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed, count(*) FILTER (WHERE opportunity_status = 'LOST') AS lost,
        count(*) FILTER (WHERE opportunity_status = 'QUOTED') AS quoted
    FROM crm_counted_job
    WHERE quote_number IN (SELECT quote_number FROM quote)
    GROUP BY quote_number
{{ first_bad_leads }}
), lead AS (
    SELECT split_part(coalesce(j.name_key, b.name_key, x.name_key), ' ', 1) AS name, l.is_booked, l.outcome,
        j.jobs, j.booked, j.closed, j.lost, j.quoted
    FROM quote l LEFT JOIN job j ON j.quote_number = l.quote_number
    LEFT JOIN crm_bookedopportunity b ON b.id = l.booking_id LEFT JOIN crm_lostlead x ON x.id = l.lost_lead_id
    UNION ALL
    SELECT split_part(name_key, ' ', 1), false, 'bad', 0, 0, 0, 0, 0
    FROM first_bad_lead
    WHERE (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
), told AS (
    SELECT coalesce(f.gender, 'UNKNOWN') AS gender, count(*) AS leads, count(*) FILTER (WHERE l.is_booked) AS converted,
        count(*) FILTER (WHERE l.outcome = 'bad') AS bad, count(*) FILTER (WHERE l.outcome = 'lost') AS lost,
        coalesce(sum(l.jobs), 0) AS jobs, coalesce(sum(l.booked), 0) AS booked_jobs, coalesce(sum(l.closed), 0) AS closed_jobs,
        coalesce(sum(l.lost), 0) AS lost_jobs, coalesce(sum(l.quoted), 0) AS quoted_jobs
    FROM lead l LEFT JOIN first_name f ON f.name = l.name
    GROUP BY 1
)
SELECT gender, leads AS total_leads, converted AS converted_leads, bad AS bad_leads, lost AS lost_leads, jobs AS total_jobs,
    booked_jobs, closed_jobs, lost_jobs, quoted_jobs, round(100.0 * converted / leads, 2) AS lead_conversion_rate,
    round(100.0 * (booked_jobs + closed_jobs) / nullif(jobs, 0), 2) AS job_booking_rate,
    round(100.0 * closed_jobs / nullif(booked_jobs + closed_jobs, 0), 2) AS booking_to_closed_rate
FROM told
ORDER BY gender
