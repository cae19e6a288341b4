/*
title = "Does a sales person specialise"
question = "Does a sales person specialise in a job type or branch?"
owner = "Sales"
corrected = "Jobs, bookings and leads are counted for each person before they are put side by side; the original multiplied them (over 45 seconds). The primary job type and branch are those of most jobs. A type or branch counts for the level when it makes up a tenth of the jobs or more."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.sales_person_name]
title = "Sales person name"
unit = "text"
[columns.job_types_handled]
title = "Job types handled"
unit = "count"
[columns.branches_worked]
title = "Branches worked"
unit = "count"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_customers]
title = "Total customers"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.total_booked_opportunities]
title = "Total booked opportunities"
unit = "count"
total = "sum"
[columns.total_leads]
title = "Total leads"
unit = "count"
total = "sum"
[columns.primary_job_type]
title = "Primary job type"
unit = "text"
[columns.primary_branch]
title = "Primary branch"
unit = "text"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[columns.conversion_rate]
title = "Leads that booked"
unit = "percent"
[columns.specialization_level]
title = "Specialization level"
unit = "text"
[chart]
kind = "bar"
x = "sales_person_name"
y = ["total_revenue"]
*/
WITH won AS (
    SELECT sales_person_id, job_type, branch_id, branch_name, customer_id, revenue
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
), job AS (
    SELECT sales_person_id, count(*) AS jobs, count(DISTINCT customer_id) AS customers, sum(revenue) AS revenue FROM won GROUP BY sales_person_id
), type AS (
    SELECT sales_person_id, count(job_type) AS types, min(job_type) FILTER (WHERE place = 1) AS main, count(job_type) FILTER (WHERE share >= 0.1) AS weighty
    FROM (SELECT sales_person_id, job_type, count(*)::numeric / sum(count(*)) OVER (PARTITION BY sales_person_id) AS share,
              row_number() OVER (PARTITION BY sales_person_id ORDER BY count(*) DESC, job_type) AS place
          FROM won GROUP BY sales_person_id, job_type) AS shared
    GROUP BY sales_person_id
), branch AS (
    SELECT sales_person_id, count(branch_id) AS branches, min(branch_name) FILTER (WHERE place = 1) AS main, count(branch_id) FILTER (WHERE share >= 0.1) AS weighty
    FROM (SELECT sales_person_id, branch_id, branch_name, count(*)::numeric / sum(count(*)) OVER (PARTITION BY sales_person_id) AS share,
              row_number() OVER (PARTITION BY sales_person_id ORDER BY count(*) DESC, branch_id) AS place
          FROM won GROUP BY sales_person_id, branch_id, branch_name) AS shared
    GROUP BY sales_person_id
), booking AS (
    SELECT sales_person_id, count(*) AS bookings FROM crm_counted_booking b
    WHERE b.booked_date IS NOT NULL
{{ bookings_asked_for }}
    GROUP BY sales_person_id
), lead AS (
    SELECT sales_person_id, count(*) AS leads, count(*) FILTER (WHERE is_booked) AS booked FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
    GROUP BY sales_person_id
)
SELECT p.name AS sales_person_name, coalesce(t.types, 0) AS job_types_handled, coalesce(b.branches, 0) AS branches_worked, coalesce(j.jobs, 0) AS total_jobs,
    coalesce(j.customers, 0) AS total_customers, coalesce(j.revenue, 0) AS total_revenue, coalesce(k.bookings, 0) AS total_booked_opportunities,
    coalesce(l.leads, 0) AS total_leads, t.main AS primary_job_type, b.main AS primary_branch, round(j.revenue / nullif(j.jobs, 0), 2) AS revenue_per_job,
    round(100.0 * l.booked / nullif(l.leads, 0), 2) AS conversion_rate,
    CASE WHEN t.types IS NULL THEN 'unknown' WHEN t.weighty <= 1 AND b.weighty <= 1 THEN 'highly_specialized' WHEN t.weighty <= 2 AND b.weighty <= 2 THEN 'specialized'
        WHEN t.weighty <= 4 AND b.weighty <= 3 THEN 'moderately_diverse' ELSE 'diverse' END AS specialization_level
FROM crm_salesperson p LEFT JOIN job j ON j.sales_person_id = p.id LEFT JOIN type t ON t.sales_person_id = p.id LEFT JOIN branch b ON b.sales_person_id = p.id
LEFT JOIN booking k ON k.sales_person_id = p.id LEFT JOIN lead l ON l.sales_person_id = p.id
WHERE p.is_primary_record AND coalesce(j.jobs, k.bookings, l.leads) IS NOT NULL
ORDER BY total_revenue DESC, p.id
