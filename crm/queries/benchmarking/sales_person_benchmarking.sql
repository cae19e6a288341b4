/*
title = "Sales persons against the average"
question = "How does each sales person compare with the average sales person?"
owner = "Sales"
corrected = "Revenue is that of booked and closed jobs alone; the original added the estimates of lost ones. The booking rate is won of decided jobs (won, lost, cancelled), so completing a job no longer lowers it. The reference called industry is the company's own average sales person: mean for totals, all jobs together for rates and values; a chosen person is held against it too. One row a person, whatever the spellings."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.sales_person_name]
title = "Sales person name"
unit = "text"
[columns.sales_person_id]
title = "Sales person ID"
unit = "id"
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
[columns.branches_worked]
title = "Branches worked"
unit = "count"
[columns.booking_rate_percent]
title = "Booking rate"
unit = "percent"
[columns.closing_rate_percent]
title = "Closing rate"
unit = "percent"
[columns.loss_rate_percent]
title = "Loss rate"
unit = "percent"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
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
x = "sales_person_name"
y = ["revenue_vs_industry_percent"]
*/
WITH seller AS (
    SELECT sales_person_id, sales_person_name, count(*) AS total_jobs, count(DISTINCT customer_id) AS unique_customers,
{{ decided_jobs }}
        count(DISTINCT branch_id) AS branches_worked, sum(revenue) FILTER (WHERE customer_id IS NOT NULL) AS known_revenue
    FROM crm_counted_job
    WHERE opportunity_status IN ('BOOKED', 'CLOSED', 'LOST', 'CANCELLED')
      AND job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
      AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
    GROUP BY sales_person_id, sales_person_name
), company AS (
    SELECT avg(total_jobs) FILTER (WHERE sales_person_id IS NOT NULL) AS jobs, avg(total_revenue) FILTER (WHERE sales_person_id IS NOT NULL) AS revenue,
         sum(total_revenue) / nullif(sum(won_jobs), 0) AS job_value,
        100.0 * sum(won_jobs) / nullif(sum(total_jobs), 0) AS booking_rate,
        100.0 * sum(closed_jobs) / nullif(sum(won_jobs), 0) AS closing_rate
    FROM seller
)
SELECT coalesce(w.sales_person_name, 'Unknown') AS sales_person_name, w.sales_person_id, w.total_jobs, w.unique_customers, w.total_revenue, round(w.avg_job_value, 2) AS avg_job_value,
    w.booked_jobs, w.closed_jobs, w.lost_jobs, w.branches_worked,
    round(100.0 * w.won_jobs / w.total_jobs, 2) AS booking_rate_percent,
    round(100.0 * w.closed_jobs / nullif(w.won_jobs, 0), 2) AS closing_rate_percent,
    round(100.0 * w.lost_jobs / w.total_jobs, 2) AS loss_rate_percent,
    round(w.total_revenue / nullif(w.won_jobs, 0), 2) AS revenue_per_job,
    round(w.known_revenue / nullif(w.unique_customers, 0), 2) AS revenue_per_customer,
{{ against_company }}
    CASE WHEN w.total_revenue > 1.2 * c.revenue THEN 'top_performer' WHEN w.total_revenue > 1.1 * c.revenue THEN 'above_average'
        WHEN w.total_revenue < 0.9 * c.revenue THEN 'below_average' ELSE 'average' END AS performance_category, w.cancelled_jobs
FROM seller w CROSS JOIN company c
WHERE %(sales_person)s::bigint IS NULL OR w.sales_person_id = %(sales_person)s::bigint
ORDER BY w.total_revenue DESC, w.sales_person_id
