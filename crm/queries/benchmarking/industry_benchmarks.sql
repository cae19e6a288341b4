/*
title = "Company-wide reference values"
question = "What are the company's own reference values: job value quartiles, rates, revenue per job and per customer?"
owner = "Finance"
corrected = "Revenue, job values and customers are those of booked and closed jobs; the booking rate is won of all jobs, so completing a job no longer lowers it. No outside data exists, so these are the company's own figures, whatever the old name says."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.benchmark_category]
title = "Benchmark category"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.total_customers]
title = "Total customers"
unit = "count"
[columns.total_branches]
title = "Total branches"
unit = "count"
[columns.total_sales_people]
title = "Total sales people"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.median_job_value]
title = "Median job value"
unit = "money"
[columns.p25_job_value]
title = "Lower quartile of job value"
unit = "money"
[columns.p75_job_value]
title = "Upper quartile of job value"
unit = "money"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
[columns.lost_jobs]
title = "Lost jobs"
unit = "count"
[columns.quoted_jobs]
title = "Quoted jobs"
unit = "count"
[columns.booking_rate_percent]
title = "Booking rate %"
unit = "percent"
[columns.closing_rate_percent]
title = "Closing rate %"
unit = "percent"
[columns.loss_rate_percent]
title = "Loss rate %"
unit = "percent"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[columns.avg_crew_size]
title = "Average crew size"
unit = "ratio"
[columns.avg_trucks_per_job]
title = "Average trucks per job"
unit = "ratio"
[columns.cancelled_jobs]
title = "Cancelled jobs"
unit = "count"
*/
WITH total AS (
    SELECT count(*) AS jobs, count(*) FILTER (WHERE is_won) AS won, count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed, count(*) FILTER (WHERE opportunity_status = 'LOST') AS lost,
        count(*) FILTER (WHERE opportunity_status = 'QUOTED') AS quoted, count(*) FILTER (WHERE opportunity_status = 'CANCELLED') AS cancelled,
        count(DISTINCT customer_id) AS customers, count(DISTINCT branch_id) FILTER (WHERE is_won) AS branches,
        count(DISTINCT sales_person_id) FILTER (WHERE is_won) AS sellers,
        sum(revenue) AS revenue, sum(revenue) FILTER (WHERE customer_id IS NOT NULL) AS known_revenue, avg(revenue) AS job_value,
        percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY revenue) AS quartile,
        avg(actual_number_crew) AS crew, avg(actual_number_trucks) AS trucks
    FROM crm_counted_job j
    WHERE j.job_date IS NOT NULL
{{ jobs_asked_for }}
)
SELECT 'overall' AS benchmark_category, jobs AS total_jobs, customers AS total_customers, branches AS total_branches, sellers AS total_sales_people,
    revenue AS total_revenue, round(job_value, 2) AS avg_job_value, round(quartile[2]::numeric, 2) AS median_job_value,
    round(quartile[1]::numeric, 2) AS p25_job_value, round(quartile[3]::numeric, 2) AS p75_job_value,
    booked AS booked_jobs, closed AS closed_jobs, lost AS lost_jobs, quoted AS quoted_jobs,
    round(100.0 * won / nullif(jobs, 0), 2) AS booking_rate_percent,
    round(100.0 * closed / nullif(won, 0), 2) AS closing_rate_percent,
    round(100.0 * lost / nullif(jobs, 0), 2) AS loss_rate_percent,
    round(revenue / nullif(won, 0), 2) AS revenue_per_job, round(known_revenue / nullif(customers, 0), 2) AS revenue_per_customer,
    round(crew, 2) AS avg_crew_size, round(trucks, 2) AS avg_trucks_per_job, cancelled AS cancelled_jobs
FROM total
