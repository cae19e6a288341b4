/*
title = "Cancelled jobs"
question = "Which jobs were cancelled, and how long had they lived?"
owner = "Operations"
corrected = "The time before cancellation was booking minus creation under another name. No export holds the day of cancelling: what is shown is the least it can have been, from the quote to the booking, and is unknown for jobs that were never booked."
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
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.sales_person_name]
title = "Sales person name"
unit = "text"
[columns.job_type]
title = "Job type"
unit = "text"
[columns.job_date]
title = "Job date"
unit = "date"
[columns.created_at_utc]
title = "Quote created"
unit = "date"
[columns.booked_at_utc]
title = "Booked"
unit = "date"
[columns.time_before_cancellation]
title = "At least days before cancelling"
unit = "days"
[columns.days_before_cancellation]
title = "The same as a number"
unit = "days"
[columns.total_estimated_cost]
title = "Estimated charge"
unit = "money"
[columns.referral_source]
title = "Referral source"
unit = "text"
[columns.affiliate_name]
title = "Affiliate name"
unit = "text"
*/
SELECT j.id, j.job_id, j.job_number, m.customer_id, j.branch_name, j.sales_person_name, j.job_type, j.job_date,
    j.quote_created_date AS created_at_utc, j.booked_date AS booked_at_utc, j.booked_date - j.quote_created_date AS time_before_cancellation,
    (j.booked_date - j.quote_created_date)::numeric AS days_before_cancellation, j.total_estimated_cost,
    j.lead_source_name AS referral_source, j.affiliate_name
FROM (
    SELECT * FROM crm_counted_job j
    WHERE j.opportunity_status = 'CANCELLED'
{{ jobs_asked_for }}
    ORDER BY j.job_date DESC, j.id DESC LIMIT %(limit)s
) j JOIN crm_job_customer m ON m.job_id = j.id
ORDER BY j.job_date DESC, j.id DESC
