/*
title = "How fast jobs are scheduled and finished"
question = "How fast are jobs booked, scheduled and completed, by job type and branch?"
owner = "Operations"
corrected = "Days are days: the original divided seconds by 24 in two columns. Completion goes by the day of completion, not by the planned move day. Shares are of jobs whose days are known."
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
[columns.avg_hours_quote_to_book]
title = "Average hours quote to book"
unit = "hours"
[columns.median_hours_quote_to_book]
title = "Median hours quote to book"
unit = "hours"
[columns.p75_hours_quote_to_book]
title = "Upper quartile of hours quote to book"
unit = "hours"
[columns.avg_days_book_to_job]
title = "Average days book to job"
unit = "days"
[columns.median_days_book_to_job]
title = "Median days book to job"
unit = "days"
[columns.p75_days_book_to_job]
title = "Upper quartile of days book to job"
unit = "days"
[columns.avg_days_total_cycle]
title = "Average days total cycle"
unit = "days"
[columns.median_days_total_cycle]
title = "Median days total cycle"
unit = "days"
[columns.booked_within_24h]
title = "Booked within 24h"
unit = "count"
total = "sum"
[columns.booked_within_48h]
title = "Booked within 48h"
unit = "count"
total = "sum"
[columns.scheduled_within_7_days]
title = "Scheduled within 7 days"
unit = "count"
total = "sum"
[columns.scheduled_within_14_days]
title = "Scheduled within 14 days"
unit = "count"
total = "sum"
[columns.completed_within_14_days]
title = "Completed within 14 days"
unit = "count"
total = "sum"
[columns.booking_within_24h_percent]
title = "Booking within 24h %"
unit = "percent"
[columns.scheduling_within_7_days_percent]
title = "Scheduling within 7 days %"
unit = "percent"
[columns.completion_within_14_days_percent]
title = "Completion within 14 days %"
unit = "percent"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[chart]
kind = "bar"
x = "job_type"
y = ["scheduled_within_7_days"]
*/
WITH won AS (
    SELECT job_type, branch_id, branch_name, revenue, booked_date - quote_created_date AS to_book, job_date - booked_date AS to_job,
        completed_date - quote_created_date AS cycle
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
), told AS (
    SELECT job_type, branch_id, branch_name, count(*) AS jobs, avg(revenue) AS job_value, avg(to_book) AS book_mean, avg(to_job) AS job_mean, avg(cycle) AS cycle_mean,
        percentile_cont(ARRAY[0.5, 0.75]) WITHIN GROUP (ORDER BY to_book) AS book, percentile_cont(ARRAY[0.5, 0.75]) WITHIN GROUP (ORDER BY to_job) AS job,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY cycle) AS cycle, count(*) FILTER (WHERE to_book <= 1) AS book_1, count(*) FILTER (WHERE to_book <= 2) AS book_2,
        count(*) FILTER (WHERE to_job <= 7) AS job_7, count(*) FILTER (WHERE to_job <= 14) AS job_14, count(*) FILTER (WHERE cycle <= 14) AS cycle_14,
        count(to_book) AS books, count(to_job) AS schedules, count(cycle) AS cycles
    FROM won
    GROUP BY job_type, branch_id, branch_name
)
SELECT coalesce(t.job_type, 'Unknown') AS job_type, coalesce(t.branch_name, 'Unknown') AS branch_name, t.jobs AS total_jobs,
    round(24 * t.book_mean, 1) AS avg_hours_quote_to_book, round(24 * t.book[1]::numeric, 1) AS median_hours_quote_to_book,
    round(24 * t.book[2]::numeric, 1) AS p75_hours_quote_to_book, round(t.job_mean, 1) AS avg_days_book_to_job,
    round(t.job[1]::numeric, 1) AS median_days_book_to_job, round(t.job[2]::numeric, 1) AS p75_days_book_to_job,
    round(t.cycle_mean, 1) AS avg_days_total_cycle, round(t.cycle::numeric, 1) AS median_days_total_cycle, t.book_1 AS booked_within_24h,
    t.book_2 AS booked_within_48h, t.job_7 AS scheduled_within_7_days, t.job_14 AS scheduled_within_14_days, t.cycle_14 AS completed_within_14_days,
    round(100.0 * t.book_1 / nullif(t.books, 0), 2) AS booking_within_24h_percent, round(100.0 * t.job_7 / nullif(t.schedules, 0), 2) AS scheduling_within_7_days_percent,
    round(100.0 * t.cycle_14 / nullif(t.cycles, 0), 2) AS completion_within_14_days_percent, round(t.job_value, 2) AS avg_job_value
FROM told t
ORDER BY t.jobs DESC, t.job_type, t.branch_id
