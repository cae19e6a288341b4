/*
title = "Branches against the average branch"
question = "How does each branch compare with the average branch?"
owner = "Operations"
corrected = "Revenue is that of booked and closed jobs alone; the original added the estimates of lost ones. The booking rate is won of decided jobs (won, lost, cancelled), so completing a job no longer lowers it. The reference called industry is the company's own average branch: mean for totals, all jobs together for rates and values; a chosen branch is held against it too. Grouped by the branch itself, not by its spelling."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.total_jobs]
title = "Decided jobs"
unit = "count"
total = "sum"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
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
[columns.booking_rate_percent]
title = "Booking rate"
unit = "percent"
[columns.closing_rate_percent]
title = "Closing rate"
unit = "percent"
[columns.loss_rate_percent]
title = "Loss rate"
unit = "percent"
[columns.avg_crew_size]
title = "Average crew size"
unit = "ratio"
[columns.avg_trucks_per_job]
title = "Average trucks per job"
unit = "ratio"
[columns.industry_avg_jobs]
title = "Company average: jobs"
unit = "count"
[columns.industry_avg_revenue]
title = "Company average: revenue"
unit = "money"
[columns.industry_avg_job_value]
title = "Company average: value of a job"
unit = "money"
[columns.industry_avg_booking_rate]
title = "Company average: booking rate"
unit = "percent"
[columns.industry_avg_closing_rate]
title = "Company average: closing rate"
unit = "percent"
[columns.jobs_vs_industry_percent]
title = "Jobs against company average"
unit = "percent"
[columns.revenue_vs_industry_percent]
title = "Revenue against company average"
unit = "percent"
[columns.job_value_vs_industry_percent]
title = "Job value against company average"
unit = "percent"
[columns.booking_rate_vs_industry]
title = "Booking rate against company, points"
unit = "percent"
[columns.performance_category]
title = "Performance category"
unit = "text"
[columns.cancelled_jobs]
title = "Cancelled jobs"
unit = "count"
total = "sum"
[chart]
kind = "bar"
x = "branch_name"
y = ["revenue_vs_industry_percent"]
*/
WITH branch AS (
    SELECT branch_id, branch_name, count(*) AS total_jobs, count(DISTINCT customer_id) AS unique_customers,
{{ decided_jobs }}
        avg(actual_number_crew) AS avg_crew_size, avg(actual_number_trucks) AS avg_trucks_per_job
    FROM crm_counted_job
    WHERE opportunity_status IN ('BOOKED', 'CLOSED', 'LOST', 'CANCELLED')
      AND job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)
    GROUP BY branch_id, branch_name
), company AS (
    SELECT avg(total_jobs) FILTER (WHERE branch_id IS NOT NULL) AS jobs, avg(total_revenue) FILTER (WHERE branch_id IS NOT NULL) AS revenue,
         sum(total_revenue) / nullif(sum(won_jobs), 0) AS job_value,
        100.0 * sum(won_jobs) / nullif(sum(total_jobs), 0) AS booking_rate,
        100.0 * sum(closed_jobs) / nullif(sum(won_jobs), 0) AS closing_rate
    FROM branch
)
SELECT coalesce(w.branch_name, 'Unknown') AS branch_name, w.total_jobs, w.unique_customers, w.total_revenue, round(w.avg_job_value, 2) AS avg_job_value,
    w.booked_jobs, w.closed_jobs, w.lost_jobs,
    round(100.0 * w.won_jobs / w.total_jobs, 2) AS booking_rate_percent,
    round(100.0 * w.closed_jobs / nullif(w.won_jobs, 0), 2) AS closing_rate_percent,
    round(100.0 * w.lost_jobs / w.total_jobs, 2) AS loss_rate_percent,
    round(w.avg_crew_size, 2) AS avg_crew_size, round(w.avg_trucks_per_job, 2) AS avg_trucks_per_job,
{{ against_company }}
    CASE WHEN w.total_revenue > 1.1 * c.revenue THEN 'above_average' WHEN w.total_revenue < 0.9 * c.revenue THEN 'below_average'
        ELSE 'average' END AS performance_category, w.cancelled_jobs
FROM branch w CROSS JOIN company c
WHERE %(branch)s::bigint IS NULL OR w.branch_id = %(branch)s::bigint
ORDER BY w.total_revenue DESC, w.branch_id
