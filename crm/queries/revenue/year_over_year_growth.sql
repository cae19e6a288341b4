/*
title = "Growth from year to year"
question = "How do jobs, revenue and customers grow from year to year?"
owner = "Finance"
corrected = "Estimates of lost jobs were revenue, and the running year was compared with whole years. It is compared with the same days of the year before, which is what its previous figures show; years to come are not compared."
{{ of_whom }}
[columns.year]
title = "Year"
unit = "text"
[columns.job_count]
title = "Job count"
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
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.active_branches]
title = "Active branches"
unit = "count"
[columns.previous_year_jobs]
title = "Previous year jobs"
unit = "count"
[columns.previous_year_revenue]
title = "Previous year revenue"
unit = "money"
[columns.previous_year_customers]
title = "Previous year customers"
unit = "count"
[columns.job_growth_percent]
title = "Job growth per cent"
unit = "percent"
[columns.revenue_growth_percent]
title = "Revenue growth per cent"
unit = "percent"
[columns.customer_growth_percent]
title = "Customer growth per cent"
unit = "percent"
[chart]
kind = "bar"
x = "year"
y = ["total_revenue"]
*/
WITH dated AS (
    SELECT j.*, extract(year FROM j.job_date)::int AS year, j.job_date <= %(today)s::date - make_interval(years =>
        extract(year FROM %(today)s::date)::int - extract(year FROM j.job_date)::int) AS is_by_this_day
    FROM crm_counted_job j
    WHERE j.job_date IS NOT NULL
{{ jobs_of_whom }}
), of_year AS (
    SELECT j.year, count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked, count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed,
        coalesce(sum(j.revenue), 0) AS revenue, count(DISTINCT j.customer_id) AS customers, count(DISTINCT j.branch_id) AS branches,
        count(*) FILTER (WHERE j.is_by_this_day) AS jobs_by_day, coalesce(sum(j.revenue) FILTER (WHERE j.is_by_this_day), 0) AS revenue_by_day,
        count(DISTINCT j.customer_id) FILTER (WHERE j.is_by_this_day) AS customers_by_day
    FROM dated j GROUP BY 1
), compared AS (
    SELECT o.*, y.is_running, y.is_over OR y.is_running AS is_comparable,
        CASE WHEN y.is_running THEN o.jobs_by_day ELSE o.jobs END AS jobs_now,
        CASE WHEN y.is_running THEN o.revenue_by_day ELSE o.revenue END AS revenue_now,
        CASE WHEN y.is_running THEN o.customers_by_day ELSE o.customers END AS customers_now,
        CASE WHEN y.is_running THEN p.jobs_by_day ELSE p.jobs END AS jobs_before,
        CASE WHEN y.is_running THEN p.revenue_by_day ELSE p.revenue END AS revenue_before,
        CASE WHEN y.is_running THEN p.customers_by_day ELSE p.customers END AS customers_before
    FROM of_year o
    CROSS JOIN LATERAL (SELECT o.year = extract(year FROM %(today)s::date) AS is_running, o.year < extract(year FROM %(today)s::date) AS is_over) y
    LEFT JOIN of_year p ON p.year = o.year - 1
)
SELECT c.year::text AS year, c.jobs AS job_count, c.booked AS booked_jobs, c.closed AS closed_jobs, c.revenue AS total_revenue, c.customers AS unique_customers,
    c.branches AS active_branches, CASE WHEN c.is_comparable THEN c.jobs_before END AS previous_year_jobs,
    CASE WHEN c.is_comparable THEN c.revenue_before END AS previous_year_revenue,
    CASE WHEN c.is_comparable THEN c.customers_before END AS previous_year_customers,
    CASE WHEN c.is_comparable THEN round(100.0 * (c.jobs_now - c.jobs_before) / nullif(c.jobs_before, 0), 2) END AS job_growth_percent,
    CASE WHEN c.is_comparable THEN round(100 * (c.revenue_now - c.revenue_before) / nullif(c.revenue_before, 0), 2) END AS revenue_growth_percent,
    CASE WHEN c.is_comparable THEN round(100.0 * (c.customers_now - c.customers_before) / nullif(c.customers_before, 0), 2) END
        AS customer_growth_percent
FROM compared c
ORDER BY c.year
