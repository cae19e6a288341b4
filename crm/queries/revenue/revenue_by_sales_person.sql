/*
title = "Revenue by sales person"
question = "How much revenue does each sales person bring?"
owner = "Sales"
corrected = "Estimates of quoted, lost and cancelled jobs were revenue, and sellers went by raw spelling."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.sales_person_name]
title = "Sales person"
unit = "text"
[columns.total_jobs]
title = "Won jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booked_revenue]
title = "Booked revenue"
unit = "money"
total = "sum"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
total = "sum"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
total = "sum"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
total = "sum"
[columns.avg_booked_value]
title = "Average booked value"
unit = "money"
[columns.branches_worked]
title = "Branches worked"
unit = "count"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[chart]
kind = "bar"
x = "sales_person_name"
y = ["total_revenue"]
*/
SELECT coalesce(j.sales_person_name, 'Unknown') AS sales_person_name, count(*) AS total_jobs, coalesce(sum(j.revenue), 0) AS total_revenue, round(avg(j.revenue), 2) AS avg_job_value,
    coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED'), 0) AS booked_revenue,
    coalesce(sum(j.revenue) FILTER (WHERE j.opportunity_status = 'CLOSED'), 0) AS closed_revenue,
    count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_jobs, count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_jobs,
    round(avg(j.revenue) FILTER (WHERE j.opportunity_status = 'BOOKED'), 2) AS avg_booked_value,
    count(DISTINCT j.branch_id) AS branches_worked, count(DISTINCT j.customer_id) AS unique_customers
FROM crm_counted_job j
WHERE j.is_won
{{ jobs_asked_for }}
GROUP BY j.sales_person_id, j.sales_person_name
ORDER BY total_revenue DESC, sales_person_name
