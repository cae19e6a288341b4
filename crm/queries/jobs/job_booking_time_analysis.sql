/*
title = "From quote to booking, job by job"
question = "How long does each won job take from quote to booking?"
owner = "Sales"
corrected = "The exports hold days, not moments, so hours are multiples of 24, and the same day is the day of the quote itself; the list had no end."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.id]
title = "Id"
unit = "id"
[columns.job_id]
title = "Job id"
unit = "text"
[columns.job_number]
title = "Job number"
unit = "text"
[columns.customer_id]
title = "Customer id"
unit = "id"
[columns.opportunity_status]
title = "Opportunity status"
unit = "text"
[columns.quote_created]
title = "Quote created"
unit = "date"
[columns.booked_date]
title = "Booked date"
unit = "date"
[columns.time_to_booking]
title = "Time to booking"
unit = "days"
[columns.hours_to_booking]
title = "Hours to booking"
unit = "hours"
[columns.days_to_booking]
title = "Days to booking"
unit = "days"
[columns.booking_time_category]
title = "Booking time category"
unit = "text"
*/
WITH timed AS (
    SELECT j.id, j.job_id, j.job_number, j.customer_id, j.opportunity_status, j.quote_created_date, j.booked_date,
        j.booked_date - j.quote_created_date AS days
    FROM crm_counted_job j
    WHERE j.is_won AND j.booked_date IS NOT NULL AND j.quote_created_date IS NOT NULL
{{ jobs_asked_for }}
)
SELECT t.id, t.job_id, t.job_number, t.customer_id, t.opportunity_status, t.quote_created_date AS quote_created, t.booked_date,
    t.days AS time_to_booking, (t.days * 24)::numeric AS hours_to_booking, t.days AS days_to_booking,
    CASE WHEN t.days < 0 THEN 'Before the quote' WHEN t.days = 0 THEN 'Same Day' WHEN t.days <= 2 THEN '1-2 Days' WHEN t.days <= 7 THEN '3-7 Days'
        WHEN t.days <= 30 THEN '1-4 Weeks' ELSE 'Over 4 Weeks' END AS booking_time_category
FROM timed t
ORDER BY t.days DESC, t.id
LIMIT %(limit)s
