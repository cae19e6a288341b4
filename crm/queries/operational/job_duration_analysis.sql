/*
title = "From quote to booking to move"
question = "How long from quote to booking, from booking to move, and how long do jobs take, by job type and branch?"
owner = "Operations"
corrected = "Days are days: the original divided seconds by 24. The stamps are days, so hours are multiples of 24. What jobs themselves take is known now and stands beside it. Jobs by job date, booked and closed ones."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.job_type]
title = "Job type"
unit = "text"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.avg_hours_to_book]
title = "Average hours to book"
unit = "hours"
[columns.median_hours_to_book]
title = "Median hours to book"
unit = "hours"
[columns.avg_days_booking_to_job]
title = "Average days booking to job"
unit = "days"
[columns.median_days_booking_to_job]
title = "Median days booking to job"
unit = "days"
[columns.avg_crew_size]
title = "Average crew size"
unit = "ratio"
[columns.avg_trucks_used]
title = "Average trucks used"
unit = "ratio"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booked_within_24h]
title = "Booked within 24h"
unit = "count"
total = "sum"
[columns.booked_within_48h]
title = "Booked within 48h"
unit = "count"
total = "sum"
[columns.jobs_within_7_days]
title = "Jobs within 7 days"
unit = "count"
total = "sum"
[columns.jobs_within_14_days]
title = "Jobs within 14 days"
unit = "count"
total = "sum"
[columns.booking_within_24h_percent]
title = "Booking within 24h %"
unit = "percent"
[columns.jobs_within_7_days_percent]
title = "Jobs within 7 days %"
unit = "percent"
[columns.avg_actual_hours]
title = "Average actual hours"
unit = "hours"
[columns.median_actual_hours]
title = "Median actual hours"
unit = "hours"
[chart]
kind = "bar"
x = "job_type"
y = ["total_jobs"]
*/
WITH won AS (
    SELECT job_type, branch_id, branch_name, revenue, actual_number_crew AS crew, actual_number_trucks AS trucks, actual_hours,
        booked_date - quote_created_date AS to_book, job_date - booked_date AS to_job
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
)
SELECT coalesce(w.job_type, 'Unknown') AS job_type, coalesce(w.branch_name, 'Unknown') AS branch_name, count(*) AS total_jobs,
    round(24 * avg(to_book), 1) AS avg_hours_to_book, round(24 * percentile_cont(0.5) WITHIN GROUP (ORDER BY to_book)::numeric, 1) AS median_hours_to_book,
    round(avg(to_job), 1) AS avg_days_booking_to_job, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY to_job)::numeric, 1) AS median_days_booking_to_job,
    round(avg(crew), 2) AS avg_crew_size, round(avg(trucks), 2) AS avg_trucks_used, round(avg(revenue), 2) AS avg_job_value,
    count(*) FILTER (WHERE to_book <= 1) AS booked_within_24h, count(*) FILTER (WHERE to_book <= 2) AS booked_within_48h,
    count(*) FILTER (WHERE to_job <= 7) AS jobs_within_7_days, count(*) FILTER (WHERE to_job <= 14) AS jobs_within_14_days,
    round(100.0 * count(*) FILTER (WHERE to_book <= 1) / nullif(count(to_book), 0), 2) AS booking_within_24h_percent,
    round(100.0 * count(*) FILTER (WHERE to_job <= 7) / nullif(count(to_job), 0), 2) AS jobs_within_7_days_percent,
    round(avg(actual_hours), 2) AS avg_actual_hours, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY actual_hours)::numeric, 2) AS median_actual_hours
FROM won w
GROUP BY w.job_type, branch_id, w.branch_name
ORDER BY total_jobs DESC, w.job_type, branch_id
